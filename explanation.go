package dubbelkrona

import "time"

// Explanation says what a published figure rests on. All of it is from the released
// part of a snapshot, but for Persons. Of a suppressed figure it has the definition and
// the sources alone: Formula without values, and no warnings, comments, effects,
// contracts or persons.
type Explanation struct {
	Cell      Cell   `json:"cell"`
	Title     Label  `json:"title"`
	PartTitle Label  `json:"part_title"` // empty for the metric's value itself
	Doc       Label  `json:"doc"`
	Place     string `json:"place"`    // name of the municipality; empty if it has none
	Decimals  int    `json:"decimals"` // number of decimals to show
	Goals     []Goal `json:"agenda2030,omitempty"`
	Owner     Owner  `json:"owner,omitempty"`
	// Result is the row of metric.result.
	Result Result `json:"result"`
	// Formula begins with the expression of the figure. The expressions of the names in
	// it follow, each after one that uses it.
	Formula    []FormulaStep        `json:"formula"`
	Parameters []ExplainedParameter `json:"parameters"`
	Effects    []ExplainedEffect    `json:"effects"`
	Warnings   []ExplainedWarning   `json:"warnings"`
	// Target is the target decided for the figure, nil if there is none. A suppressed figure
	// has it too.
	Target *Target `json:"target"`
	// Comments are what people have said of the figure, in the order in which they did.
	Comments []Comment `json:"comments"`
	// Contracts are those of the cell with most spend, of AllContracts. They are empty
	// if the cell is not about contracts.
	Contracts    []ExplainedContract `json:"contracts"`
	AllContracts int                 `json:"all_contracts"`
	Sources      []ExplainedSource   `json:"sources"`
	// Persons are the rows about persons behind the figure, if they were asked for.
	Persons []ExplainedPerson `json:"persons,omitempty"`
}

// FormulaStep is a named expression of a definition.
type FormulaStep struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
	Title      Label  `json:"title"` // of the part with that expression; may be empty
	// Value is what is published of it for the same cell; NULL if nothing is.
	Value Number `json:"value"`
	// Rows reports whether it is an aggregate over the rows of the definition's SELECT.
	Rows bool `json:"rows"`
}

// ExplainedParameter is a parameter that the definition reads, with the value for a
// scope that contains contracts of the cell.
type ExplainedParameter struct {
	Name  string `json:"name"`
	Scope string `json:"scope"` // all, or a region, municipality or contract
	Value Number `json:"value"`
	Low   Number `json:"low"`
	High  Number `json:"high"`
	Unit  string `json:"unit"`
	Grade string `json:"grade"` // found, recalled, assumed or missing
	// Origin is the source that delivered the row, Evidence where the value is from.
	Origin   string `json:"origin"`
	Evidence string `json:"evidence"`
}

// ExplainedEffect is the verdict on an effect that the definition reads, with its checks.
type ExplainedEffect struct {
	Effect      string          `json:"effect"`
	Title       Label           `json:"title"`
	Scope       string          `json:"scope"`
	Place       string          `json:"place"`
	Verdict     string          `json:"verdict"`
	ClosedCheck string          `json:"closed_check"`
	Text        Label           `json:"text"`
	Checks      []EffectFinding `json:"checks"`
}

// ExplainedWarning is a check that marks the figure.
type ExplainedWarning struct {
	Check string `json:"check"`
	Title Label  `json:"title"`
	// Offending is the number of rows that the check found; NULL, and Sample empty, if
	// they are about persons.
	Offending Count `json:"offending"`
	Sample    Label `json:"sample"`
}

// ExplainedContract is a contract of the cell.
type ExplainedContract struct {
	Contract     string `json:"contract"`
	Title        string `json:"title"`
	Supplier     string `json:"supplier"`
	Municipality string `json:"municipality"`
	// Spend is the sum of its postings in SEK, Postings their number.
	Spend    Number `json:"spend"`
	Postings int64  `json:"postings"`
}

// ExplainedSource is an object that the definition reads rows of.
type ExplainedSource struct {
	Table   string `json:"table"`
	Source  string `json:"source"`
	Object  string `json:"object"` // as it may be shown
	Segment int64  `json:"segment"`
	// Rows is the number of rows of the object, Used that of the rows about contracts of
	// the cell; NULL if it is unknown, not released or not about contracts.
	Rows      Count     `json:"rows"`
	Used      Count     `json:"used"`
	SHA256    string    `json:"sha256"` // of the object's bytes; empty if it is not released
	Fetched   time.Time `json:"fetched"`
	Synthetic bool      `json:"synthetic"`
}

// ExplainedPerson is a row about a person behind a figure.
type ExplainedPerson struct {
	Person string `json:"person"` // the pseudonym, in hexadecimal digits
	Table  string `json:"table"`
	Source string `json:"source"`
	Object string `json:"object"`
	Row    int64  `json:"row"`
}
