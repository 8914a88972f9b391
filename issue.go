package dubbelkrona

// Severity is the effect of an issue.
type Severity uint8

// The severities.
const (
	// Warn keeps the row or figure and attaches the issue to it.
	Warn Severity = iota
	// Reject quarantines the row; other rows are kept.
	Reject
)

// String returns "warn" or "reject".
func (s Severity) String() string {
	if s == Reject {
		return "reject"
	}
	return "warn"
}

// MarshalText implements encoding.TextMarshaler: it is String.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// RuleTotal is the rule for rows that state a total, which must not be counted
// as rows.
const RuleTotal = "row.total"

// Issue is a problem with one row. It never contains a value of a sensitive
// column.
type Issue struct {
	Table    string
	Row      int64  // position in the object, 0 for the object as a whole
	Column   string // column of the table, or of the file if the table has none
	Rule     string // short and stable: "date.invalid", "identity.masked", …
	Severity Severity
	// Subject is what a rejected row was about, from the columns in
	// Table.Subject; empty if unknown. It is never about a person.
	Subject string
	// Detail explains the issue in English. For columns that are not sensitive
	// it quotes the cell, truncated and with identity numbers masked.
	Detail string
}
