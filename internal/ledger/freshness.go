package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Freshness is when a source was last read whole and when it last was not.
type Freshness struct {
	Source    string
	Succeeded time.Time // zero where it never was
	Failed    time.Time // of the last attempt that failed; zero where none did since the last success
	Message   string    // why, without personal data; empty after a success
	// Delivered is when it last delivered something new; zero where it never did.
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
	if _, err := l.db.ExecContext(ctx, query, source, stamp{l.now()}, message); err != nil {
		return fmt.Errorf("freshness note: %s: %w", source, err)
	}
	return nil
}

// Freshness gives what is known of each source that was ever read or tried.
func (l *Ledger) Freshness(ctx context.Context) (map[string]Freshness, error) {
	all, err := collect(ctx, l.db, func(rows *sql.Rows, f *Freshness) error {
		var succeeded, failed, delivered stamp
		err := rows.Scan(&f.Source, &succeeded, &failed, &f.Message, &delivered)
		f.Succeeded, f.Failed, f.Delivered = succeeded.Time, failed.Time, delivered.Time
		return err
	}, `SELECT s.source, f.succeeded, f.failed, coalesce(f.message, ''), n.at
		FROM (SELECT source FROM freshness UNION SELECT source FROM newest) s
		LEFT JOIN freshness f ON f.source = s.source LEFT JOIN newest n ON n.source = s.source`)
	if err != nil {
		return nil, fmt.Errorf("freshness list: %w", err)
	}
	bySource := make(map[string]Freshness, len(all))
	for _, f := range all {
		bySource[f.Source] = f
	}
	return bySource, nil
}
