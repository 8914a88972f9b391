package pipeline

import (
	"context"
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
	// Delivered is when it last delivered something new; zero where it never
	// did. A look that finds nothing new is no delivery.
	Delivered time.Time
	// Until is until when the promise holds; zero where none was given, or
	// where nothing was ever delivered.
	Until time.Time
	// Failed is when it could last not be read; zero where that was before
	// the last success. Message says why.
	Failed  time.Time
	Message string
	// Stale data is older than promised or, without a promise, not of the
	// latest attempt.
	Stale bool
	// Nothing reports whether nothing was found where the source looks.
	Nothing bool
	// Held are versions of its objects that are held back; Gone are objects
	// that are no longer there and whose rows stay.
	Held []ledger.Held
	Gone []ledger.Missing
}

// ReadFreshness tells how fresh the configured sources are, in their order.
func ReadFreshness(ctx context.Context, l *ledger.Ledger, project *config.Project, now time.Time) (sources []Freshness, err error) {
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
		f := freshness(c.Name, promise(c.Fresh), known[c.Name], now)
		f.take(held, missing)
		sources = append(sources, f)
	}
	return sources, nil
}

// freshness holds what the ledger knows against a promise; 0 is none.
func freshness(source string, promise time.Duration, known ledger.Freshness, now time.Time) Freshness {
	f := Freshness{Source: source, Succeeded: known.Succeeded, Delivered: known.Delivered, Failed: known.Failed, Message: known.Message}
	switch {
	case promise == 0:
		f.Stale = !known.Failed.IsZero()
	case known.Delivered.IsZero():
		f.Stale = true
	default:
		f.Until = known.Delivered.Add(promise)
		f.Stale = now.After(f.Until)
	}
	return f
}

// take finds what is held back of the source, and what it lacks.
func (f *Freshness) take(held []ledger.Held, missing []ledger.Missing) {
	for _, h := range held {
		if h.Source == f.Source {
			f.Held = append(f.Held, h)
		}
	}
	for _, m := range missing {
		switch {
		case m.Source != f.Source:
		case m.Object == "":
			f.Nothing = true
		default:
			f.Gone = append(f.Gone, m)
		}
	}
}

func promise(fresh *config.Duration) time.Duration {
	if fresh == nil {
		return 0
	}
	return time.Duration(*fresh)
}

// loadFreshness finds out once in a session how the sources stand.
func (b *builder) loadFreshness(ctx context.Context) error {
	if b.fresh != nil {
		return nil
	}
	all, err := ReadFreshness(ctx, b.Ledger, b.Config, b.Now())
	if err != nil {
		return err
	}
	b.fresh = make(map[string]Freshness, len(all))
	for _, f := range all {
		b.fresh[f.Source] = f
	}
	return nil
}
