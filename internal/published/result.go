package published

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"

	"github.com/shopspring/decimal"
)

// Results returns the results of one metric, or of every metric for the empty name, in
// a fixed order. A released part has them as they may be shown, a whole snapshot also
// those that may not.
func (s *Snapshot) Results(ctx context.Context, metric string) iter.Seq2[dubbelkrona.Result, error] {
	return s.results(ctx, dubbelkrona.ResultColumns(), "metric.result", "? = '' OR metric = ?", metric, metric)
}

// results returns columns of the rows that a condition selects from a table like
// metric.result. A snapshot of an earlier version may lack some: those are empty.
func (s *Snapshot) results(ctx context.Context, columns []dubbelkrona.ResultColumn, from, where string, args ...any) iter.Seq2[dubbelkrona.Result, error] {
	return func(yield func(dubbelkrona.Result, error) bool) {
		there, err := columnsOf(ctx, s, "metric.result")
		if err != nil {
			yield(dubbelkrona.Result{}, err)
			return
		}
		columns := slices.DeleteFunc(slices.Clone(columns), func(c dubbelkrona.ResultColumn) bool { return !there[c.Name] })
		for values, err := range s.db.Query(ctx, resultsQuery(columns, from, where), args...) {
			var row dubbelkrona.Result
			if err == nil {
				row, err = read(columns, values)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

func resultsQuery(columns []dubbelkrona.ResultColumn, from, where string) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return fmt.Sprintf(`SELECT %s FROM %s AS result WHERE %s
		ORDER BY metric, period_grain, period, "grouping", municipality NULLS FIRST, dimensions NULLS FIRST, part`, warehouse.QuoteAll(names), from, where)
}

// read makes a result from a row of the warehouse.
func read(columns []dubbelkrona.ResultColumn, values []any) (row dubbelkrona.Result, err error) {
	for i, c := range columns {
		if err := take(c.Field(&row), values[i]); err != nil {
			return row, fmt.Errorf("result of %s: %s: %w", row.Metric, c.Name, err)
		}
	}
	return row, nil
}

// take stores a value of the warehouse in a field; NULL leaves the field unchanged.
func take(field, value any) (err error) {
	if value == nil {
		return nil
	}
	ok := false
	switch f := field.(type) {
	case *string:
		*f, ok = value.(string)
	case *dubbelkrona.Dimensions:
		var text string
		text, ok = value.(string)
		*f = dubbelkrona.Dimensions(text)
	case *bool:
		*f, ok = value.(bool)
	case *int64:
		*f, ok = value.(int64)
	case **float64:
		var x float64
		x, ok = value.(float64)
		*f = &x
	case *time.Time:
		*f, ok = value.(time.Time)
	case *dubbelkrona.Day:
		var t time.Time
		t, ok = value.(time.Time)
		*f = dubbelkrona.NewDay(t)
	case *dubbelkrona.Count:
		f.N, ok = value.(int64)
		f.Valid = ok
	case *dubbelkrona.Number:
		var d decimal.Decimal
		if d, ok = value.(decimal.Decimal); ok {
			*f, err = dubbelkrona.NewNumber(d.Coefficient(), int(-d.Exponent()))
		}
	}
	if !ok {
		return fmt.Errorf("the column has %T, not %T", value, field)
	}
	return err
}

// Collect returns all rows of a sequence, or its first error.
func Collect(rows iter.Seq2[dubbelkrona.Result, error]) (all []dubbelkrona.Result, err error) {
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, nil
}

// Each returns rows as the sequence that sinks take.
func Each(rows []dubbelkrona.Result) iter.Seq2[dubbelkrona.Result, error] {
	return func(yield func(dubbelkrona.Result, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
