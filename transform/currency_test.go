package transform

import (
	"strings"
	"testing"
)

// An amount in another currency is never in a column of SEK. A row that also states it
// in SEK keeps both.
func TestAmountsOfOtherCurrencies(t *testing.T) {
	columns := map[string]ColumnSpec{"amount": named("belopp"), "currency": named("valuta"), "original_amount": named("i valuta")}
	got := run(t, spec("spend", columns), "o", [][]string{
		{"belopp", "valuta", "i valuta"},
		{"100", "", ""},
		{"100", "kr", ""},
		{"-70,50", "eur", ""},
		{"", "NOK", "12"},
		{"1150", "EUR", "100"},
		{"", "SEK", "5"},
		{"5", "SEK", "5"},
		{"5", "SEK", "6"},
		{"", "USD", ""},
		{"", "", ""},
		{"9", "dollar", ""},
		{"x", "EUR", ""},
		{"7", "€", "NULL"},
	})
	equalLists(t, "rows", got.rows, []string{
		"spend: object=o amount=100.00 _row=2",
		"spend: object=o amount=100.00 currency=SEK _row=3",
		"spend: object=o currency=EUR original_amount=-70.50 _row=4",
		"spend: object=o currency=NOK original_amount=12.00 _row=5",
		"spend: object=o amount=1150.00 currency=EUR original_amount=100.00 _row=6",
		"spend: object=o amount=5.00 currency=SEK _row=7",
		"spend: object=o amount=5.00 currency=SEK _row=8",
		"spend: object=o currency=EUR original_amount=7.00 _row=14",
	})
	equalLists(t, "issues", got.rules(), []string{
		"13 amount number.invalid", "12 currency currency.invalid", "9 original_amount currency.conflict",
		"10 amount required", "11 amount required",
	})
	if got.counts != (Counts{Read: 13, Written: 8, Rejected: 5}) {
		t.Errorf("counts %+v", got.counts)
	}
}

// A contract without a value keeps its currency.
func TestContractValuesOfOtherCurrencies(t *testing.T) {
	got := run(t, Spec{Profile: "contract"}, "o", [][]string{
		{"contract_id", "value", "currency"}, {"A", "10", "EUR"}, {"B", "", "EUR"}, {"C", "10", ""},
	})
	equalLists(t, "rows", got.rows, []string{
		"contract: contract_id=A currency=EUR original_value=10.00 _row=2",
		"contract: contract_id=B currency=EUR _row=3",
		"contract: contract_id=C value=10.00 _row=4",
	})
	equalLists(t, "issues", got.rules(), nil)
}

func TestFaultsOfCurrencies(t *testing.T) {
	tests := map[string]struct {
		columns map[string]ColumnSpec
		want    string
	}{
		"nothing fills an amount": {map[string]ColumnSpec{"text": named("t")}, "amount of table spend is required"},
		"a currency that passes for SEK": {map[string]ColumnSpec{"amount": named("a"),
			"currency": {Column: List{"v"}, Invalid: invalidWarn}}, "would count as SEK"},
		"a currency that is read as something else": {map[string]ColumnSpec{"amount": named("a"),
			"currency": {Column: List{"v"}, As: asOrgNo}}, "holds a currency"},
	}
	for name, tc := range tests {
		_, faults := Compile(spec("spend", tc.columns))
		if len(faults) != 1 || !strings.Contains(faults[0].Message, tc.want) {
			t.Errorf("%s: %v", name, faults)
		}
	}
	got := run(t, Spec{Profile: "spend"}, "o", [][]string{{"text", "currency"}, {"a", "SEK"}})
	if got.err == nil || !strings.Contains(got.err.Error(), "lacks columns that the mapping needs: amount") {
		t.Errorf("a ledger without amounts: %v", got.err)
	}
}

// Definitions with equal texts have the same version; a change of any part changes it.
func TestVersionsOfDefinitions(t *testing.T) {
	got := run(t, Spec{Profile: "indicator_definition"}, "o", [][]string{
		{"indicator", "title", "definition", "unit"},
		{"N1", "Andel i arbete", "Av alla", "procent"},
		{"N1", "Andel i arbete", "Av dem som avslutat", "procent"},
		{"N2", "Andel i arbete", "Av alla", "procent"},
		{"N3", "Andel i arbete Av", "alla", "procent"},
		{"N4", "", "", ""},
	})
	if got.err != nil || len(got.rows) != 5 {
		t.Fatalf("%v %v", got.err, got.rows)
	}
	version := func(row string) string {
		_, after, _ := strings.Cut(row, "version=")
		v, _, _ := strings.Cut(after, " ")
		return v
	}
	a, b, c, d := version(got.rows[0]), version(got.rows[1]), version(got.rows[2]), version(got.rows[3])
	if len(a) != 16 || strings.Trim(a, "abcdefghijklmnop") != "" || a == b || a != c || a == d {
		t.Errorf("versions %q %q %q %q", a, b, c, d)
	}
	stated := run(t, Spec{Profile: "indicator_definition"}, "o", [][]string{{"indicator", "version", "seen"}, {"N1", "2024-1", "2024-05-02"}})
	equalLists(t, "rows", stated.rows, []string{"indicator_definition: indicator=N1 version=2024-1 seen=2024-05-02 _row=2"})
}
