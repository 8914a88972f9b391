package transform

import (
	"fmt"
	"strings"
	"testing"

	"dubbelkrona"
)

// Texts are recognised as labels of sums, or as names.
func TestLabelsOfSums(t *testing.T) {
	for label, texts := range map[sumLabel][]string{
		fullLabel: {"Summa", "SUMMA:", " summa kr", "Totalt", "TOTALT inkl moms", "Totalt exkl. moms 2024", "Totalsumma", "Delsumma", "Slutsumma:", "Grand Total",
			"Total:", "Total excl. VAT", "Sum:", "Sub-total", "Subtotal", "** Summa **", "Summa januari 2024", "varav moms", "Moms:", "Summa totalt", "Total amount"},
		bareLabel:  {"Total", "sum", "TOTAL"},
		looseLabel: {"Summa Fastighetskontoret", "Delsumma konto 4010", "Totalt alla Förvaltningar AB"},
		noLabel: {"Total AB", "Sum of Us AB", "Total Energies Sverige", "Totalförsvarets forskningsinstitut", "Summarum AB", "Alfa AB", "4010", "", "Totalrenovering Stockholm",
			"Moms & Co", "Sammanlagt"},
	} {
		for _, text := range texts {
			if got := labelOf(clean(text)); got != label {
				t.Errorf("%q: %d; want %d", text, got, label)
			}
		}
	}
}

// Rows of sums go to quarantine with their own rule, in every table and mapping, and are
// not counted as rejected rows.
func TestSumsAreNotRows(t *testing.T) {
	own := Spec{Tables: []TableSpec{{Table: "spend", Columns: map[string]ColumnSpec{
		"verification_no": {Column: List{"ver"}}, "supplier_name": {Column: List{"lev"}}, "supplier_org_no": {Column: List{"nr"}, Optional: true},
		"date": {Column: List{"dag"}}, "amount": {Column: List{"kr"}}}}}}
	ledger := func(last ...string) [][]string {
		return [][]string{{"ver", "lev", "nr", "dag", "kr"}, {"1", "Alfa", "", "2024-01-15", "10"}, {"2", "Beta", "", "2024-01-16", "20,50"}, last}
	}
	contracts := func(last ...string) [][]string {
		return [][]string{{"contract_id", "supplier_name", "value", "start"}, {"A-1", "Alfa", "100", "2024-01-01"}, {"A-2", "Beta", "200", "2024-01-01"}, last}
	}
	for name, c := range map[string]struct {
		spec   Spec
		rows   [][]string
		kept   int
		issues string
	}{
		"in the first column":           {own, ledger("Summa", "", "", "", "30,50"), 2, "4  row.total"},
		"in another":                    {own, ledger("", "TOTALT", "", "", "30,50"), 2, "4  row.total"},
		"of the other sign":             {own, ledger("Summa", "", "", "", "-30,50"), 2, "4  row.total"},
		"in whole kronor":               {own, ledger("Summa", "", "", "", "31"), 2, "4  row.total"},
		"with VAT":                      {own, ledger("TOTALT inkl moms", "", "", "", "38,13"), 2, "4  row.total"},
		"without a sum":                 {own, ledger("Summa", "", "", "", ""), 2, "4  row.total"},
		"with dashes":                   {own, ledger("-", "Summa", "-", "-", "30,50"), 2, "4  row.total"},
		"of somebody":                   {own, ledger("", "Summa Fastighet", "", "", "30,50"), 2, "4  row.total"},
		"a supplier with its number":    {own, ledger("", "Total", "556000-4615", "2024-01-15", "5"), 3, ""},
		"a supplier called Total AB":    {own, ledger("3", "Total AB", "", "2024-01-15", "5"), 3, ""},
		"a supplier called Summa":       {own, ledger("3", "Summa", "", "2024-01-15", "5"), 3, ""},
		"a list of contracts":           {Spec{Profile: "contract"}, contracts("Totalt", "", "300", ""), 2, "4  row.total"},
		"a contract that is called so":  {Spec{Profile: "contract"}, contracts("Totalt", "Alfa", "300", "2024-01-01"), 3, ""},
		"persons, whose key is missing": {Spec{Profile: "outcome", Quarantine: anyShare()}, [][]string{{"x", "person", "month", "wage"}, {"a", "TF 1912-9", "2024-01", "5"}, {"Summa", "", "", "5"}}, 0, "3  row.total"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, c.spec, "o", c.rows)
			if got.err != nil {
				t.Fatal(got.err)
			}
			var totals []string
			for _, i := range got.issues {
				if i.Rule == string(ruleTotal) {
					totals = append(totals, fmt.Sprintf("%d %s %s", i.Row, i.Column, i.Rule))
				}
			}
			if strings.Join(totals, ",") != c.issues || len(got.rows) != c.kept || c.issues != "" && got.counts.Skipped != 1 {
				t.Errorf("rows %q, issues %v, counts %+v; want %d rows and %q", got.rows, got.issues, got.counts, c.kept, c.issues)
			}
		})
	}
}

// An object is refused if a stated sum differs from that of its rows, since it is
// incomplete. There may be sums of groups, sums above their rows, and sums of sums.
func TestStatedSums(t *testing.T) {
	rows := func(text string) [][]string {
		all := [][]string{{"ver", "lev", "dag", "kr"}}
		for cell := range strings.FieldsSeq(text) {
			amount, sum := strings.CutPrefix(cell, "=")
			switch {
			case sum && strings.HasSuffix(amount, "v"):
				all = append(all, []string{"Summa inkl moms", "", "", strings.TrimSuffix(amount, "v")})
			case sum:
				all = append(all, []string{"Summa", "", "", amount})
			default:
				all = append(all, []string{"1", "A", "2024-01-15", amount})
			}
		}
		return all
	}
	spec := Spec{Tables: []TableSpec{{Table: "spend", Columns: map[string]ColumnSpec{
		"verification_no": {Column: List{"ver"}}, "supplier_name": {Column: List{"lev"}}, "date": {Column: List{"dag"}}, "amount": {Column: List{"kr"}}}}}}
	for text, want := range map[string]bool{
		"1 2 3 =6":                 true,
		"1 2 =3 4 5 =9 =12":        true,
		"1 2 =3 4 5 =9 6 =6 =18":   true,
		"1 =1 2 =2 =3 4 =4 =7":     true,
		"=6 1 2 3":                 true,
		"=3 1 2 =9 4 5":            true,
		"=12 =3 1 2 =9 4 5":        true,
		"1 2 3 =6 =7,50v":          true,
		"-1 2 =-1":                 true,
		"1,25 2,25 =4":             true,
		"10 20 oläsligt =90":       true, // an amount that could not be read may explain the sum
		"100 200 =600":             false,
		"100 200 =300 400 =900":    false,
		"100 =300":                 false,
		"=600 100 200":             false,
		"100 200 =300 400 =2000v":  true,
		"100 200 =300 =600":        false,
		"100 200 300 =300":         false,
		"123456789012,34 =200,00":  false,
		"100 200 =302":             false,
		"100 200 =301":             true,
		"100 200 =300 100 200 =99": false,
	} {
		err := run(t, spec, "o", rows(text)).err
		if want != (err == nil) || err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", text, err)
		}
	}
	many := strings.Repeat("10 20 =30 ", 3000)
	if err := run(t, spec, "o", rows(many+"=90000")).err; err != nil {
		t.Errorf("many groups: %v", err)
	}
}
