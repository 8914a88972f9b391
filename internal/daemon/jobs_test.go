package daemon

import (
	"errors"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/session"
	"dubbelkrona/scheduler"
)

// A slot that read some objects and refused others is partial. One that read
// nothing failed, and so did one with an error that a retry may correct.
func TestReadOutcome(t *testing.T) {
	refused := session.Failure{Object: "a.csv", Err: dubbelkrona.Errorf(dubbelkrona.Invalid, "no header")}
	away := session.Failure{Object: "b.csv", Err: dubbelkrona.Errorf(dubbelkrona.Transient, "no answer")}
	for name, c := range map[string]struct {
		report  session.SourceReport
		partial bool
		kind    error
	}{
		"all read":           {session.SourceReport{Objects: 2}, false, nil},
		"some refused":       {session.SourceReport{Objects: 1, Failures: []session.Failure{refused}}, true, nil},
		"refused, unchanged": {session.SourceReport{Skipped: 1, Failures: []session.Failure{refused}}, true, nil},
		"all refused":        {session.SourceReport{Failures: []session.Failure{refused}}, false, refused.Err},
		"may succeed later":  {session.SourceReport{Objects: 1, Failures: []session.Failure{refused, away}}, false, away.Err},
		"only unchanged":     {session.SourceReport{Skipped: 3}, false, nil},
	} {
		outcome, err := readOutcome(scheduler.Outcome{RunID: "r"}, c.report, "en")
		if outcome.Partial != c.partial || (err == nil) != (c.kind == nil) || err != nil && dubbelkrona.KindOf(err) != dubbelkrona.KindOf(c.kind) {
			t.Errorf("%s: %+v, %v", name, outcome, err)
		}
		if outcome.RunID != "r" || outcome.Message == "" {
			t.Errorf("%s: %+v", name, outcome)
		}
		if errors.Is(err, away.Err) {
			t.Errorf("%s: the error is the summary's, not an object's", name)
		}
	}
}
