package parquet_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	_ "github.com/marcboeker/go-duckdb/v2"
)

func appendAmount(b array.Builder, öre int64) {
	b.(*array.Decimal128Builder).Append(decimal128.FromI64(öre))
}

// duckdb writes the rows of a query to a Parquet file.
func duckdb(t testing.TB, query, options string) []byte {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(t.TempDir(), "x.parquet")
	if _, err := db.Exec("COPY (" + query + ") TO '" + path + "' (FORMAT parquet" + options + ")"); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A file that DuckDB writes is read as the texts in the query.
func TestDuckDBTypes(t *testing.T) {
	columns := []struct{ value, want string }{
		{"'Växjö 東'", "Växjö 東"},
		{"''", ""},
		{"TRUE", "TRUE"},
		{"FALSE", "FALSE"},
		{"(-128)::TINYINT", "-128"},
		{"255::UTINYINT", "255"},
		{"(-32768)::SMALLINT", "-32768"},
		{"4294967295::UINTEGER", "4294967295"},
		{"(-2147483648)::INTEGER", "-2147483648"},
		{"(-9223372036854775808)::BIGINT", "-9223372036854775808"},
		{"18446744073709551615::UBIGINT", "18446744073709551615"},
		{"1299.12::DECIMAL(18,2)", "1299.12"},
		{"(-0.05)::DECIMAL(18,2)", "-0.05"},
		{"(-1.5)::DECIMAL(4,1)", "-1.5"},
		{"7::DECIMAL(9,0)", "7"},
		{"12345678901234567890123456789012345.678::DECIMAL(38,3)", "12345678901234567890123456789012345.678"},
		{"99999999999999999999999999999999999999::DECIMAL(38,0)", "99999999999999999999999999999999999999"},
		{"1299.12::DOUBLE", "1299.12"},
		{"0.1::FLOAT", "0.1"},
		{"1e300::DOUBLE", "1e+300"},
		{"123456789012::DOUBLE", "123456789012"},
		{"'nan'::DOUBLE", "NaN"},
		{"DATE '2022-06-30'", "2022-06-30"},
		{"DATE '1969-12-31'", "1969-12-31"},
		{"DATE 'infinity'", "infinity"},
		{"TIMESTAMPTZ 'infinity'", "infinity"},
		{"TIME '14:30:00'", "14:30:00"},
		{"TIMESTAMP '2022-06-30 14:30:00'", "2022-06-30T14:30:00"},
		{"TIMESTAMP '1969-12-31 23:59:59.123456'", "1969-12-31T23:59:59.123456"},
		{"TIMESTAMPTZ '2022-06-30 14:30:00+02'", "2022-06-30T12:30:00Z"},
		{"UUID 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
		{"'blob'::BLOB", "blob"},
	}
	var values, nulls, want, absent []string
	for _, c := range columns {
		values = append(values, c.value)
		nulls = append(nulls, "NULL")
		want = append(want, c.want)
		absent = append(absent, "∅")
	}
	query := "SELECT " + strings.Join(values, ", ") + " UNION ALL SELECT " + strings.Join(nulls, ", ")
	for _, options := range []string{"", ", COMPRESSION zstd", ", COMPRESSION gzip", ", COMPRESSION uncompressed"} {
		if got, want := read(t, duckdb(t, query, options)), "1:"+strings.Join(want, "|")+"\n2:"+strings.Join(absent, "|"); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", options, got, want)
		}
	}
}

// Version 2 of the format has more encodings; all can be read except those for
// floats.
func TestDuckDBVersion2(t *testing.T) {
	got := read(t, duckdb(t, "SELECT i, 'x' || i AS name, (i * 1.01)::DECIMAL(18,2) AS n, DATE '2022-01-01' + i::INTEGER AS d FROM range(3) r(i)", ", PARQUET_VERSION v2"))
	if want := "1:0|x0|0|2022-01-01\n2:1|x1|1.01|2022-01-02\n3:2|x2|2.02|2022-01-03"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Many rows in several row groups are compared with sums that DuckDB computes.
func TestDuckDBRows(t *testing.T) {
	data := duckdb(t, "SELECT i, 'x' || (i % 7) AS name, CASE WHEN i % 3 = 0 THEN NULL ELSE i % 100 END AS n FROM range(10000) r(i)", ", ROW_GROUP_SIZE 2048")
	lines := strings.Split(read(t, data), "\n")
	if len(lines) != 10_000 {
		t.Fatalf("%d rows", len(lines))
	}
	for _, want := range []string{"1:0|x0|∅", "2049:2048|x4|48", "10000:9999|x3|∅", "9999:9998|x2|98"} {
		at := strings.Index(want, ":")
		i := 0
		for _, c := range want[:at] {
			i = 10*i + int(c-'0')
		}
		if lines[i-1] != want {
			t.Errorf("got %s; want %s", lines[i-1], want)
		}
	}
}
