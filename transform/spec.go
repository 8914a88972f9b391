package transform

// Spec is the mapping of a source: which of its columns are which columns of
// the domain tables, and how its cells are written.
//
// The shortest Specs are a profile, or the name of a table for a file that
// uses the table's own column names.
type Spec struct {
	// Profile is a ready mapping: leverantorsreskontra, uhm-upphandlingar, or
	// the name of a domain table for files that use its column names. The
	// command sources --profile NAME prints one as a starting point.
	Profile string `yaml:"profile"`
	// Tables are the mappings to tables. One source may fill several tables,
	// and one table from several entries, such as one for each value column of
	// a wide file. An entry for a table of the profile changes the profile's
	// columns.
	Tables []TableSpec `yaml:"tables"`
	// Period extracts the period of an object from its name by a pattern. The
	// name of an object from an API is the title given by the API or its
	// settings.
	Period *PeriodSpec `yaml:"period"`
	// Decimal is the decimal mark of all numbers: comma or dot. Default:
	// either, and an ambiguous number rejects its row.
	Decimal string `yaml:"decimal"`
	// Thousands is the mark between groups of three digits if it is not a
	// space: "." or ",".
	Thousands string `yaml:"thousands"`
	// Unit of all amounts: kr (default), öre, tkr, mkr or mdr. A unit in the
	// cell overrides it.
	Unit string `yaml:"unit"`
	// Layouts are the date formats, tried in order: yyyy, yy, mm, m, dd and d
	// with any separators (d/m/yyyy), or excel for serial numbers. Default:
	// year-first formats.
	Layouts List `yaml:"layouts"`
	// Zone is the time zone in which an instant, such as 2024-01-15T23:30:00Z,
	// is converted to a day. Default: Europe/Stockholm.
	Zone string `yaml:"zone"`
	// Nulls are additional cells that mean unknown.
	Nulls List `yaml:"nulls"`
	// Quarantine limits the number of rejected rows of an object.
	Quarantine Quarantine `yaml:"quarantine"`
}

// Quarantine is the limit on rejected rows. Above it the whole object is
// refused, because it probably does not match the mapping. Default: more than
// 5 % and more than 3 rows, or all rows. Rows that state totals and rows that
// where and skip leave out are not counted.
type Quarantine struct {
	// MaxShare is the largest accepted share of rejected rows, 0 to 1.
	MaxShare *float64 `yaml:"max_share"`
	// MaxRows is the largest accepted number of rejected rows.
	MaxRows *int64 `yaml:"max_rows"`
}

// PeriodSpec is how the period of an object is found.
type PeriodSpec struct {
	// From is where the period is found: name, the object's name.
	From string `yaml:"from"`
	// Pattern is a regular expression (RE2). Its groups joined by hyphens, or
	// the whole match if it has no groups, are a date, month or year. A month
	// may be a Swedish name: (\p{L}+ \d{4}) matches "Reskontra juni 2022".
	Pattern string `yaml:"pattern"`
	// Part is a regular expression (RE2) for periods that are delivered in
	// several objects: its groups, or the whole match, name the object's part
	// of the period. With load mode replace-period an object then replaces
	// only its own part. Default: an object is its whole period.
	Part string `yaml:"part"`
}

// TableSpec maps rows of the file to rows of one domain table.
type TableSpec struct {
	// Table is the name of the domain table.
	Table string `yaml:"table"`
	// Columns is what fills each column of the table. If it is absent, the
	// file uses the table's own column names.
	Columns map[string]ColumnSpec `yaml:"columns"`
	// Where lists conditions. Only rows that meet all of them are mapped to
	// this table.
	Where []Condition `yaml:"where"`
	// Skip lists conditions. Rows that meet any of them are left out.
	Skip []Condition `yaml:"skip"`
	// Months expands each row about a spell (from one day to another) into one
	// row per month; only for outcome.
	Months *MonthsSpec `yaml:"months"`
	// Totals selects rows in which the source states its own sum. In indicator
	// they become rows with area * and the sum in declared_total; in other
	// tables they go to quarantine. Rows with a word such as Summa or Totalt
	// in the first filled cell, and nothing in the columns that identify a
	// row, are found without this setting.
	Totals *Condition `yaml:"totals"`
}

// MonthsSpec is how a spell is expanded into months. Each full or partial
// month of the spell becomes a row with the first and last day of the spell in
// that month. The other cells are copied from the spell. A spell has at most
// 600 months.
type MonthsSpec struct {
	// From is the column with the first day.
	From ColumnSpec `yaml:"from"`
	// To is the column with the last day; a month or year means its last day.
	// An empty cell is an open spell.
	To ColumnSpec `yaml:"to"`
	// Until is the last day that the extract covers: a date, period (the last
	// day of the object's period) or modified (the day on which the object was
	// last changed; use it only if that is the day of the extract). Open
	// spells end there, and later days are dropped. Default: open spells are
	// rejected.
	Until string `yaml:"until"`
	// Amounts must be monthly if the mapping has amounts: each amount is per
	// month and repeated in every month. Sums for a whole spell are never
	// divided.
	Amounts string `yaml:"amounts"`
}

// Condition is a condition on one column of a row. Texts are compared ignoring
// case and white space.
type Condition struct {
	// Column of the file, or a list of names of which the first present is
	// used.
	Column List `yaml:"column"`
	// Anywhere tests all present columns of the list instead of the first; one
	// matching cell is enough. Only for totals.
	Anywhere bool `yaml:"anywhere"`
	// Equals lists texts; the cell must be one of them.
	Equals List `yaml:"equals"`
	// NotEquals lists texts; the cell must not be any of them.
	NotEquals List `yaml:"not_equals"`
	// Matches is a regular expression (RE2) that must match the cell.
	Matches string `yaml:"matches"`
	// Empty requires the cell to be unknown (true) or known (false).
	Empty *bool `yaml:"empty"`
}

// ColumnSpec is what fills one column of a table. In YAML it is the name of a
// column of the file, a list of names of which the first present is used, or
// an object with these keys.
type ColumnSpec struct {
	// Column is the file's column: a name, or a list of names of which the
	// first present is used. Names are compared ignoring case, white space,
	// accents and punctuation.
	Column List `yaml:"column"`
	// Optional allows the file to lack the column; its cells are then NULL.
	Optional bool `yaml:"optional"`
	// Const is the value of every row.
	Const *Scalar `yaml:"const"`
	// From fills every row from the object: name (its name), period (the
	// period of the Spec) or modified (the day on which the object was last
	// changed, if its place provides it). Together with column it is used if
	// the file lacks that column, and period only if the Spec has one.
	From string `yaml:"from"`
	// Pattern is a regular expression (RE2). Its groups joined by hyphens, or
	// the whole match if it has no groups, replace the cell.
	Pattern string `yaml:"pattern"`
	// Values replaces cells before they are parsed, compared ignoring case and
	// white space; the key * matches every other known cell. An empty
	// replacement means unknown. In a column whose cells may state several codes,
	// each part between semicolons or commas is replaced, and left out if its
	// replacement is empty.
	Values map[string]Scalar `yaml:"values"`
	// Placeholders are numbers that the source writes for unknown values, such
	// as 0 and 1 for an amount. They become NULL, and a warning counts them.
	Placeholders List `yaml:"placeholders"`
	// Split selects one of several values in a cell, from 1.
	Split int `yaml:"split"`
	// By is the separator of the values in a cell; default any of ; , / | and
	// white space.
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
	// As parses the cell as something other than the column's own type:
	// municipality (a name or code becomes the code), org_no, personnummer,
	// other_id (another number of a person, such as a case number), or flag
	// (words such as "Reserverad" and "Inte reserverad").
	As string `yaml:"as"`
	// Invalid is what to do with a cell that cannot be parsed: reject
	// (default; the row goes to quarantine), warn (NULL, and counted) or
	// ignore (NULL).
	Invalid string `yaml:"invalid"`
}
