package report_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/metrics"
	"dubbelkrona/queries"
	"dubbelkrona/report"
)

// definitions are the built-in metrics as a report gets them.
func definitions(t testing.TB) (all []report.Metric) {
	t.Helper()
	catalogue, faults := metrics.Load(metrics.Source{FS: queries.FS(), BuiltIn: true})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, d := range catalogue.Of(metrics.Metric) {
		m := report.Metric{Name: d.Name, Title: d.Title, Doc: d.Doc, Unit: d.Figure.Unit, Decimals: int32(d.Figure.Decimals), Hash: "abc", Depends: []string{"core.spend", "metric.contract_value"}}
		for _, p := range d.Figure.Parts {
			m.Parts = append(m.Parts, report.Part{Name: p.Name, Title: p.Title, Unit: p.Unit, Expression: p.Value})
		}
		all = append(all, m)
	}
	return all
}

func num(t testing.TB, text string) dubbelkrona.Number {
	t.Helper()
	n, err := dubbelkrona.ParseNumber(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// example has figures of the double value by municipality and year, which are random
// but always the same. One municipality in ten is suppressed and one in ten unknown.
func example(t testing.TB, municipalities, years int) report.Data {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	built := time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)
	d := report.Data{Project: "exempel", Snapshot: "s1", Generator: "g 1", Definitions: "d0", Built: built, Names: make(map[string]string), Metrics: definitions(t),
		Sources:    []report.Source{{Name: "reskontra", Delivered: built, Read: built, Tables: []string{"core.spend"}}},
		Checks:     []dubbelkrona.CheckResult{{Name: "assumed_values", Title: dubbelkrona.Label{SV: "Antagna värden", EN: "Assumed values"}, Status: dubbelkrona.CheckOffending, Offending: 16, Sample: dubbelkrona.Label{SV: "antaget för 12 avtal", EN: "assumed for 12 contracts"}, Concerns: []string{"double_value"}}},
		Parameters: []report.Parameter{{Name: "discount_rate", Scope: "all", Value: num(t, "0.035"), Unit: "share", Source: "ASEK", From: built}},
		Contracts:  []report.Contract{{ID: "A-1", Title: "Grönyta", Supplier: "Bolaget", Municipality: "0101", Year: 2016}},
	}
	for _, m := range d.Metrics {
		if m.Name != "double_value" && m.Name != "double_value_uncertainty" && m.Name != "double_value_of_contract" {
			continue
		}
		group := func(grain, period, grouping, municipality, dimensions, status string) {
			for _, p := range append([]report.Part{{Unit: m.Unit}}, m.Parts...) {
				d.Rows = append(d.Rows, exampleRow(t, random, m, p, dubbelkrona.Result{PeriodGrain: grain, Period: period, Grouping: grouping, Municipality: municipality, Dimensions: dubbelkrona.Dimensions(dimensions), Status: status}))
			}
		}
		group("all", "", "", "", "{}", "ok")
		if m.Name == "double_value_of_contract" {
			group("all", "", "contract", "", `{"contract":"A-1"}`, "ok")
			continue
		}
		for i := range municipalities {
			code := fmt.Sprintf("%04d", 101+i)
			d.Names[code] = "Ort " + strconv.Itoa(i)
			status := map[int]string{3: dubbelkrona.Suppressed, 7: "unknown"}[i%10]
			group("all", "", "municipality", code, "{}", status)
			for y := range years {
				group("year", strconv.Itoa(2016+y), "municipality", code, "{}", status)
			}
		}
		for y := range years {
			group("year", strconv.Itoa(2016+y), "", "", "{}", "ok")
		}
		if m.Name == "double_value" {
			group("all", "", "procedure", "", `{"procedure":"Reserverat kontrakt"}`, "ok")
			group("all", "", "procedure", "", `{"procedure":null}`, "ok")
		}
	}
	return d
}

func exampleRow(t testing.TB, random *rand.Rand, m report.Metric, p report.Part, r dubbelkrona.Result) dubbelkrona.Result {
	r.Metric, r.Part, r.Unit, r.Grade, r.Warnings = m.Name, p.Name, p.Unit, "antagen", "assumed_values"
	millionths := random.Int64N(3_000_000)
	switch {
	case p.Name == "double":
		millionths = 0
	case p.Unit == "SEK":
		millionths = (random.Int64N(9_000_000_00) - 1_000_000_00) * 10_000
	case p.Unit == "contracts":
		millionths = random.Int64N(40) * 1_000_000
	}
	exact := func(x int64) dubbelkrona.Number {
		sign := ""
		if x < 0 {
			sign, x = "-", -x
		}
		return num(t, fmt.Sprintf("%s%d.%06d", sign, x/1_000_000, x%1_000_000))
	}
	switch r.Status {
	case "unknown":
		return r
	case dubbelkrona.Suppressed:
		// What must not be shown, in the row all the same.
		r.Value, r.Low, r.High, r.Persons = num(t, "7.654321"), num(t, "6.543217"), num(t, "8.765432"), dubbelkrona.Count{N: 987_654_321, Valid: true}
		return r
	}
	r.Status, r.Value, r.Persons = "ok", exact(millionths), dubbelkrona.Count{N: random.Int64N(200) + 10, Valid: true}
	if p.Name == "" || p.Name == "e" {
		r.Low, r.High = exact(millionths-400_000), exact(millionths+400_000)
	}
	return r
}
