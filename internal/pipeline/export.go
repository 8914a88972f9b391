package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"

	"github.com/shopspring/decimal"
)

// export writes every chosen format from the kept copy of the published
// snapshot: what others can reach may have been changed. A format that is no
// longer chosen is taken away.
func (p publisher) export(ctx context.Context) (err error) {
	ctx, end := p.StartSpan(ctx, "export")
	defer func() {
		end(p.Outward(err), slog.String("snapshot", p.Report.Snapshot), slog.Int("files", len(p.Report.Exports)))
	}()
	published, err := p.Ledger.Published(ctx)
	if err != nil {
		return err
	}
	db, err := warehouse.OpenReadOnly(ctx, p.KeptPath(published.ID), p.Limits())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := unchanged(ctx, db, published); err != nil {
		return err
	}
	header, err := exportHeader(ctx, db)
	if err != nil {
		return err
	}
	p.Report.Snapshot = header.Snapshot
	for _, sink := range p.plan.Sinks {
		if err := p.exportAs(ctx, sink, header, Results(ctx, db, "", true)); err != nil {
			return fmt.Errorf("export %s: %w", sink.Name(), err)
		}
	}
	return p.removeOldExports()
}

// exportName is the name of an export without its extension.
const exportName = "metrics"

func (p publisher) exportAs(ctx context.Context, sink export.Sink, header export.Header, rows iter.Seq2[export.Row, error]) error {
	mode, folder := p.Config.Modes()
	path, err := export.WriteFile(ctx, p.Config.ExportFolder(), exportName, sink, header, rows,
		export.FileOptions{Mode: mode, DirMode: folder, Fault: p.Fault})
	if err != nil {
		return err
	}
	if path, err = filepath.Rel(p.Config.Root, path); err != nil {
		return err
	}
	p.Report.Exports = append(p.Report.Exports, path)
	return nil
}

// removeOldExports removes the files of formats that are no longer chosen:
// those that this program would write under that name.
func (p publisher) removeOldExports() error {
	for _, sink := range p.plan.NotChosen() {
		name := exportName + sink.Extension()
		for _, path := range []string{filepath.Join(p.Config.ExportFolder(), name), filepath.Join(p.Config.ExportFolder(), "."+name+".tmp")} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("old export remove: %w", err)
			}
		}
	}
	return nil
}

// unchanged refuses a kept snapshot of which what is exported is not what was
// recorded. Those of an earlier version have no hashes to compare.
func unchanged(ctx context.Context, db *warehouse.DB, published ledger.Snapshot) error {
	if len(published.Sealed) == 0 {
		return nil
	}
	var names []string
	var want []ledger.TableHash
	for _, t := range published.Sealed {
		if slices.Contains([]string{"metric.result", "metric.definition", "metric.part", "meta.snapshot"}, t.Table) {
			names, want = append(names, t.Table), append(want, t)
		}
	}
	now, err := db.SealedTables(ctx, names...)
	if err != nil {
		return err
	}
	if differ := session.Differing(want, now); len(differ) > 0 {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "var/snapshots/%s.duckdb: %v is not what was recorded, and nothing is exported from it; `dubbelkrona rebuild` makes it anew", published.ID, differ)
	}
	return nil
}

func exportHeader(ctx context.Context, db *warehouse.DB) (h export.Header, err error) {
	rows, err := db.Collect(ctx, "SELECT id, built_at, as_of, generator, language, definitions FROM meta.snapshot")
	if err != nil {
		return h, err
	}
	if len(rows) != 1 {
		return h, dubbelkrona.Errorf(dubbelkrona.Internal, "meta.snapshot has %d rows, not one", len(rows))
	}
	r := rows[0]
	h.Snapshot, h.Generator, h.Language, h.Definitions = text(r[0]), text(r[3]), text(r[4]), text(r[5])
	h.Built, _ = r[1].(time.Time)
	h.AsOf, _ = r[2].(time.Time)
	return h, nil
}

// Results gives the results of one metric, or of every metric for the empty
// name, in a fixed order: all that was calculated, or what is released.
func Results(ctx context.Context, db *warehouse.DB, metric string, released bool) iter.Seq2[export.Row, error] {
	return func(yield func(export.Row, error) bool) {
		from := "metric.result"
		if released {
			from = "(" + metrics.ReleasedResults(from) + ")"
		}
		rows, err := db.Query(ctx, fmt.Sprintf(resultsQuery, from), metric, metric)
		if err != nil {
			yield(export.Row{}, err)
			return
		}
		for values, err := range rows.All() {
			var row export.Row
			if err == nil {
				row, err = resultRow(values)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

const resultsQuery = `SELECT metric, part, period_grain, period, "grouping", municipality, dimensions, value, low, high, persons,
       unit, grade, status, synthetic, warnings, definition, snapshot
  FROM %s AS result
 WHERE ? = '' OR metric = ?
 ORDER BY metric, period_grain, period, "grouping", municipality NULLS FIRST, dimensions NULLS FIRST, part`

func resultRow(v []any) (row export.Row, err error) {
	row = export.Row{Metric: text(v[0]), Part: text(v[1]), PeriodGrain: text(v[2]), Period: text(v[3]), Grouping: text(v[4]),
		Municipality: text(v[5]), Dimensions: text(v[6]), Unit: text(v[11]), Grade: text(v[12]), Status: text(v[13]),
		Warnings: text(v[15]), Definition: text(v[16]), Snapshot: text(v[17])}
	row.Synthetic, _ = v[14].(bool)
	if n, ok := v[10].(int64); ok {
		row.Persons = export.Count{N: n, Valid: true}
	}
	for i, target := range []*export.Decimal{&row.Value, &row.Low, &row.High} {
		if *target, err = exact(v[7+i]); err != nil {
			return row, fmt.Errorf("result of %s: %w", row.Metric, err)
		}
	}
	return row, nil
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func exact(v any) (export.Decimal, error) {
	d, ok := v.(decimal.Decimal)
	if !ok {
		return export.Decimal{}, nil
	}
	return export.NewDecimal(new(big.Int).Set(d.Coefficient()), int(-d.Exponent()))
}
