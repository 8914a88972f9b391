package ledger

import (
	"context"
	"time"
)

// Freshness is when a source was last read completely and when that last failed.
type Freshness struct {
	Source    string
	Succeeded time.Time // zero if it never was
	Failed    time.Time // of the last attempt that failed; zero if none did since the last success
	Message   string    // why, without personal data; empty after a success
	// Delivered is when it last delivered something new; zero if it never did.
	Delivered time.Time
}

// Sources is what is known of whole sources: when and how far they were read,
// and which of their objects are missing.
type Sources struct{ *conn }

// Succeeded records that a source has been read completely.
func (s Sources) Succeeded(ctx context.Context, source string) error {
	return s.noteFreshness(ctx, `INSERT INTO freshness (source, succeeded, message) VALUES (?1, ?2, ?3)
		ON CONFLICT DO UPDATE SET succeeded = excluded.succeeded, failed = NULL, message = ''`, source, "")
}

// Failed records that a source, or a part of it, could not be read. The time of
// its last success stays.
func (s Sources) Failed(ctx context.Context, source, message string) error {
	return s.noteFreshness(ctx, `INSERT INTO freshness (source, failed, message) VALUES (?1, ?2, ?3)
		ON CONFLICT DO UPDATE SET failed = excluded.failed, message = excluded.message`, source, message)
}

func (s Sources) noteFreshness(ctx context.Context, query, source, message string) error {
	_, err := s.exec(ctx, "freshness note: "+source, query, source, stamp(s.now()), message)
	return err
}

// Freshness returns what is known of each source that was ever read or tried.
func (s Sources) Freshness(ctx context.Context) (map[string]Freshness, error) {
	all, err := list(ctx, s.db, "freshness list", func(f *Freshness) []any {
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

// Cursor returns how far a source has been read, as its last delivery with
// a cursor said; nil if none has.
func (s Sources) Cursor(ctx context.Context, source string) (value []byte, err error) {
	_, err = s.find(ctx, "cursor look up", []any{&value}, "SELECT value FROM cursor WHERE source = ?", source)
	return value, err
}

// LastCommit is when a source's last delivery was committed; zero if there
// is none.
func (s Sources) LastCommit(ctx context.Context, source string) (at time.Time, err error) {
	_, err = s.find(ctx, "delivery look up", []any{timeIn(&at)}, "SELECT max(committed) FROM delivery WHERE source = ?", source)
	return at, err
}
