package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// recipe returns the SQL in docs/operations.md that reads a table of a lake, with the
// paths changed to those of the project.
func recipe(t *testing.T, root string) (before []string, query string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Reading the lake with another program\n")
	found := regexp.MustCompile("(?s)```sql\n(.*?);\n```").FindStringSubmatch(section)
	if found == nil {
		t.Fatal("docs/operations.md has no recipe")
	}
	for _, folder := range []string{"var/", "publish/"} {
		found[1] = strings.ReplaceAll(found[1], "'"+folder, "'"+root+"/"+folder)
	}
	statements := strings.Split(found[1], ";\n")
	return statements[:len(statements)-1], statements[len(statements)-1]
}

// readLake runs a query over the lake after the recipe's statements, and returns its
// rows as text.
func readLake(t *testing.T, root, query string) string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	before, own := recipe(t, root)
	if query == "" {
		query = own
	}
	for _, statement := range before {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return answer(t, db, query)
}

func answer(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	rows, err := db.Query("SELECT string_agg(CAST(r AS VARCHAR), chr(10)) FROM (" + query + ") AS r")
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var text sql.NullString
	for rows.Next() {
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return text.String
}

// publishedRows runs a query over the published file.
func publishedRows(t *testing.T, root, query string) string {
	t.Helper()
	db, err := sql.Open("duckdb", publishedFile(root)+"?access_mode=READ_ONLY")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return answer(t, db, query)
}

// The recipe of the documentation reads each live row once and no other row, with
// single files, with replaced segments and with packs.
func TestLakeIsReadAsADataSet(t *testing.T) {
	t.Parallel()
	root := project(t, "dataset", `  - {name: reskontra, files: "data/lev*.csv", profile: leverantorsreskontra}
  - {name: bok_2, files: "data/bok*.csv", profile: leverantorsreskontra, load: append}
`)
	file := func(name string, amounts ...string) {
		text := "verifikationsnummer;leverantor;konto_nr;konto_text;bokforingsdatum;nettobelopp;avtal\n"
		for i, amount := range amounts {
			text += fmt.Sprintf("%d;Bolag;4640;Städning;2026-01-0%d;%s;\n", i+1, i+1, amount)
		}
		write(t, root, name, text)
	}
	const core = `SELECT _source AS source, count(*) AS postings, sum(amount) AS amount FROM core.spend GROUP BY 1 ORDER BY 1`
	same := func(when string) {
		t.Helper()
		if got, want := readLake(t, root, ""), publishedRows(t, root, core); got != want || want == "" {
			t.Errorf("%s: the lake has\n%s\ncore.spend has\n%s", when, got, want)
		}
	}
	for n := range 9 {
		file(fmt.Sprintf("lev_%d.csv", n), fmt.Sprintf("%d00,50", n+1), "7,25")
		file(fmt.Sprintf("bok_%d.csv", n), fmt.Sprintf("%d,00", n+1))
	}
	inProcess(t, exitDone, "run", "--project", root)
	same("single files")
	file("lev_3.csv", "410,50", "7,25")
	inProcess(t, exitDone, "run", "--project", root)
	if got, want := readLake(t, root, "SELECT count(*) AS n FROM lake_spend"), "{'n': 29}"; got != want {
		t.Errorf("the data set has %s, want %s: what was replaced is still there", got, want)
	}
	same("with a replaced file")
	inProcess(t, exitDone, "gc", "--project", root)
	same("packs")
	file("lev_9.csv", "1,50")
	file("lev_4.csv", "510,50", "7,25")
	inProcess(t, exitDone, "run", "--project", root)
	same("packs, single files and replaced rows in a pack")
	if packs, _ := filepath.Glob(filepath.Join(root, "var/lake/spend/source=*/segment=*-*")); len(packs) != 2 {
		t.Errorf("packs %v, want one of each source", packs)
	}
}

// The names of the folders do not hide a column: parameters have a column named source.
func TestFoldersDoNotHideAColumn(t *testing.T) {
	t.Parallel()
	root := project(t, "hidden", `  - {name: reskontra, files: "data/lev*.csv", profile: leverantorsreskontra}
`)
	write(t, root, "lev.csv", "verifikationsnummer;leverantor;konto_nr;konto_text;bokforingsdatum;nettobelopp;avtal\n1;Bolag;4640;Städning;2026-01-01;1,00;\n")
	inProcess(t, exitDone, "run", "--project", root)
	if got := ask(t, root, "SELECT count(*) > 100, count(*) FILTER (WHERE source = _source) FROM core.parameter"); got != "[true 0]" {
		t.Errorf("parameters: %s", got)
	}
	if _, err := os.Stat(filepath.Join(root, "var/lake/parameter/source=dubbelkrona")); err != nil {
		t.Error(err)
	}
}
