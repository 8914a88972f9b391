package dubbelkrona

// ChangeKind is what happens to a published figure from one snapshot to another.
type ChangeKind string

// The kinds of changes. A figure that is suppressed in both snapshots does not change
// by its value, which neither has.
const (
	FigureAdded      ChangeKind = "added"      // it was not published before, as a number or suppressed
	FigureRemoved    ChangeKind = "removed"    // it is no longer published
	FigureChanged    ChangeKind = "changed"    // it is published as another number, or with another grade
	FigureSuppressed ChangeKind = "suppressed" // it was shown before
	FigureRevealed   ChangeKind = "revealed"   // it was suppressed before
)

// ChangeKinds are all kinds, in the order in which they are counted and listed.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{FigureChanged, FigureAdded, FigureRemoved, FigureSuppressed, FigureRevealed}
}

// Cause is why a published figure changes.
type Cause string

// The causes. A change may have several.
const (
	CauseDefinition Cause = "definition" // other SQL of the metric or of what it reads, or another version of the program
	CauseParameters Cause = "parameters" // other rows of core.parameter
	CauseData       Cause = "data"       // other rows of the other tables
	CauseDisclosure Cause = "disclosure" // it is or was about too few persons, or would let another figure be calculated
	CauseRollback   Cause = "rollback"   // somebody went back to an earlier snapshot
)

// Figure is what a published figure says. Warnings and the like are about it, and not
// part of it.
type Figure struct {
	Value   Number `json:"value"`
	Low     Number `json:"low"`
	High    Number `json:"high"`
	Persons Count  `json:"persons"`
	Unit    string `json:"unit"`
	Grade   string `json:"grade"`
	Status  string `json:"status"`
}

// Figure is what a result says.
func (r *Result) Figure() Figure {
	return Figure{r.Value, r.Low, r.High, r.Persons, r.Unit, r.Grade, r.Status}
}

// Cell is where a result belongs.
func (r *Result) Cell() Cell {
	return Cell{Metric: r.Metric, Part: r.Part, PeriodGrain: r.PeriodGrain, Period: r.Period, Grouping: r.Grouping, Municipality: r.Municipality, Dimensions: r.Dimensions}
}

// Change is one published figure that differs between two snapshots. It has only what
// was released of each.
type Change struct {
	Cell
	Kind ChangeKind `json:"kind"`
	// Old and New are nil if the figure was or is not published.
	Old *Figure `json:"old"`
	New *Figure `json:"new"`
	// Causes are why, in the order of the constants. If they are several, Shares says
	// how much of the change of the value each accounts for, where that is known.
	Causes []Cause `json:"causes"`
	Shares []Share `json:"shares,omitempty"`
}

// Share is the part of a change that one cause accounts for. The shares of a change
// add up to the whole change exactly.
type Share struct {
	Cause  Cause  `json:"cause"`
	Amount Number `json:"amount"`
}

// Difference is what changes from one kept snapshot to another.
type Difference struct {
	From    string   `json:"from"`
	To      string   `json:"to"`
	Changes []Change `json:"changes"`
	// NotSplit says why the changes with several causes have no shares; zero if those
	// that can have them do.
	NotSplit Label `json:"-"`
}
