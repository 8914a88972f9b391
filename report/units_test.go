package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/report"
)

// Every unit of the built-in metrics and their parts has a name in Swedish.
func TestUnitsHaveNames(t *testing.T) {
	seen := make(map[string]bool)
	for _, m := range definitions(t) {
		seen[m.Unit] = true
		for _, p := range m.Parts {
			seen[p.Unit] = true
		}
	}
	var d report.Data
	for unit := range seen {
		d.Metrics = append(d.Metrics, report.Metric{Name: fmt.Sprint("m", len(d.Metrics)), Unit: unit})
	}
	var page bytes.Buffer
	if err := report.File(&page, d); err != nil {
		t.Fatal(err)
	}
	const label = "<dt>Enhet</dt><dd>"
	if n := strings.Count(page.String(), label); n != len(seen) {
		t.Fatalf("the page has %d units, not %d", n, len(seen))
	}
	for unit := range seen {
		if strings.Contains(page.String(), label+unit+"</dd>") {
			t.Errorf("%q has no Swedish name", unit)
		}
	}
}
