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
	if err := s.withholdPersons(); err != nil {
		return err
	}
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
func (s *session) noteFreshness(ctx context.Context, src *source, report *SourceReport) error {
	switch {
	case s.past || report.Name == config.ReservedSource:
		return nil
	case len(report.Failures) > 0:
		return s.ledger.SourceFailed(ctx, report.Name, report.Failures[0].String())
	case report.Nothing:
		return s.ledger.SourceFailed(ctx, report.Name, wordsOf(s.project).nothing(src.where))
	}
	return s.ledger.SourceSucceeded(ctx, report.Name)
}

// Err is why a source was not read whole, nil where it was; said in the
// language of its project. It is Transient where trying again may help.
func (r SourceReport) Err(language string) error {
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
	err := errors.New(r.Summary(language))
	return dubbelkrona.Errorf(dubbelkrona.KindOf(worst.Err), "%w", err)
}

// Summary says in a line of a language what was read, what was refused and why,
// and what was not there.
func (r SourceReport) Summary(language string) string {
	w := words(language)
	text := fmt.Sprintf(w.pick("%s med %s lästa, %s oförändrade", "%s with %s read, %s unchanged"), w.objects(r.Objects), w.rows(r.Rows), w.number(r.Skipped))
	if r.Rejected > 0 {
		text += fmt.Sprintf(w.pick(", %s i karantän", ", %s in quarantine"), w.rows(r.Rejected))
	}
	for _, note := range r.Notes(language) {
		text += "; " + note
	}
	if len(r.Failures) == 0 {
		return text
	}
	text += fmt.Sprintf(w.pick("; %d nekade: %s", "; %d refused: %s"), len(r.Failures), r.Failures[0])
	if more := len(r.Failures) - 1; more > 0 {
		text += fmt.Sprintf(w.pick(", och %d till", ", and %d more"), more)
	}
	return text
}

// Notes says in lines of a language what else is worth knowing: what was not
// there, and what was read anew.
func (r SourceReport) Notes(language string) (notes []string) {
	w := words(language)
	if r.Nothing {
		notes = append(notes, w.nothing(r.Where))
	}
	if r.Rewound {
		notes = append(notes, w.pick("var läst till en tidpunkt som ligger före klockan; läses vidare från när det skedde", "had been read up to a moment ahead of the clock; it goes on from when that was"))
	}
	if len(r.Gone) > 0 {
		notes = append(notes, fmt.Sprintf(w.pick("finns inte längre, raderna står kvar: %s", "no longer there, their rows stay: %s"), w.some(r.Gone)))
	}
	if r.Reread > 0 {
		notes = append(notes, fmt.Sprintf(w.pick("%s lästes på nytt med samma innehåll, eftersom mappningen eller programmet är ett annat",
			"%s read anew with the same content, since the mapping or the program is another"), w.objects(r.Reread)))
	}
	if r.Kept > 0 {
		notes = append(notes, fmt.Sprintf(w.pick("%s behåller rader som lästes med en tidigare mappning eller version, eftersom de inte finns kvar att läsa",
			"%s keep rows that were read under a former mapping or version, since they are no longer there to be read"), w.objects(r.Kept)))
	}
	if len(r.Moved) > 0 {
		notes = append(notes, fmt.Sprintf(w.pick("flyttade, raderna följde med: %s", "moved, and their rows with them: %s"), w.some(r.Moved)))
	}
	if len(r.Hidden) > 0 {
		notes = append(notes, fmt.Sprintf(w.pick("togs av en tidigare version för ett annat objekt med lika maskerat namn, lästa nu: %s",
			"taken by an earlier version for another object whose name is masked alike, read now: %s"), w.some(r.Hidden)))
	}
	return notes
}

// String is the object and the reason.
func (f Failure) String() string {
	if f.Object == "" {
		return f.Err.Error()
	}
	return f.Object + ": " + f.Err.Error()
}
