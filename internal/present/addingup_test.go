package present

import (
	"strings"
	"testing"

	"dubbelkrona"

	"github.com/shopspring/decimal"
)

func known(text string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(text))
}

func TestTermsAddUpInWholeNumbers(t *testing.T) {
	for total, c := range map[string]struct{ terms, want string }{
		"1.5":  {"0.5 0.5 0.5", "1 1 0"},     // 2 in all
		"1.2":  {"0.4 0.4 0.4", "1 0 0"},     // 1 in all
		"-1.2": {"-0.4 -0.4 -0.4", "0 0 -1"}, // -1 in all
		"10":   {"12.7 -2.7", "13 -3"},       // each term is rounded to its nearest whole number
		"0.0":  {"1000000.49 -1000000.49", "1000000 -1000000"},
		"5":    {"1 1", "1 1"}, // not the sum of these terms: they are unchanged
	} {
		var terms []decimal.NullDecimal
		for _, term := range strings.Fields(c.terms) {
			terms = append(terms, known(term))
		}
		var got []string
		for _, term := range addingUp(terms, known(total)) {
			got = append(got, term.Decimal.String())
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s of %s: %s, want %s", c.terms, total, text, c.want)
		}
	}
	if got := addingUp([]decimal.NullDecimal{known("0.5"), {}}, known("1")); !got[0].Decimal.Equal(decimal.RequireFromString("0.5")) || got[1].Valid {
		t.Errorf("with an unknown term: %v", got)
	}
}

// The printed amounts of the worked example's row add up to the krona.
func TestRowOfTheDoubleValueAddsUp(t *testing.T) {
	var rows []dubbelkrona.Result
	for part, value := range map[string]string{"": "1.6616", "kr_v": "1115500.40", "kr_c": "1200000", "kr_kommun": "381661.40", "kr_region": "82745.40", "kr_stat": "-26884.40",
		"kr_individ_participants": "587861.40", "kr_individ_displaced": "-146965.40", "npv": "793918.80"} {
		rows = append(rows, dubbelkrona.Result{Metric: "double_value", Part: part, PeriodGrain: "all", Value: exported(t, value)})
	}
	var b strings.Builder
	if err := DoubleValue(&b, "en", rows, func(code string) string { return code }); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	var sum int64
	cells := strings.Fields(lines[len(lines)-1])
	for _, cell := range cells[1:7] {
		sum += amount(t, cell)
	}
	if net := amount(t, cells[7]); sum != net || net != 793919 {
		t.Errorf("%v add up to %d", cells, sum)
	}
}

func exported(t *testing.T, text string) dubbelkrona.Number {
	t.Helper()
	cents, err := decimal.NewFromString(text)
	if err != nil {
		t.Fatal(err)
	}
	value, err := dubbelkrona.NewNumber(cents.Shift(4).BigInt(), 4)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func amount(t *testing.T, cell string) int64 {
	t.Helper()
	d, err := decimal.NewFromString(strings.NewReplacer(",", "", "−", "-").Replace(cell))
	if err != nil {
		t.Fatal(err)
	}
	return d.IntPart()
}
