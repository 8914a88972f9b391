package sie_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sie"
)

func format(t testing.TB, s sie.Settings) *sie.Format {
	t.Helper()
	f, err := sie.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const header = "#FLAGGA 0\n#PROGRAM \"Exempel\" 1.0\n#FORMAT PC8\n#GEN 20260131\n#SIETYP 4\n#FNAMN \"Norra \x8eng \\\"AB\\\"\"\n#ORGNR 556016-0680\n" +
	"#KONTO 4010 \"Ink\x94p\"\n#KONTO 2440 \"Leverant\x94rsskulder\"\n#DIM 1 \"Kostnadsst\x84lle\"\n#OBJEKT 1 100 \"Parkf\x94rvaltning\"\n"

// sample is a file of two vouchers of two rows each.
const sample = header +
	"#VER A 1 20260105 \"M\x86larf\x84rg\" 20260106 \"kari\"\n{\n#TRANS 4010 {1 \"100\"} 250.50 \"\" \"\" 0\n\t#TRANS 2440 {} -250.50\n}\n" +
	"#VER \"A\" \"2\" 20260106\n{\n#TRANS 4010 {} 1.5 20260107 \"Pensel \\\"stor\\\"\"\n#TRANS 2440 {} -1.50\n}\n"

var columns = strings.Fields("orgnr företag valuta serie vernr verifikation verdatum transdat datum vertext transtext text konto kontonamn belopp kvantitet " +
	"kostnadsställe kostnadsställe_namn projekt projekt_namn")

func TestConformance(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object: "2026.se", Sample: []byte(sample), Rows: 4, Columns: columns, Empty: []byte(header), Large: large,
		Make: ingesttest.InMemory(format(t, sie.Settings{})),
	})
}

// large returns a year of vouchers with two rows each.
func large(rows int) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	for i := range rows / 2 {
		fmt.Fprintf(&b, "#VER A %d 202601%02d \"Leverant\x94rsfaktura %d fr\x86n leverant\x94ren med det l\x86nga namnet\" 20260131\n{\n"+
			"\t#TRANS 4010 {1 \"100\"} %d.25 \"\" \"F\x94rbrukningsmaterial till lekplatser och parker\" 0\n\t#TRANS 2440 {} -%[4]d.25 \"\" \"F\x94rbrukningsmaterial\" 0\n}\n", i+1, i%28+1, i, i%9000)
	}
	return b.Bytes()
}

// show formats the cells of a row in the order of the given columns, without those
// that it does not have.
func show(row ingesttest.Row, columns ...string) string {
	var cells []string
	for _, name := range columns {
		if cell, ok := row.Cells[name]; ok {
			cells = append(cells, cell)
		} else {
			cells = append(cells, "∅")
		}
	}
	line := fmt.Sprintf("%d:%s", row.At, strings.Join(cells, "|"))
	if row.Fault != "" {
		line += " !" + row.Fault
	}
	return line
}

func showAll(tab ingesttest.Table, columns ...string) string {
	var lines []string
	for _, row := range tab.Rows {
		lines = append(lines, show(row, columns...))
	}
	return strings.Join(lines, "\n")
}

func TestSample(t *testing.T) {
	tab, err := ingesttest.Decode(t, format(t, sie.Settings{}), "2026.se", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	want := `14:556016-0680|Norra Äng "AB"|∅|A|1|A 1|20260105|∅|20260105|Målarfärg|∅|Målarfärg|4010|Inköp|250.50|0|100|Parkförvaltning|∅|∅
15:556016-0680|Norra Äng "AB"|∅|A|1|A 1|20260105|∅|20260105|Målarfärg|∅|Målarfärg|2440|Leverantörsskulder|-250.50|∅|∅|∅|∅|∅
19:556016-0680|Norra Äng "AB"|∅|A|2|A 2|20260106|20260107|20260107|∅|Pensel "stor"|Pensel "stor"|4010|Inköp|1.5|∅|∅|∅|∅|∅
20:556016-0680|Norra Äng "AB"|∅|A|2|A 2|20260106|∅|20260106|∅|∅|∅|2440|Leverantörsskulder|-1.50|∅|∅|∅|∅|∅`
	if got := showAll(tab, columns...); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, row := range tab.Rows {
		for name, cell := range row.Cells {
			if strings.Contains(cell, "kari") {
				t.Errorf("the signature is in %s", name)
			}
		}
	}
}

func TestQuirks(t *testing.T) {
	ver := func(rows string) string { return header + "#VER A 7 20260105 Text\n{\n" + rows + "\n}\n" }
	good := "\n#VER B 1 20260105\n{\n#TRANS 4010 {} 1\n#TRANS 2440 {} -1\n}\n"
	for _, c := range []struct{ name, in, columns, want string }{
		{"an unbalanced voucher, beside a good one", ver("#TRANS 4010 {} 100\n#TRANS 2440 {} -99.99") + good, "belopp",
			"14:100 !voucher.balance: sums to 0.01, not 0\n15:-99.99 !voucher.balance: sums to 0.01, not 0\n20:1\n21:-1"},
		{"a row that cannot be read", ver("#TRANS 4010 {} 1,00\n#TRANS 2440 {} -1.00") + good, "belopp",
			"14:1,00 !voucher.row: line 14: the amount is no number with a point and two decimals\n15:-1.00 !voucher.row: line 14: the amount is no number with a point and two decimals\n20:1\n21:-1"},
		{"three decimals", ver("#TRANS 4010 {} 1.005\n#TRANS 2440 {} -1.005"), "belopp",
			"14:1.005 !voucher.row: line 14: the amount is no number with a point and two decimals\n15:-1.005 !voucher.row: line 14: the amount is no number with a point and two decimals"},
		{"no object list", ver("#TRANS 4010 1.00\n#TRANS 2440 {} -1.00"), "konto",
			"14:4010 !voucher.row: line 14: an account, an object list and an amount are expected\n15:2440 !voucher.row: line 14: an account, an object list and an amount are expected"},
		{"an open quote", ver("#TRANS \"4010 {} 0"), "belopp", "14:∅ !voucher.row: line 14: a quote is opened and not closed"},
		{"a text cut off at a fixed width", ver("#TRANS 4010 {} 0 20260107 \"M\x86larf\x84rg och"), "belopp text", "14:0|Målarfärg och"},
		{"a quoted brace in an object", ver("#TRANS 4010 {1 \"1}0\"} 0"), "belopp kostnadsställe", "14:0|1}0"},
		{"an open object list", ver("#TRANS 4010 {1 \"100\" 0"), "konto", "14:4010 !voucher.row: line 14: an object list does not end"},
		{"half a pair", ver("#TRANS 4010 {1} 0"), "konto", "14:4010 !voucher.row: line 14: an object list holds pairs"},
		{"a dimension twice", ver("#TRANS 4010 {1 100 1 200} 0"), "kostnadsställe", "14:100 !voucher.row: line 14: a dimension stands twice"},
		{"amounts too large", ver("#TRANS 4010 {} 999999999999999999999 \n#TRANS 4010 {} 0"), "konto",
			"14:4010 !voucher.row: line 14: the amount is no number with a point and two decimals\n15:4010 !voucher.row: line 14: the amount is no number with a point and two decimals"},
		{"removed and added rows are history", ver("#BTRANS 4010 {} 5\n#RTRANS 4010 {} 3\n#TRANS 4010 {} 3\n#TRANS 2440 {} -3.00"), "konto belopp", "16:4010|3\n17:2440|-3.00"},
		{"spaces, tabs, blank lines, unknown labels", ver("\n \t#TRANS\t4010\t{ }   1.00 \t\n\n#NYTT 1 2 3\n#TRANS   2440 {}\t-1.00"), "konto belopp", "15:4010|1.00\n18:2440|-1.00"},
		{"CRLF", strings.ReplaceAll(ver("#TRANS 4010 {} 0.00"), "\n", "\r\n"), "konto belopp text", "14:4010|0.00|Text"},
		{"bare CR, and the mark at the end of DOS files", strings.ReplaceAll(ver("#TRANS 4010 {} 0"), "\n", "\r") + "\x1a", "konto belopp text", "14:4010|0|Text"},
		{"no voucher number yet", header + "#VER A \"\" 20260105\n{\n#TRANS 4010 {} 0\n}\n", "serie vernr verifikation", "14:A|∅|∅"},
		{"dimensions", strings.Replace(ver("#TRANS 4010 {6 \"P 1\" \"9\" \"77\"} 0 \n#TRANS 4010 {61 \"X\" 1 \"200\"} 0"), "#DIM", "#UNDERDIM 61 Etapp 6\n#OBJEKT 61 X \"Etapp X\"\n#OBJEKT 9 77 \"Bj\x94rk AB\"\n#DIM", 1),
			"kostnadsställe kostnadsställe_namn projekt projekt_namn dim_9 dim_9_namn dim_61", "17:∅|∅|P 1|P 1|77|Björk AB|∅\n18:200|200|X|Etapp X|∅|∅|X"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab, err := ingesttest.Decode(t, format(t, sie.Settings{}), "x.se", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if got := showAll(tab, strings.Fields(c.columns)...); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	typed := func(kind string) string { return strings.Replace(sample, "#SIETYP 4", "#SIETYP "+kind, 1) }
	for name, c := range map[string]struct {
		in, charset, want string
	}{
		"type 1":                       {typed("1"), "", "of type 1, which has balances"},
		"type 3":                       {typed("3"), "", "of type 3, which has balances"},
		"type 5":                       {typed("5"), "", "neither 1, 2, 3 nor 4"},
		"no type and no vouchers":      {"#FLAGGA 0\n#FNAMN X\n", "", "no #SIETYP"},
		"a voucher without its end":    {sample[:len(sample)-2], "", "ends within the voucher of line 17"},
		"a voucher within another":     {header + "#VER A 1 20260101\n{\n#VER A 2 20260101\n", "", "line 14: a voucher begins before that of line 12"},
		"a row outside":                {header + "#TRANS 4010 {} 0\n", "", "line 12: a #TRANS stands outside"},
		"a row before the brace":       {header + "#VER A 1 20260101\n#TRANS 4010 {} 0\n", "", "line 13: a #TRANS stands outside"},
		"a brace without a voucher":    {header + "}\n", "", "line 12: a brace stands"},
		"a brace and more":             {header + "#VER A 1 20260101\n{ #TRANS 4010 {} 0\n}\n", "", "must stand alone"},
		"text":                         {header + "Anna;4010\n", "", "line 12: it begins with neither"},
		"another language of labels":   {"#FLAGGA 0\n#a\n#b\n#c\n", "", "3 of its 4 labels are not labels of SIE"},
		"a web page":                   {"<!DOCTYPE html><html><body>404", "", "HTML page"},
		"a web page after blank lines": {"\r\n\r\n<html>", "", "HTML page"},
		"UTF-16":                       {"#\x00F\x00L\x00", "", "NUL"},
		"letters of Windows-1252":      {"#FLAGGA 0\n#SIETYP 4\n#FNAMN \"Bj\xf6rk\"\n", "", "set charset: windows-1252"},
		"not UTF-8 though set":         {sample, "utf-8", "not UTF-8"},
		"not Windows-1252 though set":  {"#FLAGGA 0\n#SIETYP 4\n#FNAMN \"\x8f\"\n", "windows-1252", "Windows-1252"},
		"a line without end":           {header + "#PROSA " + strings.Repeat("x", 2<<20), "", "line 12 is longer than 1048576 bytes"},
		"a voucher without end":        {header + "#VER A 1 20260101\n{\n" + strings.Repeat("#TRANS 4010 {} 0\n", 20_000), "", "rows of the voucher of line 12 take more than the limit of 2097152 bytes"},
		"names without end":            {header + strings.Repeat("#KONTO 1 "+strings.Repeat("x", 1000)+"\n", 3000), "", "take more than the limit of 2097152 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ingesttest.DecodeWith(t, format(t, sie.Settings{Charset: c.charset}), "x.se", []byte(c.in), ingest.Limits{Record: 1 << 20, Memory: 2 << 20})
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(fmt.Sprint(err), c.want) {
				t.Errorf("%v; want an Invalid error that says %q", err, c.want)
			}
		})
	}
	for _, charset := range []string{"utf-16le", "latin-9"} {
		if _, err := sie.New(sie.Settings{Charset: charset}); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("charset %s: %v", charset, err)
		}
	}
}

func TestCharsets(t *testing.T) {
	in := func(name string) []byte {
		return []byte("#FLAGGA 0\n#SIETYP 4\n#FNAMN \"" + name + "\"\n#VER A 1 20260101\n{\n#TRANS 4010 {} 0\n}\n")
	}
	for name, c := range map[string]struct{ charset, name, want string }{
		"code page 437":                   {"", "Bj\x94rk\x86sen \x9c", "Björkåsen £"},
		"UTF-8":                           {"", "Björk 东", "Björk 东"},
		"UTF-8 across the reader's edges": {"", strings.Repeat("å", 40_000), strings.Repeat("å", 40_000)},
		"UTF-8 with a byte order mark":    {"", "", ""},
		"Windows-1252 when asked":         {"windows-1252", "Bj\xf6rk \x80", "Björk €"},
		"code page 437 when asked":        {"cp437", "\xe5\xe4", "σΣ"},
		"UTF-8 cut off is code page 437":  {"", "\x86\xc3", "å├"},
		"what can be both is UTF-8":       {"", "\xc3\xb6", "ö"},
		"and is code page 437 when asked": {"cp437", "\xc3\xb6", "├╢"},
	} {
		t.Run(name, func(t *testing.T) {
			data := in(c.name)
			if c.name == "" {
				data, c.want = append([]byte("\ufeff"), in("Ö")...), "Ö"
			}
			tab, err := ingesttest.Decode(t, format(t, sie.Settings{Charset: c.charset}), "x.se", data)
			if err != nil {
				t.Fatal(err)
			}
			if got := tab.Rows[0].Cells["företag"]; got != c.want {
				t.Errorf("the name is %q; want %q", got, c.want)
			}
		})
	}
}

func TestFormatIsDetected(t *testing.T) {
	for head, want := range map[string]bool{"\r\n #FLAGGA 0\r\n": true, "#FLAGGA\t1": true, "#flagga;x\n1;2": false, "konto;belopp\n#FLAGGA": false, "": false} {
		if got := sie.Kind().Match("x.se", []byte(head)); got != want {
			t.Errorf("Match(%q) = %v", head, got)
		}
	}
}
