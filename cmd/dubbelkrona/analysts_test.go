package main

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sqlBlock is a block of SQL of a page.
var sqlBlock = regexp.MustCompile("(?ms)^```sql\n(.*?)^```")

// Every query of docs/analysts.md gives rows of the example's released file, in a plain
// DuckDB.
func TestQueriesOfTheAnalystsPage(t *testing.T) {
	t.Parallel()
	root := exampleProject(t)
	page, err := os.ReadFile("../../docs/analysts.md")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "publish", "impact.duckdb")
	blocks := sqlBlock.FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 15 {
		t.Fatalf("%d queries found", len(blocks))
	}
	for _, block := range blocks {
		query := strings.ReplaceAll(block[1], "'publish/impact.duckdb'", "'"+path+"'")
		if !strings.HasPrefix(query, "ATTACH") {
			query = "ATTACH '" + path + "' AS impact (READ_ONLY);\nUSE impact;\n" + query
		}
		if n := answered(t, query); n == 0 {
			t.Errorf("no rows:\n%s", block[1])
		}
	}
	filesOf(t, root, opened(t, map[string]string{"released": path}))
}

// answered runs statements in an empty DuckDB and returns the number of rows of the last.
func answered(t *testing.T, query string) (n int) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	rows, err := db.Query(query)
	if err != nil {
		t.Errorf("%s\n%v", query, err)
		return 1
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
	return n
}

// filesOf compares the hashes in sources_of_result with the files of the example. Those
// of persons have none, and no number of rows.
func filesOf(t *testing.T, root string, db *sql.DB) {
	t.Helper()
	rows, err := db.Query(`SELECT DISTINCT table_name, object, coalesce(object_sha256, ''), coalesce(row_count, -1) FROM released.sources_of_result
		WHERE kind = 'table' AND source <> 'dubbelkrona'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	hashed := 0
	for rows.Next() {
		var table, object, hash string
		var count int64
		if err := rows.Scan(&table, &object, &hash, &count); err != nil {
			t.Fatal(err)
		}
		// Undertakings have what suppliers report about persons.
		if slices.Contains([]string{"core.participant", "core.placement", "core.outcome", "core.requirement"}, table) {
			if hash != "" || count != -1 {
				t.Errorf("%s of %s: %q, %d rows are released", object, table, hash, count)
			}
			continue
		}
		content, err := os.ReadFile(filepath.Join(root, object))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if hash != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: %s, its content has %x", object, hash, sum)
		}
		hashed++
	}
	if rows.Err() != nil || hashed < 5 {
		t.Errorf("%d files, %v", hashed, rows.Err())
	}
}
