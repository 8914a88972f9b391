package reference_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"dubbelkrona"
	"dubbelkrona/internal/reference"
)

func TestParametersAreValidRows(t *testing.T) {
	table, _ := dubbelkrona.TableByName("parameter")
	grades, _ := table.Column("grade")
	distributions, _ := table.Column("distribution")
	scopes := []string{"all"}
	for _, county := range counties(t) {
		scopes = append(scopes, "region:"+county)
	}
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
		case p["value"] == "" && !whereabouts.MatchString(p["source"]):
			problem = "an empty value does not say where to find it"
		case !day(p["valid_from"]) || p["valid_to"] != "" && (!day(p["valid_to"]) || p["valid_to"] < p["valid_from"]):
			problem = "dates"
		case !scope(p["scope"], scopes):
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

// whereabouts matches what the source of an empty value names: a law, or who knows
// or decides it.
var whereabouts = regexp.MustCompile(`\(\d{4}:\d+\)|\d §|socialtjänstförordningen|[Ss]ee .|municipality's own`)

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

// scope reports whether s is a municipality or in a list.
func scope(s string, others []string) bool {
	code, ok := strings.CutPrefix(s, "municipality:")
	if !ok {
		return slices.Contains(others, s)
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

// Income equalisation has a rate for the municipalities and for the region of
// every county. The two sum to the same in every county, so a wrong digit shows.
func TestEqualisationHasBothRatesOfEveryCounty(t *testing.T) {
	all := parameters(t)
	for _, county := range counties(t) {
		sum := decimal.Zero
		for _, name := range []string{"utjamning_lambda", "utjamning_lambda_region"} {
			p, ok := on(all, name, "region:"+county, "2026-01-01")
			if !ok {
				t.Errorf("county %s has no %s", county, name)
				continue
			}
			sum = sum.Add(decimal.RequireFromString(p["value"]))
		}
		if want := decimal.RequireFromString("29.08"); !sum.Equal(want) {
			t.Errorf("county %s: %s in all, want %s", county, sum, want)
		}
	}
}
