package kolada_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"dubbelkrona/ingest/kolada"
)

const fixtures = "../../../shared/fixtures/kolada/"

func decodeFile(t *testing.T, name string, into any) {
	t.Helper()
	f, err := os.Open(fixtures + name)
	skipWithout(t, err)
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	d := json.NewDecoder(r)
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// The catalogue, the municipalities and the values of Kolada, served in the format of
// its API. The expected figures were counted with Python's json module in the flat
// files.
func TestPublishedFigures(t *testing.T) {
	a := &api{pageRows: 100}
	var catalogue, municipalities struct{ Values []map[string]any }
	decodeFile(t, "kpi_v3_catalogue_2026-03.json.gz", &catalogue)
	decodeFile(t, "municipality_v3_2026-03.json", &municipalities)
	a.kpis, a.municipalities = catalogue.Values, municipalities.Values
	var small, large []flat
	decodeFile(t, "data_kld_data_flattened.json", &small)
	decodeFile(t, "data_grp_data_flattened.json", &large)
	for _, tc := range []struct {
		values []flat
		rows   int
		sum    string
	}{{small, 48, "39778.064745"}, {large, 192, "120279.320724"}} {
		a.values = tc.values
		src := source(t, env(t), kolada.Settings{Endpoint: a.start(t), KPIs: []string{"N03702", "N03703"}, Years: []string{"2012-2023"}})
		rows, _, err := readAll(t, src)
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		var sum decimal.Decimal
		for _, row := range rows {
			record, rest, _ := strings.Cut(row, " ")
			count[record]++
			if strings.Contains(row, " type=K ") {
				count["kommun"]++
			}
			if _, text, ok := strings.Cut(rest, " value="); ok {
				text, _, _ = strings.Cut(text, " ")
				sum = sum.Add(decimal.RequireFromString(text))
			}
		}
		if count["record=municipality"] != 312 || count["kommun"] != 290 || count["record=definition"] != 2 || count["record=value"] != tc.rows || sum.Round(6).String() != tc.sum {
			t.Errorf("%v, sum %s; want %d values, sum %s", count, sum, tc.rows, tc.sum)
		}
	}
}

// Every figure of the catalogue has its own definition, also the two whose ids differ
// in one letter.
func TestWholeCatalogue(t *testing.T) {
	a := &api{}
	var catalogue struct{ Values []map[string]any }
	decodeFile(t, "kpi_v3_catalogue_2026-03.json.gz", &catalogue)
	a.kpis = catalogue.Values
	var ids []string
	for _, k := range a.kpis {
		ids = append(ids, k["id"].(string))
	}
	rows, objects, err := readAll(t, source(t, env(t), kolada.Settings{Endpoint: a.start(t), KPIs: ids, Years: []string{"2025"}}))
	if err != nil {
		t.Fatal(err)
	}
	definitions, participants := 0, 0
	for _, row := range rows {
		if strings.HasPrefix(row, "record=definition ") {
			definitions++
		}
		if strings.Contains(row, "=N40828 ") && strings.Contains(row, "title=Deltagare inom arbetsmarknadsverksamheten") ||
			strings.Contains(row, "=U40828 ") && strings.Contains(row, "title=Vuxenutbildning ingår") {
			participants++
		}
	}
	// 6,099 ids in segments of 25 are 244 objects of definitions and 244 of data.
	if definitions != 6099 || participants != 2 || objects != 1+244+244 {
		t.Errorf("%d definitions, %d of the two, %d objects", definitions, participants, objects)
	}
}
