package dubbelkrona

import "fmt"

// CheckStatus is the outcome of a check.
type CheckStatus string

// The outcomes of a check.
const (
	CheckOK        CheckStatus = "ok"
	CheckOffending CheckStatus = "offending"
	CheckFailed    CheckStatus = "failed" // the check itself could not run
)

// CheckResult is what a check found. It is never about a person.
type CheckResult struct {
	Name      string
	Title     Label
	Severity  Severity
	Status    CheckStatus
	Offending int64 // rows; 0 if that is not known, see Counted
	// Sample holds the messages of the first few offending rows, joined by "; ".
	Sample Label
	// Concerns are the metrics whose figures the check marks.
	Concerns []string
}

// Blocks reports whether a snapshot with this result may not be published.
func (c CheckResult) Blocks() bool { return c.Severity == Reject && c.Status != CheckOK }

// Reason says in a language why a result that blocks does so.
func (c CheckResult) Reason(language string) string {
	if c.Status == CheckFailed {
		return "it could not run"
	}
	return fmt.Sprintf("%d offending: %s", c.Offending, c.Sample.In(language))
}

// Counted reports whether the number of offending rows is known. It is not if the check
// failed, or if the number is withheld since the rows are about persons.
func (c CheckResult) Counted() bool { return c.Status == CheckOK || c.Offending > 0 }
