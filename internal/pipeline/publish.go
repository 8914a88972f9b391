package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/warehouse"

	"github.com/shopspring/decimal"
)

// publish puts a build in the place of the published snapshot and drops kept
// snapshots beyond the number that the project wants.
func (s *session) publish(ctx context.Context, id string, built *warehouse.Built) (err error) {
	ctx, end := s.span(ctx, "publish", slog.String("snapshot", id))
	defer func() { end(s.outward(err)) }()
	mode := os.FileMode(0o600)
	if *s.project.Publish.GroupReadable {
		mode = 0o640
	}
	s.progress(Progress{Stage: StagePublish})
	err = warehouse.Publish(ctx, built, warehouse.Publication{
		ID: id, Dest: s.project.Published(), Mode: mode, Snapshots: s.project.Snapshots(), Keep: s.project.Publish.Keep,
		Fault: s.options.Fault,
	})
	if err != nil {
		return err
	}
	if err := s.ledger.RecordPublication(ctx, id, s.report.Run.ID); err != nil {
		return err
	}
	s.report.Snapshot, s.report.Run.Snapshot = id, id
	return s.recordRemovals(ctx)
}

// recordRemovals tells the ledger which kept snapshots are gone.
func (s *session) recordRemovals(ctx context.Context) error {
	kept, err := warehouse.Kept(s.project.Snapshots())
	if err != nil {
		return err
	}
	there := make(map[string]bool, len(kept))
	for _, id := range kept {
		there[id] = true
	}
	known, err := s.ledger.KeptSnapshots(ctx)
	if err != nil {
		return err
	}
	for _, id := range known {
		if !there[id] {
			if err := s.ledger.RecordRemoval(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// export writes every chosen format from the published snapshot.
func (s *session) export(ctx context.Context) (err error) {
	ctx, end := s.span(ctx, "export")
	defer func() {
		end(s.outward(err), slog.String("snapshot", s.report.Snapshot), slog.Int("files", len(s.report.Exports)))
	}()
	db, err := warehouse.OpenReadOnly(ctx, s.project.Published(), s.limits())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	header, err := exportHeader(ctx, db)
	if err != nil {
		return err
	}
	s.report.Snapshot = header.Snapshot
	for _, sink := range s.sinks {
		path, err := export.WriteFile(ctx, s.project.ExportFolder(), "metrics", sink, header, Results(ctx, db, ""),
			export.FileOptions{Fault: s.options.Fault})
		if err != nil {
			return fmt.Errorf("export %s: %w", sink.Name(), err)
		}
		if path, err = filepath.Rel(s.project.Root, path); err != nil {
			return err
		}
		s.report.Exports = append(s.report.Exports, path)
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
// name, in a fixed order.
func Results(ctx context.Context, db *warehouse.DB, metric string) iter.Seq2[export.Row, error] {
	return func(yield func(export.Row, error) bool) {
		rows, err := db.Query(ctx, resultsQuery, metric, metric)
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
  FROM metric.result
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
