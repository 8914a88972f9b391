package csv_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
)

func format(t testing.TB, s csv.Settings) *csv.Format {
	t.Helper()
	f, err := csv.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestConformance(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object:  "rows.csv",
		Sample:  []byte("namn;belopp;datum\nKalmar \"norra\";1,5;2022-01-01\n\"a;b\nc\";2;2022-01-02\nÖ;3;2022-01-03\n"),
		Rows:    3,
		Columns: []string{"namn", "belopp", "datum"},
		Empty:   []byte("namn;belopp;datum\n"),
		Large:   ledger,
		Write:   ingesttest.CSV,
		Make:    ingesttest.InMemory(format(t, csv.Settings{})),
	})
}

// show formats a table: columns, then each row with its line, cells in the order of
// the columns (∅ for NULL) and fault.
func show(tab ingesttest.Table) string {
	lines := []string{strings.Join(tab.Columns, "|")}
	for _, row := range tab.Rows {
		cells := make([]string, len(tab.Columns))
		for i, name := range tab.Columns {
			cell, ok := row.Cells[name]
			if !ok {
				cell = "∅"
			}
			cells[i] = cell
		}
		line := fmt.Sprintf("%d:%s", row.At, strings.Join(cells, "|"))
		if row.Fault != "" {
			line += " !" + row.Fault
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestQuirks(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		settings       csv.Settings
	}{
		{"semicolon, decimal comma", "a;b;c\nx;1,5;y\nz;2,5;w\n", "a|b|c\n2:x|1,5|y\n3:z|2,5|w", csv.Settings{}},
		{"comma", "a,b\n1,2\n", "a|b\n2:1|2", csv.Settings{}},
		{"tab", "a\tb\n1\t2, 3\n", "a|b\n2:1|2, 3", csv.Settings{}},
		{"pipe", "a|b\n1|2\n", "a|b\n2:1|2", csv.Settings{}},
		{"set", "a;b#c\n1;2#3\n", "a;b|c\n2:1;2|3", csv.Settings{Delimiter: "#"}},
		{"one column", "namn\nKalmar\nÖrebro, län\n", "namn\n2:Kalmar\n3:Örebro, län", csv.Settings{}},
		{"CRLF", "a;b\r\n1;2\r\n3;4", "a|b\n2:1|2\n3:3|4", csv.Settings{}},
		{"bare CR", "a;b\r1;2\r3;4\r", "a|b\n2:1|2\n3:3|4", csv.Settings{}},
		{"bare CR, quoted", "a;b\r\"1\r;\";2\r3;\"4\"\r", "a|b\n2:1\r;|2\n4:3|4", csv.Settings{}},
		{"next line and line separator are text", "a;b\nx\u0085y;p\u2028q\n", "a|b\n2:x\u0085y|p\u2028q", csv.Settings{}},
		{"quotes", "a;b\n\"x \"\"y\"\"\";\"p;\nq\"\n1;2\n", "a|b\n2:x \"y\"|p;\nq\n4:1|2", csv.Settings{}},
		{"quotes in the middle", "a;b\nBar \"Norra\" AB;2\n3;4\n", "a|b\n2:Bar \"Norra\" AB|2\n3:3|4", csv.Settings{}},
		{"text behind a quote", "a;b\n\"Norra\" AB;2\n3;4\n", "a|b\n2:\"Norra\" AB|2\n3:3|4", csv.Settings{}},
		{"space behind a quote", "a;b\n\"x;y\" ;2\n", "a|b\n2:x;y|2", csv.Settings{}},
		{"a quote left open", "a;b\n\"x;1\ny;2\nz;3\n", "a|b\n2:\"x|1 !row.quote: a quote is opened and not closed\n3:y|2\n4:z|3", csv.Settings{}},
		{"a quote left open at the end", "a;b\ny;2\nz;\"3", "a|b\n2:y|2\n3:z|\"3 !row.quote: a quote is opened and not closed", csv.Settings{}},
		{"too few cells", "a;b;c\n1;2;3\n1;2\n4;5;6\n", "a|b|c\n2:1|2|3\n3:1|2|∅ !row.fields: 2 of 3 cells\n4:4|5|6", csv.Settings{}},
		{"too many cells", "a;b\n1;2\n1;2;3\n4;5\n", "a|b\n2:1|2\n3:1|2 !row.fields: 3 of 2 cells\n4:4|5", csv.Settings{}},
		{"unquoted delimiter and space in text", "nr;titel;kr\n1;rivning; sanering; transport;5\n2;el;6\n3;va; el;7\n", "nr|titel|kr\n2:1|rivning; sanering; transport|5\n3:2|el|6\n4:3|va; el|7", csv.Settings{}},
		{"unquoted delimiter, in doubt", "nr;titel;kr\n1;a; b;c;5\n2;el;6\n3;va;7\n", "nr|titel|kr\n2:1|a| b !row.fields: 5 of 3 cells\n3:2|el|6\n4:3|va|7", csv.Settings{}},
		{"unquoted delimiter and space where numbers are right-aligned", "nr;titel;kr\n1;el;  6\n2;va;rör;  7\n3;a; b;  8\n4;tak;  9\n", "nr|titel|kr\n2:1|el|  6\n3:2|va|rör !row.fields: 4 of 3 cells\n4:3|a| b !row.fields: 4 of 3 cells\n5:4|tak|  9", csv.Settings{}},
		{"unquoted delimiter and space, twice in two texts", "nr;a;b;c\n1;x; y;z; w;3\n2;p;q;4\n3;p;q;4\n", "nr|a|b|c\n2:1|x; y|z; w|3\n3:2|p|q|4\n4:3|p|q|4", csv.Settings{}},
		{"unquoted delimiter and space at the end", "nr;titel\n1;el; va; bygg\n2;tak\n3;mur\n", "nr|titel\n2:1|el; va; bygg\n3:2|tak\n4:3|mur", csv.Settings{}},
		{"unquoted delimiter beside quotes", "nr;titel;kr\n1;\"el\"; va;5\n2;tak;6\n3;mur;7\n", "nr|titel|kr\n2:1|el| va !row.fields: 4 of 3 cells\n3:2|tak|6\n4:3|mur|7", csv.Settings{}},
		{"empty cells too many", "a;b;\n1;2;\n3;4;;;\n5;6\n", "a|b\n2:1|2\n3:3|4\n4:5|6", csv.Settings{}},
		{"a nameless last column with content", "a;b;\n1;2;x\n", "a|b|kolumn_3\n2:1|2|x", csv.Settings{}},
		{"blank lines", "\na;b\n\n1;2\n;\n \n3;4\n\n", "a|b\n4:1|2\n7:3|4", csv.Settings{}},
		{"preamble", "Leverantörsreskontra 2022\nUtskriven;2023-01-02\n\nkop;lev;dat;bel\n1;2;;4\n5;;7;8\n9;1;2;3\n", "kop|lev|dat|bel\n5:1|2||4\n6:5||7|8\n7:9|1|2|3", csv.Settings{}},
		{"header row set", "x;y\na;b\n1;2\n", "a|b\n3:1|2", csv.Settings{HeaderRow: 2}},
		{"names", "\u200b a ; b\u00a0;;a;\"x\ny\"\n1;2;3;4;5\n", "a|b|kolumn_3|kolumn_4|x y\n3:1|2|3|4|5", csv.Settings{}},
		{"byte order mark", "\ufeffa;b\n1;2\n", "a|b\n2:1|2", csv.Settings{}},
		{"byte order mark and quotes", "\ufeff\"a\";\"b\"\n1;2\n", "a|b\n2:1|2", csv.Settings{}},
		{"Excel's separator line", "sep=,\r\na,b;c\r\n1,2\r\n", "a|b;c\n3:1|2", csv.Settings{}},
		{"Windows-1252", "namn;k\xf6n\n\xc5sa;K\n\x80;\x96\n", "namn|kön\n2:Åsa|K\n3:€|–", csv.Settings{}},
		{"code page 437 when asked", "namn;x\n\x8fsa \x81;y\n", "namn|x\n2:Åsa ü|y", csv.Settings{Charset: "cp437"}},
		{"UTF-16LE", "\xff\xfea\x00,\x00b\x00\r\x00\n\x00\xe5\x00,\x00=\xd8\x00\xde\n\x00", "a|b\n2:å|😀", csv.Settings{}},
		{"UTF-16BE", "\xfe\xff\x00a\x00;\x00b\x00\n\x00\xe5\x00;\x002\x00\n", "a|b\n2:å|2", csv.Settings{}},
		{"a decimal comma after the delimiter's neighbour", "a,b\n1,-5\n2,-6\n", "a|b\n2:1|-5\n3:2|-6", csv.Settings{}},
		{"header alone", "a;b\n", "a|b", csv.Settings{}},
		{"a column named as the reserved one", "_fault;b\n1;2\n", "kolumn_1|b\n2:1|2", csv.Settings{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab, err := ingesttest.Decode(t, format(t, c.settings), "x.csv", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if got := show(tab); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	long := "a;b\n" + strings.Repeat("x", 3<<20)
	for name, c := range map[string]struct {
		in       string
		settings csv.Settings
		want     string
	}{
		"a record without end":     {long, csv.Settings{}, "line 2: a record is longer than 1048576 bytes"},
		"no character in 1252":     {"a;b\n\xe5;\x81\n", csv.Settings{}, "Windows-1252"},
		"set UTF-8, but is not":    {"a;b\n\xe5;x\n", csv.Settings{Charset: "utf-8"}, "byte 4 is not UTF-8"},
		"marked UTF-8, but is not": {"\ufeffa;b\n\xe5;x\n", csv.Settings{}, "not UTF-8"},
		"two encodings mixed":      {"a;b\nåäö;\xe5\n", csv.Settings{}, "put together"},
		"set 1252, but is UTF-8":   {"a;b\nåäö;x\n", csv.Settings{Charset: "windows-1252"}, "are UTF-8, though"},
		"set 437, but is UTF-8":    {"a;b\nåäö;x\n", csv.Settings{Charset: "cp437"}, "are UTF-8, though"},
		"null":                     {"null\n", csv.Settings{}, "it is JSON"},
		"an object":                {`{"error": "quota"}`, csv.Settings{}, "it is JSON"},
		"a list":                   {` [{"a":1}]`, csv.Settings{}, "it is JSON"},
		"XML":                      {"<?xml version=\"1.0\"?><a/>", csv.Settings{}, "XML"},
		"an element":               {"<error>x</error>", csv.Settings{}, "XML"},
		"nothing":                  {"", csv.Settings{}, "neither a header nor a row"},
		"blank lines":              {"\n \n\n", csv.Settings{}, "neither a header nor a row"},

		"half a surrogate":           {"\xff\xfea\x00\x00\xd8b\x00", csv.Settings{}, "surrogate"},
		"UTF-16 without a mark":      {"a\x00;\x00b\x00", csv.Settings{}, "set charset"},
		"a header row that is not":   {"a;b\n1;2\n", csv.Settings{HeaderRow: 9}, "no row begins on line 9"},
		"a web page":                 {"\ufeff\n <!DOCTYPE HTML><html>", csv.Settings{}, "HTML page"},
		"a web page after a comment": {"<!-- x --><html><body>a;b", csv.Settings{}, "HTML page"},
		"a workbook":                 {"PK\x03\x04\x14", csv.Settings{}, "workbook"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ingesttest.DecodeWith(t, format(t, c.settings), "x.csv", []byte(c.in), ingest.Limits{Record: 1 << 20})
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want an Invalid error that says %q", err, c.want)
			}
		})
	}
}

// The last byte of a large file may show that it is not UTF-8.
func TestCharsetIsDecidedByTheWholeText(t *testing.T) {
	text := "namn;ort\n" + strings.Repeat("Anna;Kalmar\n", 100_000) + "Bo;\xd6rebro\n"
	tab, err := ingesttest.Decode(t, format(t, csv.Settings{}), "x.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if last := tab.Rows[len(tab.Rows)-1]; last.Cells["ort"] != "Örebro" || last.At != 100_002 {
		t.Errorf("the last row is %v", last)
	}
}

// A quote that is never closed must not hide the rows after it, in a file of any
// size.
func TestOpenQuoteInALargeFile(t *testing.T) {
	text := "a;b\n\"x;1\n" + strings.Repeat("y;2\n", 500_000)
	tab, err := ingesttest.DecodeWith(t, format(t, csv.Settings{}), "x.csv", []byte(text), ingest.Limits{Record: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if len(tab.Rows) != 500_001 || tab.Rows[0].Fault == "" || tab.Rows[1].Fault != "" {
		t.Errorf("%d rows, the first %v", len(tab.Rows), tab.Rows[0])
	}
}

func TestRegionLedger(t *testing.T) {
	data, err := os.ReadFile("../../../shared/fixtures/supplier_ledger_se/vgr_sample.csv")
	if err != nil {
		t.Skip("the folder of real files is absent")
	}
	tab, err := ingesttest.Decode(t, format(t, csv.Settings{}), "vgr_sample.csv", data)
	if err != nil {
		t.Fatal(err)
	}
	var amounts []string
	for _, row := range tab.Rows {
		amounts = append(amounts, row.Cells["nettobelopp"]+row.Fault)
	}
	if want := []string{"136.98", "5058332.75", "-14250.00", "3285.00"}; !slices.Equal(amounts, want) || len(tab.Columns) != 15 {
		t.Errorf("amounts %q, %d columns; want %q, 15", amounts, len(tab.Columns), want)
	}
}
