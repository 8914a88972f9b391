package dubbelkrona_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
)

var update = flag.Bool("update", false, "write what is made from the parameters")

// The files generated from the list of parameters, and the functions that
// generate them.
var madeOfParameters = []struct {
	file string
	make func(w io.Writer)
}{
	{"queries/models/parameter_definition.sql", definitionModel},
	{"queries/models/contract_rate.sql", rateModel},
	{"internal/reference/parameters_method.csv", defaultRows},
}

func TestParametersAreWrittenOnce(t *testing.T) {
	for _, made := range madeOfParameters {
		var want bytes.Buffer
		made.make(&want)
		current(t, made.file, want.Bytes())
	}
	const from, to = "<!-- parameters -->\n", "<!-- end of parameters -->\n"
	method := read(t, "docs/method.md")
	before, rest, opened := bytes.Cut(method, []byte(from))
	_, after, closed := bytes.Cut(rest, []byte(to))
	if !opened || !closed {
		t.Fatal("docs/method.md has no section of parameters")
	}
	var page bytes.Buffer
	page.Write(before)
	page.WriteString(from)
	parameterRows(t, &page)
	page.WriteString(to)
	page.Write(after)
	current(t, "docs/method.md", page.Bytes())
}

// current compares a file with its expected content, or writes it with
// -update.
func current(t *testing.T, file string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.FromSlash(file), want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(read(t, file), want) {
		t.Errorf("%s is not what the parameters say; run: go test . -run TestParameters -update", file)
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil && !*update {
		t.Fatal(err)
	}
	return data
}

// definitionModel writes the model that lists the parameters.
func definitionModel(w io.Writer) {
	io.WriteString(w, definitionHead)
	for i, p := range dubbelkrona.Parameters() {
		place := dubbelkrona.ScopeBuyer
		if p.Scope == dubbelkrona.ScopeResidence {
			place = p.Scope
		}
		end := ","
		if i == len(dubbelkrona.Parameters())-1 {
			end = ""
		}
		fmt.Fprintf(w, "    ('%s', '%s', '%s', '%s', '%s', %t, %t)%s\n", p.Name, p.Unit, place, p.Part, p.Required, p.Common, p.ByDay, end)
	}
	io.WriteString(w, ") AS p (name, unit, place, part, required, common, by_day)\n")
}

const definitionHead = `/*
title: {sv: Parametrar som formlerna läser, en: Parameters that the formulas read}
doc:
  sv: En rad per parameter, eller per serie av parametrar. En parameter med ett annat namn läses inte av någon formel.
  en: One row per parameter, or per series of parameters. No formula reads a parameter of another name.
materialized: table
columns:
  name: Name of the parameter; employment_effect.* is the series employment_effect.0, .1 …
  prefix: Prefix of the names of a series; NULL for a single parameter.
  unit: Unit of the value.
  place: Which municipality decides the value, residence for taxes and benefits, buyer for the rest.
  part: What is unknown for a contract without it, spend, administration, service, social, displacement, equalisation, interval or funds; information if nothing is.
  required: Name that must have a value for every contract, or for all of them if it is common; NULL if it is optional or if only some contracts need it.
  common: Whether it is read once for all contracts and is not in parameter_in_force.
  by_day: Whether the value is the mean over the days of the base year; otherwise it is the one in force on its first day.
*/
-- Made from parameters.go by go test . -run TestParameters -update
SELECT
    name,
    CASE WHEN name LIKE '%.*' THEN substr(name, 1, length(name) - 1) END AS prefix,
    unit,
    place,
    part,
    nullif(required, '') AS required,
    common,
    by_day
FROM (VALUES
`

// rateModel writes the model of the rates by contract.
func rateModel(w io.Writer) {
	columns := rates()
	io.WriteString(w, rateHead)
	for _, of := range columns {
		fmt.Fprintf(w, "  %s: %s\n", of[0].Rate.Name, of[0].Rate.Doc)
	}
	io.WriteString(w, rateFrom)
	for i, of := range columns {
		end := ","
		if i == len(columns)-1 {
			end = ""
		}
		fmt.Fprintf(w, "    %s AS %s%s\n", rateOf(of), of[0].Rate.Name, end)
	}
	io.WriteString(w, "FROM wide\nGROUP BY contract_id, residence\n")
}

// rates returns the parameters of each column of rates, in order.
func rates() (columns [][]dubbelkrona.Parameter) {
	all := slices.DeleteFunc(dubbelkrona.Parameters(), func(p dubbelkrona.Parameter) bool { return p.Rate.Column == 0 })
	slices.SortStableFunc(all, func(a, b dubbelkrona.Parameter) int { return cmp.Compare(a.Rate.Column, b.Rate.Column) })
	for i, p := range all {
		if i > 0 && p.Rate == all[i-1].Rate {
			columns[len(columns)-1] = append(columns[len(columns)-1], p)
		} else {
			columns = append(columns, []dubbelkrona.Parameter{p})
		}
	}
	return columns
}

// rateOf returns the SQL expression of a rate: as a share, or as an amount per
// year.
func rateOf(of []dubbelkrona.Parameter) string {
	var terms []string
	for _, p := range of {
		terms = append(terms, "max(CASE WHEN name = '"+p.Name+"' THEN value END)")
	}
	value := terms[0]
	if len(terms) > 1 {
		value = "(" + strings.Join(terms, "\n        + ") + ")"
	}
	switch of[0].Unit {
	case "ratio":
		return "TRY_CAST(" + value + " AS DECIMAL(12, 6))"
	case "percent":
		return "TRY_CAST(" + value + " * 0.01 AS DECIMAL(9, 8))"
	case "days":
		return "TRY_CAST(" + value + " AS DECIMAL(9, 2))"
	case "share":
		return "TRY_CAST(" + value + " AS DECIMAL(9, 6))"
	case "SEK":
		return "TRY_CAST(" + value + " AS DECIMAL(18, 2))"
	case "SEK/month":
		return "TRY_CAST(" + value + " * 12 AS DECIMAL(18, 2))"
	case "SEK/day":
		return "TRY_CAST(TRY_CAST(" + value + " AS DECIMAL(28, 2))\n        * TRY_CAST(max(CASE WHEN name = 'aktivitetsstod_dagar_ar' THEN value END) AS DECIMAL(9, 2)) AS DECIMAL(18, 2))"
	}
	return "TRY_CAST(" + value + " AS INTEGER)"
}

const rateHead = `/*
title: {sv: Satser och antaganden per avtal, en: Rates and assumptions by contract}
doc:
  sv: Parametrarna som kolumner, omräknade till andelar och årsbelopp. NULL är okänt.
  en: The parameters as columns, converted to shares and yearly amounts. NULL is unknown.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
`

const rateFrom = `*/
-- Made from parameters.go by go test . -run TestParameters -update
-- A product with a value of DECIMAL(18, 6) overflows; a wide one does not.
WITH wide AS (
    SELECT contract_id, residence, name, CAST(value AS DECIMAL(28, 6)) AS value
    FROM metric.parameter_in_force
)
SELECT
    contract_id,
    residence,
`

// defaultRows writes the built-in rows of the parameters that have a default.
func defaultRows(w io.Writer) {
	all := slices.DeleteFunc(dubbelkrona.Parameters(), func(p dubbelkrona.Parameter) bool { return p.Default == nil })
	slices.SortFunc(all, func(a, b dubbelkrona.Parameter) int { return strings.Compare(a.Name, b.Name) })
	rows := csv.NewWriter(w)
	rows.Write(strings.Split("name,scope,valid_from,valid_to,value,low,high,distribution,unit,grade,source", ","))
	for _, p := range all {
		d := p.Default
		rows.Write([]string{p.Name, "all", "2018-01-01", "", d.Value, d.Low, d.High, d.Distribution, p.Unit, d.Grade, d.Source})
	}
	rows.Flush()
}
