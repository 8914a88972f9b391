package daemon

import (
	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/notify"
	"dubbelkrona/internal/published"
)

// owners knows who answers for the subjects of alarms.
type owners struct {
	project *config.Project
	found   map[string]dubbelkrona.Owner // by the subject of a finding
}

func newOwners(project *config.Project) *owners {
	return &owners{project, make(map[string]dubbelkrona.Owner)}
}

// of returns who answers for the metric or source of an alarm, or for the source that a
// job reads; empty if nobody is named.
func (o *owners) of(kind notify.Kind, subject string) dubbelkrona.Owner {
	switch kind {
	case notify.Found:
		return o.found[subject]
	case notify.Failed, notify.Missed, notify.Partial, notify.Blocked:
		source, reads := config.SourceOf(subject)
		if !reads {
			return ""
		}
		subject = source
	}
	for _, s := range o.project.Sources {
		if s.Name == subject {
			return s.Owner
		}
	}
	return ""
}

// learn notes who answers for the metrics of findings.
func (o *owners) learn(findings []published.Finding) {
	for _, f := range findings {
		o.found[subjectOf(f)] = f.Owner
	}
}

// subjectOf returns the subject of the alarm about a finding.
func subjectOf(f published.Finding) string { return f.Metric + " (" + f.Check + ")" }
