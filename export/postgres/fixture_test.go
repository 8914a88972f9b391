package postgres_test

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"dubbelkrona"
	"dubbelkrona/export/postgres"
)

// figure is a row of metric.result.
type figure struct {
	metric, grain, period, grouping string
	municipality                    any
	dimensions, warnings, status    string
	value                           string // empty for NULL
	start                           any    // of the period
}

func (f figure) row(snapshot string) (row []any) {
	values := map[string]any{
		"metric": f.metric, "part": "", "period_grain": f.grain, "period": f.period, "grouping": f.grouping, "municipality": f.municipality, "dimensions": f.dimensions,
		"unit": "SEK", "grade": "registrerad", "status": f.status, "synthetic": true, "warnings": f.warnings, "definition": "d", "snapshot": snapshot, "persons": int64(7),
	}
	if f.value != "" {
		values["value"] = decimal.RequireFromString(f.value)
	}
	for _, c := range dubbelkrona.ResultColumns() {
		row = append(row, values[c.Name])
	}
	return append(row, f.start, "leaf", f.start != nil, "visas", "shown")
}

// figures are some results: of a total, of municipalities by year, suppressed and unknown
// ones.
func figures() []figure {
	return []figure{
		{metric: "spend", grain: "all", dimensions: "{}", status: "ok", value: "1234567890123456.123456", warnings: "stale_source,spend_without_contract"},
		{metric: "spend", grain: "year", period: "2024", grouping: "municipality", municipality: "0586", dimensions: "{}", status: "ok", value: "0"},
		{metric: "spend", grain: "year", period: "2024", grouping: "municipality", municipality: "0180", dimensions: "{}", status: dubbelkrona.Suppressed},
		{metric: "spend", grain: "year", period: "2024", grouping: "municipality", municipality: nil, dimensions: "{}", status: "unknown"},
		{metric: "spend", grain: "month", period: "2024-06", start: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC), grouping: "municipality,service_area", municipality: "0586", dimensions: `{"service_area":"städ"}`, status: "ok", value: "-0.5"},
	}
}

// tables are the tables of a snapshot with results.
func tables(snapshot string, results iter.Seq2[[]any, error], more ...postgres.Column) []postgres.Table {
	var columns []postgres.Column
	for _, c := range dubbelkrona.ResultColumns() {
		columns = append(columns, postgres.Column{Name: c.Name, Type: c.SQL(), Comment: c.Doc.EN})
	}
	columns = append(columns, postgres.Column{Name: "period_start", Type: "DATE", Comment: "Column of a test."}, postgres.Column{Name: "level", Type: "VARCHAR", Comment: "Column of a test."}, postgres.Column{Name: "finest", Type: "BOOLEAN", Comment: "Column of a test."},
		postgres.Column{Name: "shown_sv", Type: "VARCHAR", Comment: "Column of a test."}, postgres.Column{Name: "shown_en", Type: "VARCHAR", Comment: "Column of a test."})
	if len(more) > 0 {
		results = widened(results, len(more))
	}
	built := time.Date(2026, 3, 1, 2, 30, 0, 0, time.UTC)
	return []postgres.Table{
		{Name: "metric.result", Comment: "Every figure.", Columns: append(columns, more...), Rows: results},
		table(postgres.Headline, "name VARCHAR, value DECIMAL(28,6), warnings VARCHAR", []any{"double_value", decimal.RequireFromString("1.79"), "stale_source"}),
		table("metric.definition", "name VARCHAR, title_sv VARCHAR, title_en VARCHAR, decimals BIGINT, by VARCHAR, depends VARCHAR",
			[]any{"spend", "Inköp", "Spend", int64(0), "municipality,service_area", "core.spend"}),
		table("metric.part", "metric VARCHAR, part VARCHAR, title_sv VARCHAR, title_en VARCHAR"),
		table("core.municipality", "code VARCHAR, name VARCHAR, _source VARCHAR", []any{"0586", "Mjölby", "x"}, []any{"0180", "Stockholm", "x"}),
		table("meta.source", "name VARCHAR, synthetic BOOLEAN, last_delivery TIMESTAMP, last_success TIMESTAMP, fresh_until TIMESTAMP, stale BOOLEAN, built_in BOOLEAN",
			[]any{"reskontra", true, built.AddDate(0, 0, -2), built, nil, false, false}),
		table("meta.check_result", "name VARCHAR, title_sv VARCHAR, title_en VARCHAR, severity VARCHAR, status VARCHAR, offending BIGINT, sample_sv VARCHAR, sample_en VARCHAR, concerns VARCHAR",
			[]any{"stale_source", "Gammal källa", "Stale source", "warn", "offending", int64(1), "reskontra", "reskontra", "spend"}),
		table("meta.snapshot", "id VARCHAR, built_at TIMESTAMP, project VARCHAR", []any{snapshot, built, "demo"}),
	}
}

// table makes a table of columns such as "name VARCHAR, decimals BIGINT".
func table(name, columns string, rows ...[]any) postgres.Table {
	t := postgres.Table{Name: name, Comment: "Table of a test.", Rows: each(rows)}
	for column := range strings.SplitSeq(columns, ", ") {
		name, kind, _ := strings.Cut(column, " ")
		t.Columns = append(t.Columns, postgres.Column{Name: name, Type: kind, Comment: "Column of a test."})
	}
	return t
}

func each(rows [][]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// results are rows of metric.result, in a snapshot.
func results(snapshot string, all []figure) iter.Seq2[[]any, error] {
	var rows [][]any
	for _, f := range all {
		rows = append(rows, f.row(snapshot))
	}
	return each(rows)
}

// many are n figures of municipalities and years.
func many(snapshot string, municipalities, years, metrics int) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for m := range metrics {
			for k := range municipalities {
				for y := range years {
					f := figure{metric: fmt.Sprintf("metric_%02d", m), grain: "year", period: fmt.Sprint(2015 + y), grouping: "municipality",
						municipality: fmt.Sprintf("%04d", 100+k), dimensions: "{}", status: "ok", value: fmt.Sprintf("%d.%02d", m*k+y, y)}
					if !yield(f.row(snapshot), nil) {
						return
					}
				}
			}
		}
	}
}

// widened adds NULLs to the end of rows.
func widened(rows iter.Seq2[[]any, error], n int) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for row, err := range rows {
			if !yield(append(row, make([]any, n)...), err) {
				return
			}
		}
	}
}
