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
func definitions(t *testing.T) (all []report.Metric) {
	t.Helper()
	catalogue, faults := metrics.Load(metrics.Source{FS: queries.FS(), BuiltIn: true})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, d := range catalogue.Of(metrics.Metric) {
		m := report.Metric{Name: d.Name, Title: d.Header.Title, Doc: d.Header.Doc, Unit: d.Header.Unit, Hash: "abc", Depends: []string{"core.spend", "metric.contract_value"}}
		for _, p := range d.Header.Parts {
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
