package transform

// Spec is the mapping of a source: which of its columns are which columns of
// the domain tables, and how its cells are written.
//
// The shortest ones are a profile, or the name of a table for a file whose
// columns already bear the table's own names.
type Spec struct {
	// Profile is a ready mapping: leverantorsreskontra, uhm-upphandlingar, or
	// the name of a domain table for files in its own column names. The command
	// sources --profile NAME prints one, to start a mapping of one's own from.
	Profile string `yaml:"profile"`
	// Tables maps to tables; one source may fill several, and one table from
	// several entries, such as one for each value column of a wide file. An
	// entry for a table of the profile changes the profile's columns.
	Tables []TableSpec `yaml:"tables"`
	// Period tells the period of an object: from its name, by a pattern. The
	// name of an object of an API is the title that the API or its settings
	// give it.
	Period *PeriodSpec `yaml:"period"`
	// Decimal is the decimal mark of every number: comma or dot. Default:
	// either, and an ambiguous number rejects its row.
	Decimal string `yaml:"decimal"`
	// Thousands is the mark between groups of three digits where it is not a
	// space: "." or ",".
	Thousands string `yaml:"thousands"`
	// Unit of every amount: kr (default), öre, tkr, mkr or mdr. A unit in the
	// cell goes before it.
	Unit string `yaml:"unit"`
	// Layouts are the ways in which dates are written, tried in order: yyyy,
	// yy, mm, m, dd and d with any marks between (d/m/yyyy), or excel for
	// serial numbers. Default: the year-first forms.
	Layouts List `yaml:"layouts"`
	// Zone is the time zone in which an instant, such as 2024-01-15T23:30:00Z,
	// becomes a day. Default: Europe/Stockholm.
	Zone string `yaml:"zone"`
	// Nulls are further cells that mean unknown.
	Nulls List `yaml:"nulls"`
	// Quarantine says how many rejected rows refuse the whole object.
	Quarantine Quarantine `yaml:"quarantine"`
}

// Quarantine is the ceiling on rejected rows. Above it the object is refused
// as a whole, since it is likely not what the mapping takes it for. Default:
// more than 5 % and more than 3 rows, or all of them. Rows that state totals and
// rows that where and skip leave out do not count.
type Quarantine struct {
	// MaxShare is the largest share of rejected rows, 0 to 1.
	MaxShare *float64 `yaml:"max_share"`
	// MaxRows is the largest number of rejected rows.
	MaxRows *int64 `yaml:"max_rows"`
}

// PeriodSpec says where the period of an object is told.
type PeriodSpec struct {
	// From is where: name, the object's name.
	From string `yaml:"from"`
	// Pattern is a regular expression (RE2); its groups, joined by hyphens, or
	// the whole match where it has none, are a date, month or year. A month may
	// be a Swedish name: (\p{L}+ \d{4}) finds that of "Reskontra juni 2022".
	Pattern string `yaml:"pattern"`
	// Part is a regular expression (RE2) for periods that come in several
	// objects: its groups, or the whole match, tell which part of the period an
	// object is. With the load mode replace-period an object then replaces only
	// its own part. Default: an object is its whole period.
	Part string `yaml:"part"`
}

// TableSpec maps rows of the file to rows of one domain table.
type TableSpec struct {
	// Table is the name of the domain table.
	Table string `yaml:"table"`
	// Columns says what fills each column of the table. Where it is absent,
	// the file's columns bear the table's own names.
	Columns map[string]ColumnSpec `yaml:"columns"`
	// Where lists conditions that a row must all meet to go to this table.
	Where []Condition `yaml:"where"`
	// Skip lists conditions of which one is enough to leave a row out.
	Skip []Condition `yaml:"skip"`
	// Months expands rows that are about a spell from one day to another into
	// one row for each month of it; only for outcome.
	Months *MonthsSpec `yaml:"months"`
	// Totals are rows in which the source states its own sum. In an indicator
	// they become rows of area * with the sum as declared_total; in other
	// tables, where a sum is no row, they go to quarantine. Rows in whose first
	// filled cell stands a word such as Summa or Totalt, and nothing in the
	// columns that identify a row, are found without this setting.
	Totals *Condition `yaml:"totals"`
}

// MonthsSpec says how a spell becomes months. Each month of the spell, whole or
// in part, becomes a row with the first and the last day of it in the month.
// The other cells are those of the spell. A spell has at most 600 months.
type MonthsSpec struct {
	// From is the column of the first day.
	From ColumnSpec `yaml:"from"`
	// To is the column of the last day; a month or year means its last day. An
	// empty cell is a spell that goes on.
	To ColumnSpec `yaml:"to"`
	// Until is the last day that the extract knows of: a date, period (the last
	// day of the object's period) or modified (the day on which the object was
	// last changed, right only where that is the day of the extract). Spells
	// that go on end there, and nothing behind it is kept. Default: spells that
	// go on are rejected.
	Until string `yaml:"until"`
	// Amounts must be monthly where the mapping has amounts: each is one of
	// every month, which is repeated. Sums of a whole spell are never divided.
	Amounts string `yaml:"amounts"`
}

// Condition is met by rows in whose Column stands what it says. Texts are
// compared without regard to case and white space.
type Condition struct {
	// Column of the file, or a list of names of which the first present counts.
	Column List `yaml:"column"`
	// Anywhere makes every column of the list count that is present: one whose
	// cell meets the condition is enough. Only for totals.
	Anywhere bool `yaml:"anywhere"`
	// Equals lists texts of which the cell must be one.
	Equals List `yaml:"equals"`
	// NotEquals lists texts of which the cell must be none.
	NotEquals List `yaml:"not_equals"`
	// Matches is a regular expression (RE2) that must match the cell.
	Matches string `yaml:"matches"`
	// Empty says whether the cell must be unknown (true) or known (false).
	Empty *bool `yaml:"empty"`
}

// ColumnSpec says what fills one column of a table. In YAML it is the name of
// a column of the file, a list of names of which the first present counts, or
// an object with these keys.
type ColumnSpec struct {
	// Column is the file's column: a name, or a list of names of which the
	// first present counts. Names are compared without regard to case, white
	// space, accents and punctuation.
	Column List `yaml:"column"`
	// Optional lets the file lack the column; its cells are then NULL.
	Optional bool `yaml:"optional"`
	// Const fills every row.
	Const *Scalar `yaml:"const"`
	// From fills every row from the object: name (its name), period (the
	// period of the Spec) or modified (the day on which the object was last
	// changed, where its place tells). Beside column it counts where the file
	// lacks that, and period only if the Spec has one.
	From string `yaml:"from"`
	// Pattern is a regular expression (RE2); its groups, joined by hyphens, or
	// the whole match where it has none, are the cell.
	Pattern string `yaml:"pattern"`
	// Values replaces cells by others before they are read, compared without
	// regard to case and white space; the key * is every other known cell. An
	// empty replacement is unknown.
	Values map[string]Scalar `yaml:"values"`
	// Placeholders are numbers that the source writes where it knows none, such
	// as 0 and 1 for an amount. They are NULL, and a warning counts them.
	Placeholders List `yaml:"placeholders"`
	// Split says which of several values in one cell is meant, from 1.
	Split int `yaml:"split"`
	// By is what stands between the values of one cell; default any of ; , /
	// | and white space.
	By string `yaml:"by"`
	// Unit of the cells: öre, kr, tkr, mkr, mdr, or percent for a share.
	Unit string `yaml:"unit"`
	// Layouts of dates, as in Spec.
	Layouts List `yaml:"layouts"`
	// Zone of instants, as in Spec.
	Zone string `yaml:"zone"`
	// Decimal mark, as in Spec.
	Decimal string `yaml:"decimal"`
	// Thousands mark, as in Spec.
	Thousands string `yaml:"thousands"`
	// As reads the cell as something else than the column's own content:
	// municipality (a name or code becomes the code), org_no, personnummer,
	// other_id (a person's number of another kind, such as a case number), or
	// flag (words for yes and no such as "Reserverad" and "Inte reserverad").
	As string `yaml:"as"`
	// Invalid says what a cell does that cannot be read: reject (default; the
	// row goes to quarantine), warn (NULL, and counted) or ignore (NULL).
	Invalid string `yaml:"invalid"`
}
