package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/rawbatch"
)

// FuzzAgainstEncodingCSV checks that a text which encoding/csv accepts, with every
// row as long as the header, is read in the same way; that nothing panics, and that
// errors are Invalid.
func FuzzAgainstEncodingCSV(f *testing.F) {
	for _, seed := range []string{
		"a;b\n1;2\n", "a;b\r\n\"x;\"\"y\";2\r\n", "a;b\n\"x\ny\";\n;z", "a;b\r1;2\r", "sep=;\na;b\n1;2", "a;b\n\"x;1\ny;2",
		"a;b;c\n1;x; y;3\n", "\xef\xbb\xbfa;b\n\xe5;1", "\n\na;b\n;\n1;\"\"\n", "a;b\n\"x\" ;2\n\"p\"q;3\n", "a;b\r\n1;2\r\r\n",
	} {
		f.Add([]byte(seed))
	}
	format, err := csv.New(csv.Settings{Delimiter: ";"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tab, err := ingesttest.DecodeWith(t, format, "x.csv", data, ingest.Limits{Record: 1 << 16, BatchRows: 3})
		if err != nil {
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		want, ok := oracle(data)
		if !ok || len(want) == 0 {
			return
		}
		if len(want)-1 != len(tab.Rows) {
			t.Fatalf("%d rows; encoding/csv has %d", len(tab.Rows), len(want)-1)
		}
		names := rawbatch.ColumnNames(want[0])
		for n, row := range want[1:] {
			for i, cell := range row {
				got := strings.ReplaceAll(tab.Rows[n].Cells[names[i]], "\r\n", "\n")
				if got != cell {
					t.Fatalf("row %d, cell %d: %q; encoding/csv has %q", n, i, got, cell)
				}
			}
		}
	})
}

// oracle returns the rows that encoding/csv reads, without blank rows. It is not used
// if the two differ on purpose: bare CR, a header that is not the first row, names
// that are only white space, a separator line.
func oracle(data []byte) (rows [][]string, ok bool) {
	if bytes.Contains(bytes.ReplaceAll(data, []byte("\r\n"), nil), []byte("\r")) ||
		bytes.HasPrefix(bytes.ToLower(data), []byte("sep=")) || !ascii(data) {
		return nil, false
	}
	r := stdcsv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = ';', -1
	all, err := r.ReadAll()
	if err != nil {
		return nil, false
	}
	for _, row := range all {
		if strings.TrimSpace(strings.Join(row, "")) != "" {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 || rawbatch.FindHeader(rows) != 0 || rawbatch.CleanName(rows[0][len(rows[0])-1]) == "" {
		return nil, false
	}
	for _, row := range rows {
		if len(row) != len(rows[0]) {
			return nil, false
		}
	}
	return rows, true
}

func ascii(data []byte) bool {
	return !bytes.ContainsFunc(data, func(r rune) bool { return r >= 0x80 || r == 0 })
}
