package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
)

// noData returns contents that servers have delivered instead of data.
func noData(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"an error text":         []byte("Too many requests, try again later\n"),
		"an error of Oracle":    []byte("ORA-00942: table or view does not exist\n"),
		"HTML":                  []byte("<!DOCTYPE html><html><body><form>Logga in</form></body></html>"),
		"nothing":               {},
		"a byte order mark":     []byte("\ufeff"),
		"blank lines":           []byte("\r\n\r\n"),
		"another header":        []byte("foo;bar\n"),
		"another table":         []byte("foo;bar\n1;2\n"),
		"rows without a header": []byte("Företag A AB;2025-01-15;10,00\nFöretag B AB;2025-01-16;20,00\n"),
		"null":                  []byte("null"),
		"a number":              []byte("404\n"),
		"an error in JSON":      []byte(`{"error":"quota exceeded","result":[]}`),
		"an empty object":       []byte("{}"),
		"gzip of nothing":       gzipped(t, nil),
		"gzip of a mark":        gzipped(t, []byte("\ufeff")),
		"a PDF":                 []byte("%PDF-1.7\n%\n"),
		"other XML":             []byte(`<?xml version="1.0"?><error>quota</error>`),
		"half a zip":            zipped(t, "lev.csv", ledgerCSV(40))[:200],
		"zip of nothing":        zipped(t, "lev.csv", nil),
		"a workbook of a line":  ledgerXLSX(t, 0),
	}
}

// The files that other tests damage are valid and have rows.
func TestGoodDeliveries(t *testing.T) {
	t.Parallel()
	for _, d := range specimens(t) {
		if o := arrive(t, d, d.data); o.err != nil || len(o.rows) < 8 || o.counts.Rejected != 0 {
			t.Errorf("%s: %d rows, %+v, %v", d.name, len(o.rows), o.counts, o.err)
		}
	}
}

// Each content of noData is delivered under the file name of each format: all are
// refused, and none is read as a delivery without rows.
func TestNoDataIsRefused(t *testing.T) {
	t.Parallel()
	for what, data := range noData(t) {
		for _, d := range specimens(t) {
			if what == "a workbook of a line" && (d.profile == "leverantorsreskontra") {
				continue // its header is the right one: a delivery without rows
			}
			forms := [][]byte{data}
			if d.name == "lev.zip" {
				forms = append(forms, zipped(t, "lev.csv", data))
			}
			for _, form := range forms {
				o := arrive(t, d, form)
				if dubbelkrona.KindOf(o.err) != dubbelkrona.Invalid || len(o.rows) > 0 {
					t.Errorf("%s as %s: %d rows, %v; want an Invalid error", what, d.name, len(o.rows), o.err)
				}
			}
		}
	}
}

// After a run the deliveries of every format are replaced by contents of noData: the
// next run changes no figure, and its exit code says that sources failed.
func TestNoDataChangesNoFigure(t *testing.T) {
	t.Parallel()
	var sources strings.Builder
	all := specimens(t)
	for _, d := range all {
		name := strings.NewReplacer(".", "-").Replace(d.name)
		sources.WriteString("  - {name: " + name + ", files: \"data/" + d.name + "\", profile: " + d.profile + "}\n")
	}
	root := lightProject(t, "natter", sources.String())
	put := func(data func(specimen) []byte) {
		for _, d := range all {
			if err := os.WriteFile(filepath.Join(root, "data", d.name), data(d), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(func(d specimen) []byte { return d.data })
	inProcess(t, exitDone, "run", "--project", root)
	const query = "SELECT (SELECT count(*) FROM core.spend), (SELECT sum(amount) FROM core.spend), (SELECT count(*) FROM core.contract), (SELECT count(*) FROM core.indicator)"
	want := ask(t, root, query)
	for _, what := range []string{"an error text", "HTML", "nothing", "a byte order mark", "another header", "rows without a header", "gzip of nothing", "an error in JSON"} {
		put(func(specimen) []byte { return noData(t)[what] })
		printed := inProcess(t, exitPartial, "run", "--project", root)
		if got := ask(t, root, query); got != want {
			t.Errorf("%s: %s; want yesterday's %s", what, got, want)
		}
		for _, d := range all {
			if !strings.Contains(printed, "data/"+d.name) {
				t.Errorf("%s: the output does not mention %s:\n%s", what, d.name, printed)
			}
		}
	}
	put(func(d specimen) []byte { return d.data })
	inProcess(t, exitDone, "run", "--project", root)
	if got := ask(t, root, query); got != want {
		t.Errorf("the corrected files give %s; want %s", got, want)
	}
}

// In tabular formats, deliveries with half the rows, one row, or only a header are held
// back, and figures do not change.
func TestShortDeliveriesAreHeldBack(t *testing.T) {
	t.Parallel()
	root := lightProject(t, "korta", "  - {name: reskontra, files: data/lev*.csv, profile: leverantorsreskontra}\n  - {name: arbetsbok, files: data/lev.xlsx, profile: leverantorsreskontra}\n"+
		"  - {name: json, files: data/lev.json, profile: leverantorsreskontra}\n")
	put := func(rows int) {
		for name, data := range map[string][]byte{"lev.csv": ledgerCSV(rows), "lev.xlsx": ledgerXLSX(t, rows), "lev.json": ledgerJSON(rows, "[", ",", "]")} {
			if err := os.WriteFile(filepath.Join(root, "data", name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(40)
	inProcess(t, exitDone, "run", "--project", root)
	const query = "SELECT count(*), sum(amount) FROM core.spend"
	want := ask(t, root, query)
	for _, rows := range []int{20, 1, 0} {
		put(rows)
		inProcess(t, exitPartial, "run", "--project", root)
		if got := ask(t, root, query); got != want {
			t.Errorf("%d rows: %s; want yesterday's %s", rows, got, want)
		}
	}
	put(39)
	inProcess(t, exitDone, "run", "--project", root)
	if err := os.WriteFile(filepath.Join(root, "data", "lev (1).csv"), ledgerCSV(39), 0o600); err != nil {
		t.Fatal(err)
	}
	want = ask(t, root, query)
	inProcess(t, exitPartial, "run", "--project", root)
	if got := ask(t, root, query); got != want {
		t.Errorf("a copy beside the file: %s; want %s", got, want)
	}
}
