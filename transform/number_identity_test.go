package transform

import (
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/identity/identitytest"
)

// writtenAsNumber returns an identity number in the notations of numeric cells.
func writtenAsNumber(n string) []string {
	short := n[2:]
	return []string{
		n, "-" + n, "+" + n, "(" + n + ")", n + "-", n + ",00", n + ".0", n[:1] + "." + n[1:] + "E+11", n[:1] + "," + n[1:] + "e11", n[:1] + "." + n[1:] + "E11",
		n[:3] + " " + n[3:6] + " " + n[6:9] + " " + n[9:], n[:3] + "\u00a0" + n[3:6] + "\u00a0" + n[6:9] + "\u00a0" + n[9:], n[:3] + "." + n[3:6] + "." + n[6:9] + "." + n[9:],
		n[:8] + "-" + n[8:], n[:8] + " " + n[8:], n + " kr", short, "-" + short, short[:6] + "-" + short[6:], short + ",0",
		short[:1] + " " + short[1:4] + " " + short[4:7] + " " + short[7:],
	}
}

// An identity number, in every notation, is rejected in each numeric column of every
// table.
func TestIdentityNumbersAreNotNumbers(t *testing.T) {
	for _, table := range dubbelkrona.Tables() {
		for _, column := range table.Columns {
			if column.Type != dubbelkrona.Money && column.Type != dubbelkrona.Decimal && column.Type != dubbelkrona.Integer {
				continue
			}
			t.Run(table.Name+"."+column.Name, func(t *testing.T) {
				for _, date := range []string{"19121212", "20030405", "19890172"} {
					number := identitytest.Number(date, "121")
					for _, cell := range writtenAsNumber(number) {
						holdsNoNumber(t, table.Name, column.Name, cell, number[2:])
					}
				}
			})
		}
	}
}

func holdsNoNumber(t *testing.T, table, column, cell, secret string) {
	t.Helper()
	columns := required(t, table)
	columns[column] = named("tal")
	got := run(t, spec(table, columns), "o", [][]string{{"tal"}, {cell}})
	if strings.Contains(strings.Join(got.rows, " "), " "+column+"=") {
		t.Errorf("%q became %s", cell, got.rows)
	}
	var told strings.Builder
	for _, issue := range got.issues {
		told.WriteString(onlyDigits(strings.ReplaceAll(issue.Detail, "e", "")))
	}
	if strings.Contains(told.String(), secret) {
		t.Errorf("%q stands in an issue: %+v", cell, got.issues)
	}
}

// required returns a mapping that fills the required columns of a table with constants.
func required(t *testing.T, name string) map[string]ColumnSpec {
	t.Helper()
	table, ok := dubbelkrona.TableByName(name)
	if !ok {
		t.Fatal(name)
	}
	columns := make(map[string]ColumnSpec)
	for _, c := range table.Columns {
		if !c.Required {
			continue
		}
		cell := "A1"
		switch {
		case c.Type == dubbelkrona.Date:
			cell = "2025-01-01"
		case c.Type == dubbelkrona.Boolean:
			cell = "ja"
		case c.Type == dubbelkrona.Pseudonym:
			cell = identitytest.Number("19450101", "121")
		case c.Type != dubbelkrona.Text:
			cell = "1"
		case len(c.Values) > 0:
			cell = c.Values[0]
		case c.Content == dubbelkrona.Municipality:
			cell = "2182"
		case c.Content == dubbelkrona.OrgNo:
			cell = "2120001355"
		}
		columns[c.Name] = constant(cell)
	}
	return columns
}

func TestLargeAmountsAreAccepted(t *testing.T) {
	for cell, want := range map[string]string{
		"12 345 678 901,50": "12345678901.50", "-8 789 040 123": "-8789040123.00", "5 560 160 680": "5560160680.00", "1912121213": "1912121213.00",
		"999 999 999": "999999999.00", "1212121,21": "1212121.21", "12 121 212,12": "12121212.12",
	} {
		got := run(t, spec("spend", map[string]ColumnSpec{"amount": named("tal")}), "o", [][]string{{"tal"}, {cell}})
		if len(got.rows) != 1 || !strings.Contains(got.rows[0], "amount="+want+" ") {
			t.Errorf("%q: %s %+v", cell, got.rows, got.issues)
		}
	}
}

// Two keys that are identity numbers remain different; as masks they would be equal.
func TestIdentityNumberKeysStayDifferent(t *testing.T) {
	a, b := identitytest.Number("19121212", "121"), identitytest.Number("19121212", "123")
	got := run(t, spec("indicator", map[string]ColumnSpec{"indicator": named("i"), "area": constant("2182"), "period": constant("2022"), "value": constant("1")}),
		"o", [][]string{{"i"}, {a}, {b}, {a}})
	if len(got.rows) != 3 || got.rows[0][:60] == got.rows[1][:60] || strings.TrimSuffix(got.rows[0], "_row=2") != strings.TrimSuffix(got.rows[2], "_row=4") {
		t.Errorf("%s", strings.Join(got.rows, "\n"))
	}
	if text := strings.Join(got.rows, ""); strings.Contains(text, a[2:]) || strings.Contains(text, b[2:]) {
		t.Error("a number is stored")
	}
}
