package sie_test

import (
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sie"
)

// FuzzDecode checks that nothing panics, that errors are Invalid, and that the position
// of each row is the line of a #TRANS.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(header + "#VER\n{\n#TRANS 1 {1 \"a\\\"b\" 6 c} -0.5 \"\" \"x\n#TRANS {}\n#TRANS 1 {1\n}\n#KSUMMA 1"))
	f.Add(checked("#KSUMMA 1\n"))
	f.Add([]byte("#SIETYP 4\r\r\n#VER \"\" \"\"\r{\r#RTRANS 1 {} 1\r#TRANS 1 {} 99999999999999\r}\x1a"))
	f.Add([]byte("\xef\xbb\xbf#FLAGGA 0\n#SIETYP 4\n#FNAMN \"å"))
	format, err := sie.New(sie.Settings{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tab, err := ingesttest.DecodeWith(t, format, "x.se", data, ingest.Limits{Record: 1 << 12, Memory: 1 << 14, Columns: 30, BatchRows: 2})
		if err != nil {
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		text := strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\r", "\n")
		lines := strings.Split(text, "\n")
		for _, row := range tab.Rows {
			if !strings.Contains(lines[row.At-1], "#TRANS") {
				t.Fatalf("line %d is no #TRANS: %q", row.At, lines[row.At-1])
			}
		}
	})
}
