package effect_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

const fixtures = "../../../shared/fixtures/estimators/"

// records reads a file of the fixtures by column, and skips the test if it is not here.
func records(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(fixtures + name)
	if err != nil {
		t.Skip("the published data sets are not here")
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// figures are computed values by data set and quantity.
type figures map[string]float64

// leftOut are the quantities that are not computed, by a part of their names.
var leftOut = []struct{ data, part, why string }{
	{"lalonde", "logit IPW", "no propensity model: entropy balancing has the same role without the extreme weights"},
	{"lalonde", "AIPW", "entropy balancing with a linear model in the same columns is doubly robust"},
	{"lalonde", "nearest neighbour", "depends on the order of rows"},
	{"lalonde", "SE CR2", "suppliers are handled by the variance rule of the estimate; CR1 is there for comparison"},
	{"lalonde", "df for CR2", "as CR2"},
	{"lalonde", "WCR Rademacher", "no bootstrap that refits"},
	{"mpdta", "lpop_DR_never: SE", "another estimator: weights of a logit model, whose standard error differs"},
	{"mpdta", "lpop_DR_notyet: SE", "another estimator, as above"},
	{"mpdta", "lpop_DR_never: pre-test", "uses these standard errors"},
	{"mpdta", "lpop_DR_notyet: pre-test", "uses these standard errors"},
	{"mpdta", "synthetic DiD", "is for areas, not for persons"},
	{"mpdta", "TWFE static", "wrong for staggered starts"},
}

// tolerance returns the largest difference from a reference value.
func tolerance(t *testing.T, quantity, rule string, value float64) float64 {
	t.Helper()
	if rule == "exact" {
		return 0
	}
	if strings.HasPrefix(quantity, "lpop_DR") && strings.Contains(rule, "abs") {
		return 2e-4 // entropy balancing in place of a logit model
	}
	limit := number(t, strings.Fields(rule)[0])
	if strings.HasSuffix(rule, "rel") {
		// Values are given with 6 decimals.
		return math.Max(limit*math.Abs(value), 5e-7)
	}
	return limit
}

func TestReference(t *testing.T) {
	rows := records(t, "reference.csv")
	got := map[string]figures{"lalonde": lalondeFigures(t), "mpdta": mpdtaFigures(t)}
	skipped, compared := make([]int, len(leftOut)), 0
rows:
	for _, row := range rows {
		data, quantity := row["data"], row["quantity"]
		for i, l := range leftOut {
			if l.data == data && strings.Contains(quantity, l.part) {
				skipped[i]++
				continue rows
			}
		}
		value, ok := got[data][quantity]
		if !ok {
			t.Errorf("%s: %s is neither computed nor left out", data, quantity)
			continue
		}
		want := number(t, row["value"])
		if limit := tolerance(t, quantity, row["tolerance"], want); !(math.Abs(value-want) <= limit) {
			t.Errorf("%s: %s is %.6f, want %.6f ± %.2g", data, quantity, value, want, limit)
		}
		delete(got[data], quantity)
		compared++
	}
	for data, rest := range got {
		for quantity := range rest {
			t.Errorf("%s: %s is not in the reference", data, quantity)
		}
	}
	for i, n := range skipped {
		if n == 0 {
			t.Errorf("nothing is left out by %q", leftOut[i].part)
		}
	}
	out := 0
	for i, n := range skipped {
		out += n
		t.Logf("%3d left out, %s %s: %s", n, leftOut[i].data, leftOut[i].part, leftOut[i].why)
	}
	t.Logf("%d of %d rows compared, %d left out", compared, len(rows), out)
}
