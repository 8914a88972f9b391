package intake

import (
	"bytes"
	"context"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// cursor returns the cursor from which a source is read, nil if there is none. One
// ahead of the clock is set back to the time of the last commit.
func (in *Intake) cursor(ctx context.Context, src *compile.Source, report *session.SourceReport) ([]byte, error) {
	at, err := in.Ledger.Sources.Cursor(ctx, src.Name)
	clocked, ok := src.Reader.(ingest.Clocked)
	if err != nil || at == nil || !ok {
		return at, err
	}
	committed, err := in.Ledger.Sources.LastCommit(ctx, src.Name)
	if err != nil {
		return nil, err
	}
	capped := clocked.Rewound(at, committed)
	if report.Rewound = !bytes.Equal(at, capped); report.Rewound {
		in.Log.Warn("the source's cursor was ahead of the clock; it is read from the last commit", "source", src.Name, "from", committed)
	}
	return capped, nil
}

// remarks returns the object's own remark, if it has one, for each table that it
// fills.
func (d *delivery) remarks(object ingest.Object) (all []ledger.Remark) {
	if object.Remark == "" {
		return nil
	}
	for _, t := range dubbelkrona.Tables() {
		if q := d.tally[t.Name]; q.Rows > 0 {
			all = append(all, ledger.Remark{Table: t.Name, Rule: object.Remark, Rows: &q.Rows})
		}
	}
	return all
}
