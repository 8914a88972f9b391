package ledger

import (
	"context"
	"time"
)

// Freshness is when a source was last read whole and when it last was not.
type Freshness struct {
	Source    string
	Succeeded time.Time // zero if it never was
	Failed    time.Time // of the last attempt that failed; zero if none did since the last success
	Message   string    // why, without personal data; empty after a success
	// Delivered is when it last delivered something new; zero if it never did.
	Delivered time.Time
}

// SourceSucceeded notes that all that a source holds has been read.
func (l *Ledger) SourceSucceeded(ctx context.Context, source string) error {
	return l.noteFreshness(ctx, `INSERT INTO freshness (source, succeeded, message) VALUES (?1, ?2, ?3)
		ON CONFLICT DO UPDATE SET succeeded = excluded.succeeded, failed = NULL, message = ''`, source, "")
}

// SourceFailed notes that a source, or some of what it holds, could not be
// read. When it last was stays known.
func (l *Ledger) SourceFailed(ctx context.Context, source, message string) error {
	return l.noteFreshness(ctx, `INSERT INTO freshness (source, failed, message) VALUES (?1, ?2, ?3)
		ON CONFLICT DO UPDATE SET failed = excluded.failed, message = excluded.message`, source, message)
}

func (l *Ledger) noteFreshness(ctx context.Context, query, source, message string) error {
	_, err := l.exec(ctx, "freshness note: "+source, query, source, stamp(l.now()), message)
	return err
}

// Freshness returns what is known of each source that was ever read or tried.
func (l *Ledger) Freshness(ctx context.Context) (map[string]Freshness, error) {
	all, err := list(ctx, l.db, "freshness list", func(f *Freshness) []any {
		return []any{&f.Source, timeIn(&f.Succeeded), timeIn(&f.Failed), &f.Message, timeIn(&f.Delivered)}
	}, `SELECT s.source, f.succeeded, f.failed, coalesce(f.message, ''), n.at
		FROM (SELECT source FROM freshness UNION SELECT source FROM newest) s
		LEFT JOIN freshness f ON f.source = s.source LEFT JOIN newest n ON n.source = s.source`)
	bySource := make(map[string]Freshness, len(all))
	for _, f := range all {
		bySource[f.Source] = f
	}
	return bySource, err
}
