package examples_test

import (
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// schemaOf returns the columns of every table and view of an attached file.
func schemaOf(t *testing.T, db *sql.DB, file string) map[string][]column {
	t.Helper()
	rows, err := db.Query(`SELECT schema_name || '.' || table_name, column_name, data_type FROM duckdb_columns()
		WHERE database_name = ? AND schema_name IN ('core', 'metric', 'meta') ORDER BY column_index`, file)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := make(map[string][]column)
	for rows.Next() {
		var name string
		var c column
		if err := rows.Scan(&name, &c.name, &c.kind); err != nil {
			t.Fatal(err)
		}
		found[name] = append(found[name], c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// storedTable reads a table of a DuckDB file: doubles as numbers, all other cells as text.
func storedTable(t *testing.T, db *sql.DB, name string, columns []column) table {
	t.Helper()
	var parts []string
	for _, c := range columns {
		part := fmt.Sprintf("%q", c.name)
		if c.kind != "DOUBLE" {
			part = "CAST(" + part + " AS VARCHAR)"
		}
		parts = append(parts, part)
	}
	return table{columns, queried(t, db, "SELECT "+strings.Join(parts, ", ")+" FROM "+name).rows}
}

// queried reads the rows of a query, with the names of its columns; whole
// numbers as text.
func queried(t *testing.T, db *sql.DB, query string) (result table) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%v: %s", err, query)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		result.columns = append(result.columns, column{name: name})
	}
	for rows.Next() {
		row, into := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, cell := range row {
			if _, double := cell.(float64); cell != nil && !double {
				row[i] = fmt.Sprint(cell)
			}
		}
		result.rows = append(result.rows, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return result
}

// csvTable reads an export as text.
func csvTable(t *testing.T, path string) (result table) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil || len(lines) == 0 {
		t.Fatalf("%s: %d lines, %v", path, len(lines), err)
	}
	lines[0][0] = strings.TrimPrefix(lines[0][0], "\ufeff") // not in files of earlier versions
	for _, name := range lines[0] {
		result.columns = append(result.columns, column{name: name})
	}
	for _, line := range lines[1:] {
		row := make([]any, len(line))
		for i, cell := range line {
			row[i] = cell
		}
		result.rows = append(result.rows, row)
	}
	return result
}

// jsonTable reads the rows of an export, each value as its text in the file.
func jsonTable(t *testing.T, path string) (result table) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]json.RawMessage
	if err := json.Unmarshal(text, &rows); err != nil { // as earlier versions wrote it
		var export struct{ Rows []map[string]json.RawMessage }
		err = json.Unmarshal(text, &export)
		if rows = export.Rows; err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	if len(rows) == 0 {
		t.Fatalf("%s: no rows", path)
	}
	names := slices.Sorted(maps.Keys(rows[0]))
	for _, name := range names {
		result.columns = append(result.columns, column{name: name})
	}
	for _, cells := range rows {
		var row []any
		for _, name := range names {
			row = append(row, strings.Trim(string(cells[name]), `"`))
		}
		if len(cells) != len(names) {
			t.Errorf("%s: a row with %d names, the first has %d", path, len(cells), len(names))
		}
		result.rows = append(result.rows, row)
	}
	return result
}

// parquetTable reads an export with DuckDB.
func parquetTable(t *testing.T, path string) table {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	result := queried(t, db, "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('"+path+"')")
	for i := range result.columns {
		if name, ok := strings.CutPrefix(result.columns[i].name, "CAST("); ok {
			t.Fatalf("%s has no name of a column", name)
		}
	}
	return result
}
