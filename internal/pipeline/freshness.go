package pipeline

import (
	"context"
	"slices"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// Freshness is how a source stands against what the configuration promises.
type Freshness struct {
	Source string
	// Succeeded is when all that the source holds was last read; zero where
	// it never was.
	Succeeded time.Time
	// Until is until when the promise holds; zero where none was given, or
	// where the source was never read.
	Until time.Time
	// Failed is when it could last not be read; zero where that was before
	// the last success. Message says why.
	Failed  time.Time
	Message string
	// Stale data is older than promised or, without a promise, not of the
	// latest attempt.
	Stale bool
}

// freshness holds what the ledger knows against a promise; 0 is none.
func freshness(source string, promise time.Duration, known ledger.Freshness, now time.Time) Freshness {
	f := Freshness{Source: source, Succeeded: known.Succeeded, Failed: known.Failed, Message: known.Message}
	switch {
	case promise == 0:
		f.Stale = !known.Failed.IsZero()
	case known.Succeeded.IsZero():
		f.Stale = true
	default:
		f.Until = known.Succeeded.Add(promise)
		f.Stale = now.After(f.Until)
	}
	return f
}

func promise(fresh *config.Duration) time.Duration {
	if fresh == nil {
		return 0
	}
	return time.Duration(*fresh)
}

// loadFreshness finds out once in a session how the sources stand.
func (s *session) loadFreshness(ctx context.Context) error {
	if s.fresh != nil {
		return nil
	}
	known, err := s.ledger.Freshness(ctx)
	if err != nil {
		return err
	}
	s.fresh = make(map[string]Freshness)
	for _, c := range s.project.Sources {
		s.fresh[c.Name] = freshness(c.Name, promise(c.Fresh), known[c.Name], s.options.Now())
	}
	return nil
}

// stale are the names of the stale sources, sorted.
func (s *session) stale() (names []string) {
	for name, f := range s.fresh {
		if f.Stale {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
