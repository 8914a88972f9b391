package datapackage_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/export"
	"dubbelkrona/export/csv"
	"dubbelkrona/export/datapackage"
	"dubbelkrona/export/exporttest"
	exportjson "dubbelkrona/export/json"
)

type pack struct {
	Name, Version string
	Licenses      []struct{ Path string }
	Resources     []struct {
		Name, Path, Hash, Encoding string
		Bytes                      int64
		Dialect                    struct{ Delimiter string }
		Schema                     struct {
			PrimaryKey, MissingValues []string
			Fields                    []struct{ Name, Type, Description, DecimalChar string }
		}
	}
	Metrics []struct {
		Name, Title, Definition, Owner string
		Goals                          []int `json:"agenda2030"`
		Parts                          []struct{ Name, Title string }
	} `json:"dubbelkrona:metrics"`
}

// A schema has every column of its file in order, with the type that the standard has
// for it; .ci/validators has Frictionless validate the files of the demo.
func TestPackage(t *testing.T) {
	var got pack
	catalogue := &export.Catalogue{Publisher: "Söderhamns kommun", Licence: "http://creativecommons.org/publicdomain/zero/1.0/", BaseURL: "https://example.se/"}
	content := exporttest.Index(t, datapackage.Index{}, catalogue, exportjson.Sink{}, csv.Sink{}, csv.Sink{Excel: true}, csv.Headline{})
	if err := json.Unmarshal(content, &got); err != nil {
		t.Fatal(err)
	}
	if got.Name != "söderhamn" || got.Version != "20260301T020000.000Zab12" || len(got.Licenses) != 1 || got.Licenses[0].Path != catalogue.Licence || len(got.Resources) != 3 {
		t.Fatalf("%+v", got)
	}
	if m := got.Metrics; len(m) != 1 || m[0].Title != "=Värde" || m[0].Definition != "0f343b0931126a20" || len(m[0].Parts) != 1 || !slices.Equal(m[0].Goals, []int{8, 10}) || m[0].Owner != "Ekonomienheten" || m[0].Parts[0].Title != "Kommun" {
		t.Errorf("metrics are %+v", m)
	}
	excel := got.Resources[1]
	if excel.Path != "metrics.excel.csv" || excel.Dialect.Delimiter != ";" || excel.Bytes != 1002 || !strings.HasPrefix(excel.Hash, "sha256:73cb3858") || excel.Encoding != "utf-8" {
		t.Errorf("%+v", excel)
	}
	types := map[string]string{"value": "number", "low": "number", "high": "number", "target": "number", "gap": "number", "persons": "integer", "synthetic": "boolean", "fresh": "date"}
	for _, r := range got.Resources {
		columns := export.ResultColumns()
		if r.Name == "headline" {
			columns = export.FigureColumns()
		}
		if len(r.Schema.Fields) != len(columns) || len(r.Schema.MissingValues) != 1 || r.Schema.MissingValues[0] != "" || len(r.Schema.PrimaryKey) == 0 {
			t.Fatalf("%+v", r)
		}
		for i, f := range r.Schema.Fields {
			want := types[f.Name]
			if want == "" {
				want = "string"
			}
			comma := want == "number" && r.Dialect.Delimiter == ";"
			if f.Name != columns[i].Name || f.Type != want || f.Description != columns[i].Doc.SV || comma != (f.DecimalChar == ",") {
				t.Errorf("%s: field %+v", r.Name, f)
			}
		}
	}
}

// Without a table there is no package.
func TestNoTable(t *testing.T) {
	if got := exporttest.Index(t, datapackage.Index{}, nil, exportjson.Sink{}); got != nil {
		t.Errorf("%s", got)
	}
}
