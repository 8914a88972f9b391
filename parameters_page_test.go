package dubbelkrona_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/reference"
)

// parameterRows writes the section about parameters in docs/method.md, with
// the built-in values of the base year.
func parameterRows(t *testing.T, w io.Writer) {
	rows := builtIn(t)
	at := slices.IndexFunc(rows, func(r map[string]string) bool { return r["name"] == "base_year" })
	year := rows[at]["value"]
	fmt.Fprintf(w, parametersHead, year)
	for _, p := range dubbelkrona.Parameters() {
		value, grade, source := inYear(p, rows, year)
		fmt.Fprintf(w, "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |\n",
			p.Name, p.Unit, rangeOf(p), p.Scope, value, grade, source, withoutIt(p), p.Doc)
	}
}

// rangeOf formats the allowed values of a parameter.
func rangeOf(p dubbelkrona.Parameter) string {
	table, _ := dubbelkrona.TableByName("parameter")
	column, _ := table.Column("value")
	for _, c := range column.Cases {
		for _, is := range c.Is {
			if is == p.Name {
				return c.Range.Text()
			}
		}
	}
	return ""
}

// withoutIt describes what is unknown without a parameter.
func withoutIt(p dubbelkrona.Parameter) string {
	if p.Required != "" && p.Required != p.Name {
		return p.Part + " (`" + p.Required + "`)"
	}
	return p.Part
}

// inYear describes the built-in value for a year: a value, rows by
// municipality, the rows of a series, or nothing.
func inYear(p dubbelkrona.Parameter, rows []map[string]string, year string) (value, grade, source string) {
	day, found := year+"-01-01", 0
	prefix, series := strings.CutSuffix(p.Name, "*")
	for _, r := range rows {
		if r["name"] != p.Name && !(series && strings.HasPrefix(r["name"], prefix)) ||
			r["valid_from"] > day || r["valid_to"] != "" && r["valid_to"] < day {
			continue
		}
		found++
		value, grade, source = r["value"], r["grade"], strings.ReplaceAll(r["source"], "|", `\|`)
		if r["scope"] != "all" {
			value = "by municipality"
		}
	}
	switch {
	case found == 0:
		return "–", "–", "a project's own row"
	case series:
		value = fmt.Sprintf("%d rows", found)
	case value == "":
		value = "–"
	}
	return value, grade, source
}

// builtIn returns the built-in rows of the table parameter.
func builtIn(t *testing.T) (all []map[string]string) {
	t.Helper()
	names, err := fs.Glob(reference.FS(), "parameters_*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("no parameter files: %v", err)
	}
	for _, name := range names {
		file, err := reference.FS().Open(name)
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(file).ReadAll()
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records[1:] {
			row := make(map[string]string)
			for i, column := range records[0] {
				row[column] = record[i]
			}
			all = append(all, row)
		}
	}
	return all
}

const parametersHead = `The parameters that the formulas read; the model ` + "`parameter_definition`" + ` lists them in SQL. *Scope* says which row of the table ` + "`parameter`" + ` is used, the narrowest first:

- buyer: ` + "`contract:ID`" + `, then ` + "`municipality:2182`" + ` of the buying municipality, its ` + "`region:21`" + `, ` + "`all`" + `
- residence: the same with the municipality in which the participants live
- all: ` + "`all`" + ` only
- currency: ` + "`currency:EUR`" + `

*Built in* is what every project starts with in the base year %s. *Unknown without it* names the part of a contract's value, as in the model
` + "`contract_missing`" + `; *interval* is ` + "`low`" + ` and ` + "`high`" + `, *equalisation* the figures after income equalisation.

| parameter | unit | range | scope | built in | grade | source | unknown without it | what it is |
|---|---|---|---|--:|---|---|---|---|
`
