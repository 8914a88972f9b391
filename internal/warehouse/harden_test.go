package warehouse

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
)

// No SQL of a step can reach a file, a setting or an extension.
func TestStepsReachNothingOutside(t *testing.T) {
	w := newWorld(t)
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 5)})
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	segment := filepath.Join(w.dir, "lake", w.segments[0].Path)
	out := filepath.Join(t.TempDir(), "out")
	refused := []string{
		"SELECT * FROM read_csv('" + secret + "')",
		"SELECT * FROM '" + secret + "'",
		"SELECT * FROM read_text('" + secret + "')",
		"SELECT * FROM read_parquet(" + Literal(segment) + ")",
		"SELECT * FROM glob('/etc/*')",
		"SELECT * FROM sniff_csv('" + secret + "')",
		"SELECT * FROM query('SELECT * FROM read_csv(''" + secret + "'')')",
		"COPY core.spend TO '" + out + "'",
		"EXPORT DATABASE '" + out + "'",
		"ATTACH '" + out + "' AS other",
		"INSTALL httpfs", "LOAD httpfs",
		"SET memory_limit = '8GB'", "SET threads = 64", "PRAGMA threads = 64",
		"SET enable_external_access = true", "SET lock_configuration = false", "RESET memory_limit",
		"SET temp_directory = '/tmp'", "SET autoload_known_extensions = true",
	}
	_, err := Build(t.Context(), w.spec(""), func(ctx context.Context, db *DB) error {
		for _, sql := range refused {
			if _, err := db.Exec(ctx, sql); err == nil {
				t.Errorf("not refused: %s", sql)
			}
		}
		rows, err := db.Collect(ctx, "SELECT count(*) FROM core.spend")
		if err == nil && rows[0][0] != int64(1) {
			t.Errorf("the steps see %v", rows)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("a file came out: %v", err)
	}
}

// No error quotes an identity number of a row, whatever its cause.
func TestErrorsQuoteNoRow(t *testing.T) {
	w := newWorld(t)
	const number = "189901019802"
	w.deliver("spend", "src", dubbelkrona.Append, []row{{"object": number, "amount": 1, "_row": 1}})
	statements := map[string]string{
		"conversion":      "SELECT object::DATE FROM core.spend",
		"integer":         "SELECT object::TINYINT FROM core.spend",
		"range":           "SELECT (object::BIGINT * 100000000000)::INTEGER FROM core.spend",
		"error function":  "SELECT error(object) FROM core.spend",
		"scalar subquery": "SELECT (SELECT object FROM core.spend UNION ALL SELECT 'b')",
		"constraint":      "CREATE TABLE metric.k (a VARCHAR CHECK (a = 'x')); INSERT INTO metric.k SELECT object FROM core.spend",
		"duplicate key":   "CREATE TABLE metric.p (a VARCHAR PRIMARY KEY); INSERT INTO metric.p SELECT object FROM core.spend; INSERT INTO metric.p SELECT object FROM core.spend",
		"JSON":            "SELECT json_extract(object || '{', '$.a') FROM core.spend",
		"strptime":        "SELECT strptime(object, '%d') FROM core.spend",
		"regular expr":    "SELECT regexp_matches('a', object || '(') FROM core.spend",
	}
	_, err := Build(t.Context(), w.spec(""), func(ctx context.Context, db *DB) error {
		for name, sql := range statements {
			_, err := db.Exec(ctx, sql)
			if err == nil {
				t.Errorf("%s: no error", name)
				continue
			}
			if strings.Contains(err.Error(), number) || strings.Contains(err.Error(), "9802") {
				t.Errorf("%s: the error quotes the row: %v", name, err)
			}
			if _, err := db.Collect(ctx, sql); err == nil || strings.Contains(err.Error(), number) {
				t.Errorf("%s: as a query: %v", name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
