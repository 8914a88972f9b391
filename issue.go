package dubbelkrona

// Severity says what an issue does.
type Severity uint8

// The severities.
const (
	// Warn lets the row or figure pass and travels with it.
	Warn Severity = iota
	// Reject sends the row to quarantine; the good rows beside it are kept.
	Reject
)

// String is "warn" or "reject".
func (s Severity) String() string {
	if s == Reject {
		return "reject"
	}
	return "warn"
}

// RuleTotal is the rule of issues about rows that state a total of the
// source's own, which is no row.
const RuleTotal = "row.total"

// Issue is something that was wrong with one row, or worth telling about it.
// It never carries a value of a sensitive column.
type Issue struct {
	Table    string
	Row      int64  // position in the object, 0 for the object as a whole
	Column   string // column of the table, or of the file where the table has none
	Rule     string // short and stable: "date.invalid", "identity.masked", …
	Severity Severity
	// Subject is what a rejected row was about, by the columns that Table.Subject
	// names; empty where the row does not say. It is never about a person.
	Subject string
	// Detail explains in English: the rule, and for columns that are not
	// sensitive the offending text, cut short and with identity numbers masked.
	Detail string
}
