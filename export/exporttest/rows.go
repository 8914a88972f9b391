package exporttest

import (
	"fmt"
	"iter"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
)

func header() export.Header {
	return export.Header{
		Snapshot: "20260301T020000.000Zab12", Built: time.Date(2026, 3, 1, 2, 0, 5, 120_000_000, time.UTC),
		AsOf:    time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC),
		Project: "söderhamn", Generator: "dubbelkrona 0.1", Language: "sv", Definitions: "d41d8cd98f00b204",
		Status: export.StatusStale, Fresh: "2026-02-27", Synthetic: true, Licence: "http://creativecommons.org/publicdomain/zero/1.0/",
		Sources: []export.Source{
			{Name: "avtal", Delivered: time.Date(2026, 2, 27, 1, 2, 3, 0, time.UTC), Succeeded: time.Date(2026, 3, 1, 1, 2, 3, 0, time.UTC), Synthetic: true},
			{Name: "deltagare", Stale: true},
		},
	}
}

// facts are the facts of header, written by hand.
var facts = map[string]string{
	"snapshot": "20260301T020000.000Zab12", "built": "2026-03-01T02:00:05.12Z", "as_of": "2025-12-31T23:00:00Z", "project": "söderhamn",
	"generator": "dubbelkrona 0.1", "language": "sv", "definitions": "d41d8cd98f00b204", "status": "stale", "fresh": "2026-02-27", "synthetic": "true",
	"licence": "http://creativecommons.org/publicdomain/zero/1.0/",
	"cite_sv": "Källa: söderhamn, dubbelkrona, ögonblicksbild 20260301T020000.000Zab12, 2026-03-01.",
	"cite_en": "Source: söderhamn, dubbelkrona, snapshot 20260301T020000.000Zab12, 2026-03-01.",
}

// document returns a document of rows.
func document(rows []dubbelkrona.Result) *export.Document { return streamed(each(rows)) }

// streamed returns a document of a sequence of rows.
func streamed(rows iter.Seq2[dubbelkrona.Result, error]) *export.Document {
	one := plainRow(1)
	return &export.Document{
		Header: header(), Rows: rows,
		Definitions: []dubbelkrona.MetricDefinition{{
			Name: one.Metric, Title: dubbelkrona.Label{SV: "=Värde", EN: "Value"}, Doc: dubbelkrona.Label{SV: "Det är så.", EN: "It is so."}, Unit: one.Unit, Decimals: 4,
			Hash: one.Definition, By: []string{"municipality", "procedure"}, BuiltIn: true, Goals: []dubbelkrona.Goal{8, 10}, Owner: "Ekonomienheten",
			Parts: []dubbelkrona.MetricPart{{Name: "kommun", Title: dubbelkrona.Label{SV: "Kommun", EN: "Municipality"}, Unit: "SEK/SEK"}},
		}},
		Checks:   []dubbelkrona.CheckResult{{Name: "declared_total", Title: dubbelkrona.Label{SV: "@Summa", EN: "Sum"}, Status: dubbelkrona.CheckOffending, Offending: 2, Concerns: []string{one.Metric}}},
		Headline: []export.Figure{{Name: "double_value", Title: dubbelkrona.Label{SV: "Värde", EN: "Value"}, Shown: dubbelkrona.Label{SV: "1,50", EN: "1.50"}, Result: one}},
	}
}

// hardRows returns rows that formats often get wrong: NULL and 0, the limits of
// the number range, digits beyond binary floating point, and special characters.
func hardRows() []dubbelkrona.Result {
	texts := []string{
		"", "Söderhamn", "a;b,c\td", "\"quoted\" 'text'", "first\nsecond", "💶 €", "<b>&amp;</b>", "=1+1", "+46", "-", "@sum(A1)", "\tx", "\nx",
		"＝1", " padded ", "null", "\\", "\u2028", "0360",
	}
	numbers := []string{"", "0", "-0.000001", "0.1", "1.5", "-14250", "9007199254740993", "9999999999999999999999.999999", "-9999999999999999999999.999999", "0.333333"}
	counts := []dubbelkrona.Count{{}, {Valid: true}, {N: 9007199254740993, Valid: true}, {N: -1, Valid: true}}
	days := []dubbelkrona.Day{"", "2026-02-28", "1000-01-01", "9999-12-31"}
	dimensions := []dubbelkrona.Dimensions{`{}`, `{"procedure":"Öppet","service_area":"\"tvätt\""}`, `{"cpv":null}`}
	var rows []dubbelkrona.Result
	for i := range len(texts) * len(numbers) {
		row := plainRow(i)
		row.Metric, row.Unit, row.Warnings, row.Part, row.Comments = texts[i%len(texts)], texts[(i+3)%len(texts)], texts[(i+7)%len(texts)], texts[(i+11)%len(texts)], texts[(i+13)%len(texts)]
		row.Value, row.Low, row.High = number(numbers[i%len(numbers)]), number(numbers[(i+1)%len(numbers)]), number(numbers[(i+5)%len(numbers)])
		row.Target, row.Gap, row.TargetStatus = number(numbers[(i+2)%len(numbers)]), number(numbers[(i+3)%len(numbers)]), texts[(i+17)%len(texts)]
		row.Persons, row.Dimensions, row.Synthetic, row.Fresh = counts[i%len(counts)], dimensions[i%len(dimensions)], i%2 == 0, days[i%len(days)]
		rows = append(rows, row)
	}
	return rows
}

// manyRows returns n ordinary, distinct rows.
func manyRows(n int) []dubbelkrona.Result {
	rows := make([]dubbelkrona.Result, n)
	for i := range rows {
		rows[i] = plainRow(i)
	}
	return rows
}

func plainRow(i int) dubbelkrona.Result {
	return dubbelkrona.Result{
		Metric: "double_value", Part: "kommun", PeriodGrain: "month", Period: fmt.Sprintf("20%02d-%02d", i/12%100, i%12+1),
		Grouping: "municipality,procedure", Municipality: fmt.Sprintf("%04d", i%10000), Dimensions: `{"procedure":"direct"}`,
		Value: number(fmt.Sprintf("%d.%06d", i, i%999999+1)), Persons: dubbelkrona.Count{N: int64(i % 40), Valid: true},
		Unit: "SEK/SEK", Grade: "antagen", Status: "ok", Warnings: "declared_total,placeholder_amount",
		Fresh: "2026-02-27", Definition: "0f343b0931126a20", Snapshot: header().Snapshot,
	}
}

// number reads a number of this file.
func number(text string) dubbelkrona.Number {
	d, err := dubbelkrona.ParseNumber(text)
	if err != nil {
		panic(err) // a mistake in this file
	}
	return d
}

func each(rows []dubbelkrona.Result) iter.Seq2[dubbelkrona.Result, error] {
	return func(yield func(dubbelkrona.Result, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
