package reference_test

import (
	"encoding/csv"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"dubbelkrona"
	"dubbelkrona/internal/reference"
)

// rows reads an embedded file as one map for each row.
func rows(t *testing.T, name string) (all []map[string]string) {
	t.Helper()
	file, err := reference.FS().Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, column := range records[0] {
			row[column] = record[i]
		}
		all = append(all, row)
	}
	return all
}

func parameters(t *testing.T) (all []map[string]string) {
	t.Helper()
	names, err := fs.Glob(reference.FS(), "parameters_*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("no parameter files: %v", err)
	}
	for _, name := range names {
		all = append(all, rows(t, name)...)
	}
	return all
}

func TestHeadersAreColumnsOfTheTables(t *testing.T) {
	names, err := fs.Glob(reference.FS(), "*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		wanted := "parameter"
		if name == "municipality.csv" {
			wanted = "municipality"
		}
		table, _ := dubbelkrona.TableByName(wanted)
		header := slices.Sorted(maps.Keys(rows(t, name)[0]))
		var columns []string
		for _, c := range table.Columns {
			columns = append(columns, c.Name)
		}
		slices.Sort(columns)
		if !slices.Equal(header, columns) {
			t.Errorf("%s: columns %v, the table has %v", name, header, columns)
		}
	}
}

func TestMunicipalities(t *testing.T) {
	all := rows(t, "municipality.csv")
	seen := make(map[string]bool)
	regions := make(map[string]bool)
	for _, m := range all {
		code, name := m["code"], m["name"]
		if len(code) != 4 || seen[code] || !strings.HasPrefix(code, m["region_code"]) || len(m["region_code"]) != 2 {
			t.Errorf("row %v", m)
		}
		seen[code] = true
		regions[m["region_code"]] = true
		for _, form := range []string{code, name, strings.ToUpper(name), name + " kommun", name + "s kommun"} {
			if got, ok := reference.MunicipalityCode(form); !ok || got != code {
				t.Errorf("MunicipalityCode(%q) = %q, %v, want %s", form, got, ok, code)
			}
		}
	}
	if len(seen) != 290 || len(regions) != 21 {
		t.Errorf("%d municipalities in %d counties, want 290 in 21", len(seen), len(regions))
	}
}

func TestParametersAreValidRows(t *testing.T) {
	table, _ := dubbelkrona.TableByName("parameter")
	grades, _ := table.Column("grade")
	distributions, _ := table.Column("distribution")
	for _, p := range parameters(t) {
		problem := ""
		switch {
		case p["name"] == "" || p["unit"] == "" || p["source"] == "":
			problem = "name, unit or source is empty"
		case !slices.Contains(grades.Values, p["grade"]):
			problem = "grade"
		case !slices.Contains(distributions.Values, p["distribution"]):
			problem = "distribution"
		case (p["value"] == "") != (p["grade"] == "missing"):
			problem = "a value is empty if and only if its grade is missing"
		case !day(p["valid_from"]) || p["valid_to"] != "" && (!day(p["valid_to"]) || p["valid_to"] < p["valid_from"]):
			problem = "dates"
		case !scope(p["scope"]):
			problem = "scope"
		case !number(p["value"]) || !number(p["low"]) || !number(p["high"]):
			problem = "not a decimal"
		case ambiguous.MatchString(p["value"]):
			problem = "a point and three digits can be read as thousands; write four decimals"
		}
		if problem != "" {
			t.Errorf("%s: %v", problem, p)
		}
	}
}

// ambiguous matches numbers that may have a decimal or a thousands separator.
var ambiguous = regexp.MustCompile(`^[1-9]\d{0,2}\.\d{3}$`)

func day(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func number(s string) bool {
	_, err := decimal.NewFromString(s)
	return s == "" || err == nil
}

func scope(s string) bool {
	code, ok := strings.CutPrefix(s, "municipality:")
	if !ok {
		return s == "all"
	}
	_, ok = reference.MunicipalityName(code)
	return ok
}

// Two rows of the same rate must not be valid on the same day.
func TestPeriodsDoNotOverlap(t *testing.T) {
	periods := make(map[string][]map[string]string)
	for _, p := range parameters(t) {
		key := p["name"] + " " + p["scope"]
		periods[key] = append(periods[key], p)
	}
	for key, all := range periods {
		slices.SortFunc(all, func(a, b map[string]string) int { return strings.Compare(a["valid_from"], b["valid_from"]) })
		for i := 1; i < len(all); i++ {
			if end := all[i-1]["valid_to"]; end == "" || end >= all[i]["valid_from"] {
				t.Errorf("%s: %v overlaps the next from %s", key, all[i-1], all[i]["valid_from"])
			}
		}
	}
}

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
	compared := map[bool]int{}
	for _, record := range records[1:] {
		year, total := record[0], decimal.RequireFromString(record[2])
		code, ok := reference.MunicipalityCode(record[1])
		if !ok {
			t.Errorf("municipality %q is not found", record[1])
			continue
		}
		key := " municipality:" + code + " " + year
		split := year >= "2025"
		var got decimal.Decimal
		if split {
			got = decimal.RequireFromString(values["kommunalskatt"+key]).Add(decimal.RequireFromString(values["regionskatt"+key]))
		} else {
			got = decimal.RequireFromString(values["kommunalskatt_total"+key])
		}
		if !got.Equal(total) {
			t.Errorf("%s %s: %s, want %s", record[1], year, got, total)
		}
		compared[split]++
	}
	if compared[true] != 580 || compared[false] != 2029 {
		t.Errorf("compared %v, want 580 split and 2029 totals", compared)
	}
}
