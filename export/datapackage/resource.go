package datapackage

import (
	"slices"

	"dubbelkrona"
	"dubbelkrona/export"
)

// resource describes a CSV file.
type resource struct {
	Profile   string  `json:"profile"`
	Name      string  `json:"name"`
	Path      string  `json:"path"`
	Title     string  `json:"title"`
	Format    string  `json:"format"`
	MediaType string  `json:"mediatype"`
	Encoding  string  `json:"encoding"`
	Bytes     int64   `json:"bytes"`
	Hash      string  `json:"hash"`
	Dialect   dialect `json:"dialect"`
	Schema    schema  `json:"schema"`
}

type dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

type schema struct {
	Fields        []field  `json:"fields"`
	MissingValues []string `json:"missingValues"`
	PrimaryKey    []string `json:"primaryKey"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Unit        string       `json:"unit,omitempty"`
	DecimalChar string       `json:"decimalChar,omitempty"`
	True        []string     `json:"trueValues,omitempty"`
	False       []string     `json:"falseValues,omitempty"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// table is a CSV file that the package describes.
type table struct {
	name, file string
	comma      string
	point      string // of decimals
	columns    []export.Column
	key        []string
}

func tables() []table {
	key := []string{"metric", "part", "period_grain", "period", "grouping", "municipality", "dimensions"}
	return []table{
		{"metrics", "metrics.csv", ",", ".", export.ResultColumns(), key},
		{"metrics-excel", "metrics.excel.csv", ";", ",", export.ResultColumns(), key},
		{"headline", "headline.csv", ",", ".", export.FigureColumns(), []string{"name", "period_grain"}},
	}
}

// resources returns those tables that were written.
func resources(language string, files []export.File) (all []resource) {
	for _, t := range tables() {
		i := slices.IndexFunc(files, func(f export.File) bool { return f.File() == t.file })
		if i < 0 {
			continue
		}
		f := files[i]
		all = append(all, resource{
			Profile: "tabular-data-resource", Name: t.name, Path: t.file, Title: f.About().In(language), Format: "csv", MediaType: f.MediaType(),
			Encoding: "utf-8", Bytes: f.Bytes, Hash: "sha256:" + f.SHA256, Dialect: dialect{t.comma, "\r\n", true, true},
			Schema: schema{Fields: fields(language, t), MissingValues: []string{""}, PrimaryKey: t.key},
		})
	}
	return all
}

// fields returns the fields of a table. An object is a string, since readers cannot
// compare objects as parts of a key.
func fields(language string, t table) (all []field) {
	for _, c := range t.columns {
		f := field{Name: c.Name, Type: "string", Title: c.Name, Description: c.Doc.In(language), Unit: c.Unit}
		switch c.Example.(type) {
		case *dubbelkrona.Number:
			f.Type, f.DecimalChar = "number", t.point
		case *dubbelkrona.Count:
			f.Type = "integer"
		case *dubbelkrona.Day:
			f.Type = "date"
		case *bool:
			f.Type, f.True, f.False = "boolean", []string{"true"}, []string{"false"}
			f.Constraints = &constraints{Required: true}
		}
		switch c.Name {
		case "metric", "snapshot", "definition", "status":
			f.Constraints = &constraints{Required: true}
		case "period_grain":
			f.Constraints = &constraints{Required: true, Enum: []string{"all", "year", "month"}}
		}
		all = append(all, f)
	}
	return all
}
