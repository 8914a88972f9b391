package main

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/transform"
)

// The persons of the tests of forget and key rotate: official test numbers, which belong
// to nobody.
const (
	gone  = "19730288-9931"
	stays = "19090121-9931"
)

// traces returns the pseudonym, in hexadecimal, and the token that a project's key makes
// of a number.
func traces(t *testing.T, root, number string) (pseudonym, token string) {
	t.Helper()
	project, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	path, err := project.KeyPath()
	if err != nil {
		t.Fatal(err)
	}
	key, err := transform.LoadKey(path, root)
	if err != nil {
		t.Fatal(err)
	}
	found, err := key.Traces(number, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(found.Persons[0][:]), found.Tokens[0]
}

// places lists the files of a project that contain a pseudonym or a token: in the bytes
// of any file, and in Parquet and DuckDB files as DuckDB reads them. It shares no code
// with the search of forget.
func places(t *testing.T, root, pseudonym, token string) (where []string) {
	t.Helper()
	raw, err := hex.DecodeString(pseudonym)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, folder := range []string{"var", "publish"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, needle := range [][]byte{raw, []byte(pseudonym), []byte(strings.ToUpper(pseudonym)), []byte(token)} {
				if bytes.Contains(content, needle) {
					where = append(where, path+" raw")
					break
				}
			}
			switch filepath.Ext(path) {
			case ".parquet":
				if rows := holding(t, db, fmt.Sprintf("read_parquet('%s')", path), pseudonym, token); rows > 0 {
					where = append(where, path)
				}
			case ".duckdb":
				for _, table := range tablesOf(t, db, path) {
					if rows := holding(t, db, table, pseudonym, token); rows > 0 {
						where = append(where, path+" "+table)
					}
				}
				if _, err := db.Exec("DETACH looked"); err != nil {
					t.Fatal(err)
				}
			}
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return where
}

// holding counts the rows in which any column contains either.
func holding(t *testing.T, db *sql.DB, from, pseudonym, token string) (rows int) {
	t.Helper()
	columns, err := db.Query("DESCRIBE SELECT * FROM " + from)
	if err != nil {
		t.Fatal(err)
	}
	defer columns.Close()
	conditions := []string{"false"}
	for columns.Next() {
		var name, kind string
		var rest [4]any
		if err := columns.Scan(&name, &kind, &rest[0], &rest[1], &rest[2], &rest[3]); err != nil {
			t.Fatal(err)
		}
		if kind == "BLOB" {
			conditions = append(conditions, fmt.Sprintf(`hex("%s") LIKE '%%%s%%'`, name, strings.ToUpper(pseudonym)))
		} else {
			conditions = append(conditions, fmt.Sprintf(`lower("%s"::VARCHAR) LIKE '%%%s%%' OR "%[1]s"::VARCHAR LIKE '%%%[3]s%%'`, name, pseudonym, token))
		}
	}
	if err := db.QueryRow("SELECT count(*) FROM " + from + " WHERE " + strings.Join(conditions, " OR ")).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// tablesOf attaches a DuckDB file as looked and lists its tables.
func tablesOf(t *testing.T, db *sql.DB, path string) (tables []string) {
	t.Helper()
	if _, err := db.Exec(fmt.Sprintf("ATTACH '%s' AS looked (READ_ONLY)", path)); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query("SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'looked'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var schema, table string
		if err := rows.Scan(&schema, &table); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, fmt.Sprintf("looked.%s.%s", schema, table))
	}
	return tables
}

// figures returns the published results, without columns that name the snapshot.
func figures(t *testing.T, root string) []string {
	t.Helper()
	db, err := sql.Open("duckdb", publishedFile(root)+"?access_mode=READ_ONLY")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT concat_ws('|', metric, part, period_grain, period, "grouping", coalesce(municipality, ''), coalesce(dimensions::VARCHAR, ''), coalesce(value::VARCHAR, 'NULL'),
		coalesce(persons::VARCHAR, 'NULL'), status) FROM metric.result ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	if len(all) < 20 {
		t.Fatalf("%d results", len(all))
	}
	return all
}
