package published

import (
	"context"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/wording"
)

// ReadSources returns the state of the configured sources at a moment, in their
// order, without Rows and Quarantined.
func ReadSources(ctx context.Context, l *ledger.Ledger, project *config.Project, now time.Time) (sources []dubbelkrona.SourceStatus, err error) {
	known, err := l.Sources.Freshness(ctx)
	if err != nil {
		return nil, err
	}
	held, err := l.Held.List(ctx)
	if err != nil {
		return nil, err
	}
	missing, err := l.Sources.Missing(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range project.Sources {
		s := freshness(c.Name, promise(c.Fresh), known[c.Name], now)
		s.Owner = c.Owner
		for _, h := range held {
			if h.Source == s.Source {
				s.Held = append(s.Held, dubbelkrona.NotedObject{Object: h.Object, Since: h.Since, Changes: session.Changes(wording.Language(project.Language), h)})
			}
		}
		addMissing(&s, missing)
		sources = append(sources, s)
	}
	return sources, nil
}

// freshness compares what the ledger knows of a source with the promise, which
// is 0 if there is none.
func freshness(source string, promise time.Duration, known ledger.Freshness, now time.Time) dubbelkrona.SourceStatus {
	s := dubbelkrona.SourceStatus{Source: source, Succeeded: known.Succeeded, Delivered: known.Delivered, Failed: known.Failed, Message: known.Message}
	switch {
	case promise == 0:
		s.Stale = !known.Failed.IsZero()
	case known.Delivered.IsZero():
		s.Stale = true
	default:
		s.Until = known.Delivered.Add(promise)
		s.Stale = now.After(s.Until)
	}
	return s
}

// addMissing adds what is missing at the source.
func addMissing(s *dubbelkrona.SourceStatus, missing []ledger.Missing) {
	for _, m := range missing {
		switch {
		case m.Source != s.Source:
		case m.Object == "":
			s.Nothing = true
		default:
			s.Gone = append(s.Gone, dubbelkrona.NotedObject{Object: m.Object, Since: m.Since})
		}
	}
}

// promise is 0 if there is none.
func promise(fresh *config.Duration) time.Duration {
	if fresh == nil {
		return 0
	}
	return time.Duration(*fresh)
}
