package reference_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"

	"dubbelkrona/internal/reference"
)

// on returns the row of a name and scope that is valid on a day.
func on(all []map[string]string, name, scope, day string) (map[string]string, bool) {
	for _, p := range all {
		if p["name"] == name && p["scope"] == scope && p["valid_from"] <= day && (p["valid_to"] == "" || day <= p["valid_to"]) {
			return p, true
		}
	}
	return nil, false
}

// The rates are those in the worked example of the method.
func TestRatesOfTheWorkedExample(t *testing.T) {
	all := parameters(t)
	for _, want := range []struct{ name, scope, value string }{
		{"kommunalskatt", "municipality:2182", "21.66"},
		{"regionskatt", "municipality:2182", "11.51"},
		{"prisbasbelopp", "all", "59200"},
		{"arbetsgivaravgift", "all", "31.42"},
		{"riksnorm_ensamstaende_manad", "all", "5220"},
		{"aktivitetsstod_lagsta_dag", "all", "365"},
		{"aktivitetsstod_dagar_ar", "all", "260"},
		{"grundavdrag.2.slope", "all", "0.2"},
		{"jobbskatteavdrag.4.base", "all", "3.027"},
	} {
		p, ok := on(all, want.name, want.scope, "2026-01-01")
		if !ok || !decimal.RequireFromString(p["value"]).Equal(decimal.RequireFromString(want.value)) {
			t.Errorf("%s %s is %v, want %s", want.name, want.scope, p, want.value)
		}
	}
}

// Each bracket begins at the value at which the one before it ends; a wrong digit
// would leave a step. Published constants are rounded to three decimals.
func TestBracketsAreContinuous(t *testing.T) {
	all := parameters(t)
	tolerance := decimal.RequireFromString("0.0011")
	checked := 0
	for _, formula := range []string{"grundavdrag", "jobbskatteavdrag"} {
		for _, year := range []string{"2019-01-01", "2023-01-01", "2024-01-01", "2026-01-01"} {
			for n := '2'; n <= '5'; n++ {
				get := func(n rune, part string) (decimal.Decimal, bool) {
					p, ok := on(all, formula+"."+string(n)+"."+part, "all", year)
					if !ok {
						return decimal.Zero, false
					}
					return decimal.RequireFromString(p["value"]), true
				}
				from, ok := get(n, "from")
				if !ok {
					continue
				}
				base, _ := get(n, "base")
				before, _ := get(n-1, "from")
				beforeBase, _ := get(n-1, "base")
				slope, _ := get(n-1, "slope")
				end := beforeBase.Add(slope.Mul(from.Sub(before)))
				if end.Sub(base).Abs().GreaterThan(tolerance) {
					t.Errorf("%s %s: bracket %c begins at %s where the one before ends at %s", formula, year, n, base, end)
				}
				checked++
			}
		}
	}
	if checked != 4*4+3*3 {
		t.Errorf("%d joints checked, want 25", checked)
	}
}

// The same for older persons, whose brackets are lines through the income 0. The
// law has steps in them, each below 0.005 base amounts; at the first, the allowance
// is higher than the income on either side.
func TestBracketsOfOlderPersonsAreContinuous(t *testing.T) {
	all := parameters(t)
	checked := 0
	for formula, last := range map[string]int{"grundavdrag_aldre": 12, "jobbskatteavdrag_aldre": 3} {
		for n := 2; n <= last; n++ {
			get := func(n int, part string) decimal.Decimal {
				p, ok := on(all, fmt.Sprintf("%s.%d.%s", formula, n, part), "all", "2026-01-01")
				if !ok {
					t.Fatalf("%s has no %d.%s", formula, n, part)
				}
				return decimal.RequireFromString(p["value"])
			}
			from := get(n, "from")
			below := get(n-1, "constant").Add(get(n-1, "slope").Mul(from))
			above := get(n, "constant").Add(get(n, "slope").Mul(from))
			const basic = "0.423"
			if allowed := decimal.RequireFromString(basic).Add(decimal.Min(below, above)); formula == "grundavdrag_aldre" && allowed.GreaterThan(from) {
				continue
			}
			if below.Sub(above).Abs().GreaterThan(decimal.RequireFromString("0.005")) {
				t.Errorf("%s: bracket %d begins at %s where the one before ends at %s", formula, n, above, below)
			}
			checked++
		}
	}
	if checked != 10+2 {
		t.Errorf("%d joints checked, want 12", checked)
	}
}

func TestSplitSumsEqualTheTotals(t *testing.T) {
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "parameters", "skattesats_total_2018_2026.csv"))
	if err != nil {
		t.Skip("the list of total rates is not here; the embedded rows were compared with it when they were made")
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	values := make(map[string]string)
	for _, p := range parameters(t) {
		values[p["name"]+" "+p["scope"]+" "+p["valid_from"][:4]] = p["value"]
	}
	compared := 0
	for _, record := range records[1:] {
		year, total := record[0], decimal.RequireFromString(record[2])
		if year < "2025" {
			continue // no rates by municipality and region are built in
		}
		code, ok := reference.MunicipalityCode(record[1])
		if !ok {
			t.Errorf("municipality %q is not found", record[1])
			continue
		}
		key := " municipality:" + code + " " + year
		got := decimal.RequireFromString(values["kommunalskatt"+key]).Add(decimal.RequireFromString(values["regionskatt"+key]))
		if !got.Equal(total) {
			t.Errorf("%s %s: %s, want %s", record[1], year, got, total)
		}
		compared++
	}
	if compared != 580 {
		t.Errorf("compared %d, want 580", compared)
	}
}
