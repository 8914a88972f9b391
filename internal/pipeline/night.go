package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// Ingest reads what is new at one source, for a slot: the local time that a
// source may ask for. Several may be at work at the same time, where the
// pipeline's Workspace is shared.
func (p *Pipeline) Ingest(ctx context.Context, name string, slot time.Time) (*Report, error) {
	return p.ingestOne(ctx, config.IngestJob(name), name, slot, false)
}

// Backfill reads one source for a slot of the past. That says nothing about
// how fresh the source is.
func (p *Pipeline) Backfill(ctx context.Context, name string, slot time.Time) (*Report, error) {
	return p.ingestOne(ctx, "backfill:"+name, name, slot, true)
}

func (p *Pipeline) ingestOne(ctx context.Context, command, name string, slot time.Time, past bool) (*Report, error) {
	return p.locked(ctx, command, func(ctx context.Context, s *session) error {
		s.past, s.report.Slot = past, slot
		if err := s.loadKey(ctx); err != nil {
			return err
		}
		return s.ingest(ctx, func(src *source) (*source, error) {
			if src.name != name {
				return nil, nil
			}
			return src.at(slot)
		})
	})
}

// Refresh builds, checks, publishes and exports, where anything that figures
// rest on has changed since the published snapshot.
func (p *Pipeline) Refresh(ctx context.Context) (*Report, error) {
	return p.locked(ctx, config.PublishJob, func(ctx context.Context, s *session) error {
		if err := s.loadKey(ctx); err != nil {
			return err
		}
		err := s.ingest(ctx, func(src *source) (*source, error) {
			if src.name != config.ReservedSource {
				return nil, nil
			}
			return src, nil
		})
		if err != nil {
			return err
		}
		return s.refresh(ctx)
	})
}

// refresh ends a night: what is published afterwards is what is known.
func (s *session) refresh(ctx context.Context) error {
	current, err := s.current(ctx)
	if err != nil {
		return err
	}
	if !current {
		base, err := s.base()
		if err != nil {
			return err
		}
		if err := s.buildAndPublish(ctx, base); err != nil {
			return err
		}
	}
	if err := s.export(ctx); err != nil {
		return err
	}
	return s.ledger.Prune(ctx, ledger.DefaultKeep())
}

// every chooses all sources as they are.
func every(src *source) (*source, error) { return src, nil }

// at is the source as it is read for a slot.
func (src *source) at(slot time.Time) (*source, error) {
	if src.open == nil || slot.IsZero() {
		return src, nil
	}
	reader, err := src.open(slot)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", src.name, err)
	}
	then := *src
	then.reader = reader
	return &then, nil
}

// noteFreshness keeps when a source was read whole, or that it was not.
func (s *session) noteFreshness(ctx context.Context, report *SourceReport) error {
	if s.past || report.Name == config.ReservedSource {
		return nil
	}
	if len(report.Failures) == 0 {
		return s.ledger.SourceSucceeded(ctx, report.Name)
	}
	return s.ledger.SourceFailed(ctx, report.Name, report.Failures[0].String())
}

// Err is why a source was not read whole, nil where it was. It is Transient
// where trying again may help.
func (r SourceReport) Err() error {
	if len(r.Failures) == 0 {
		return nil
	}
	worst := r.Failures[0]
	for _, f := range r.Failures {
		if dubbelkrona.KindOf(f.Err) == dubbelkrona.Transient {
			worst = f
			break
		}
	}
	err := errors.New(r.Summary())
	return dubbelkrona.Errorf(dubbelkrona.KindOf(worst.Err), "%w", err)
}

// Summary says in a line what was read, and what was refused and why.
func (r SourceReport) Summary() string {
	text := fmt.Sprintf("%d object(s) with %d row(s) read, %d unchanged", r.Objects, r.Rows, r.Skipped)
	if r.Rejected > 0 {
		text += fmt.Sprintf(", %d row(s) in quarantine", r.Rejected)
	}
	if len(r.Failures) == 0 {
		return text
	}
	text += fmt.Sprintf("; %d refused: %s", len(r.Failures), r.Failures[0])
	if more := len(r.Failures) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// String is the object and the reason.
func (f Failure) String() string {
	if f.Object == "" {
		return f.Err.Error()
	}
	return f.Object + ": " + f.Err.Error()
}
