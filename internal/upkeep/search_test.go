package upkeep_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/upkeep"
	"dubbelkrona/internal/warehouse"

	_ "github.com/marcboeker/go-duckdb/v2"
	_ "modernc.org/sqlite"
)

// holder writes a file that contains a person in one form, in its bytes or only
// after decoding.
type holder func(t *testing.T, folder string, p upkeep.Pseudonym, token, number string)

func textFile(name string, text func(p upkeep.Pseudonym, token, number string) string) holder {
	return func(t *testing.T, folder string, p upkeep.Pseudonym, token, number string) {
		put(t, filepath.Join(folder, name), text(p, token, number))
	}
}

// long is a text without persons, longer than the piece that is searched at a time.
var long = strings.Repeat("lorem ipsum ", 200_000)

var holders = map[string]holder{
	"digits": textFile("a.csv", func(p upkeep.Pseudonym, _, _ string) string { return "person;" + digits(p) + ";1\n" }),
	"capital digits": textFile("a.csv", func(p upkeep.Pseudonym, _, _ string) string {
		return strings.ToUpper(digits(p))
	}),
	"bytes":  textFile("a.bin", func(p upkeep.Pseudonym, _, _ string) string { return "\x00" + string(p[:]) + "\x00" }),
	"base64": textFile("a.json", func(p upkeep.Pseudonym, _, _ string) string { return base64.StdEncoding.EncodeToString(p[:]) }),
	"escaped": textFile("a.txt", func(p upkeep.Pseudonym, _, _ string) string {
		return strings.Repeat(fmt.Sprintf(`\x%02X`, p[0]), len(p))
	}),
	"token":  textFile("a.txt", func(_ upkeep.Pseudonym, token, _ string) string { return "supplier " + token }),
	"number": textFile("a.txt", func(_ upkeep.Pseudonym, _, number string) string { return "pnr=" + number + "." }),
	"name of a file": func(t *testing.T, folder string, p upkeep.Pseudonym, _, _ string) {
		put(t, filepath.Join(folder, "sub", digits(p)+".txt"), "nothing")
	},
	"gzip": func(t *testing.T, folder string, p upkeep.Pseudonym, _, _ string) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		fmt.Fprint(w, long, digits(p))
		w.Close()
		put(t, filepath.Join(folder, "a.gz"), b.String())
	},
	"zip": func(t *testing.T, folder string, _ upkeep.Pseudonym, token, _ string) {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		member, err := w.Create("sheet.xml")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(member, long, token)
		w.Close()
		put(t, filepath.Join(folder, "a.xlsx"), b.String())
	},
	"parquet": func(t *testing.T, folder string, p upkeep.Pseudonym, _, _ string) {
		l, err := lake.Open(folder, lake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		segment(t, l, 1, "2026-01-01", table(t, "outcome"), row{"person": bo}, row{"person": p})
	},
	"parquet, as text": func(t *testing.T, folder string, _ upkeep.Pseudonym, token, _ string) {
		l, err := lake.Open(folder, lake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		segment(t, l, 1, "2026-01-01", table(t, "spend"), row{"supplier_ref": token}, row{"supplier_ref": token})
	},
	"duckdb": func(t *testing.T, folder string, p upkeep.Pseudonym, _, _ string) {
		compressed(t, filepath.Join(folder, "a.duckdb"), string(p[:]),
			fmt.Sprintf("SELECT CASE WHEN i = 77777 THEN unhex('%s') ELSE repeat('ab', 8)::BLOB END AS person FROM range(100000) t(i)", digits(p)))
	},
	"duckdb, as text": func(t *testing.T, folder string, _ upkeep.Pseudonym, token, _ string) {
		compressed(t, filepath.Join(folder, "a.duckdb"), token,
			fmt.Sprintf("SELECT 'supplier ' || CASE WHEN i = 77777 THEN '%s' ELSE 'p-' || md5(i::VARCHAR) END AS supplier FROM range(100000) t(i)", token))
	},
	"sqlite": func(t *testing.T, folder string, p upkeep.Pseudonym, _, _ string) {
		statements(t, "sqlite", filepath.Join(folder, "a.db"), "CREATE TABLE t (person BLOB)", fmt.Sprintf("INSERT INTO t VALUES (x'%s')", digits(p)))
	},
	"sqlite, as text that was deleted": func(t *testing.T, folder string, p upkeep.Pseudonym, _, _ string) {
		statements(t, "sqlite", filepath.Join(folder, "a.db"), "PRAGMA secure_delete = OFF", "CREATE TABLE t (person TEXT)",
			fmt.Sprintf("INSERT INTO t VALUES ('%s'), ('other')", digits(p)), "DELETE FROM t WHERE person <> 'other'")
	},
}

func statements(t *testing.T, driver, path string, all ...string) {
	t.Helper()
	db, err := sql.Open(driver, path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, text := range all {
		if _, err := db.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

// compressed writes a DuckDB file with the rows of a query, which have the given
// bytes in compressed form only.
func compressed(t *testing.T, path, hidden, query string) {
	t.Helper()
	statements(t, "duckdb", path, "PRAGMA force_compression = 'fsst'", "CREATE SCHEMA core", "CREATE TABLE core.rows AS "+query, "CHECKPOINT")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte(hidden)) {
		t.Fatal("the bytes are not compressed, so the test proves nothing")
	}
}

// A search finds a person in each form and each kind of file, and finds nothing in
// the same file about somebody else.
func TestSearchFindsEveryForm(t *testing.T) {
	const number, other = "198001019802", "197512249818"
	needles := upkeep.NewNeedles([]upkeep.Pseudonym{anna}, []string{annasToken}, []string{number})
	for name, hold := range holders {
		t.Run(name, func(t *testing.T) {
			with, without := t.TempDir(), t.TempDir()
			hold(t, with, anna, annasToken, number)
			hold(t, without, bo, bosToken, other)
			if s := search(t, needles, with); len(s.Found) == 0 {
				t.Errorf("not found: %+v", s)
			}
			if s := search(t, needles, without); len(s.Found) > 0 || s.Files == 0 {
				t.Errorf("somebody else was found: %+v", s)
			}
		})
	}
}

// A person is found across the border of two pieces that are searched one after
// the other.
func TestSearchAcrossBorders(t *testing.T) {
	folder := t.TempDir()
	const piece, files = 1 << 20, 20
	for i := range files {
		put(t, filepath.Join(folder, fmt.Sprint(i)), long[:piece-160+16*i]+digits(anna)+long[:100])
	}
	if s := search(t, upkeep.NewNeedles([]upkeep.Pseudonym{anna}, nil, nil), folder); len(s.Found) != files {
		t.Errorf("found in %d of %d files", len(s.Found), files)
	}
}

func search(t *testing.T, n upkeep.Needles, folders ...string) upkeep.Searched {
	t.Helper()
	s, err := upkeep.Search(t.Context(), n, warehouse.Limits{Threads: 1, Scratch: t.TempDir()}, folders...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A number inside a longer sequence of digits and letters, such as a hash, is not
// a hit.
func TestSearchFindsOnlyWholeNumbers(t *testing.T) {
	const number = "8001019802"
	needles := upkeep.NewNeedles(nil, nil, []string{number})
	for text, want := range map[string]bool{
		number: true, "pnr " + number + "\n": true, "1" + number: false, number + "a": false,
		"1" + number + " " + number: true, "ö" + number: true, "": false,
	} {
		folder := t.TempDir()
		put(t, filepath.Join(folder, "a"), text)
		if s := search(t, needles, folder); len(s.Found) > 0 != want {
			t.Errorf("%q: %v", text, s.Found)
		}
	}
}

// Files and bytes are counted; a folder that does not exist has none.
func TestSearchCounts(t *testing.T) {
	folder := t.TempDir()
	put(t, filepath.Join(folder, "a"), "12345")
	put(t, filepath.Join(folder, "sub", "b"), digits(anna))
	holders["zip"](t, folder, bo, bosToken, "")
	s := search(t, upkeep.NewNeedles([]upkeep.Pseudonym{anna}, nil, nil), folder, filepath.Join(folder, "none"))
	if s.Files != 3 || s.Values != 1 || !slices.Equal(s.Found, []string{filepath.Join(folder, "sub", "b")}) {
		t.Errorf("%+v", s)
	}
	info, err := os.Stat(filepath.Join(folder, "a.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if want := 5 + int64(len(digits(anna))) + info.Size(); s.Bytes != want {
		t.Errorf("%d bytes, not %d", s.Bytes, want)
	}
}
