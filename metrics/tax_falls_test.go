package metrics_test

import (
	"fmt"
	"testing"
)

// wageFalls are the steps of a hundred kronor of wage a year at which the law makes
// the net income fall, each with the condition that recognises it and the most
// that it takes. before has the step below. Incomes are rounded down to a whole
// hundred, so a single krona that reaches the next hundred costs the tax on all of
// it; therefore the steps are hundreds.
var wageFalls = []struct{ reason, condition, most string }{
	{"the general pension fee begins, with 7 % of the whole income, and there is little or no municipal tax to reduce for it",
		"before.pension_fee = 0 AND now.pension_fee > 0", "now.pension_fee - 100"},
	// The public-service fee and the fraction of a krona take more than the hundred.
	{"the fee rises by a hundred and the municipal tax does not suffice for its reduction, the tax credit and the reduction for earned income",
		"before.pension_fee > 0 AND now.pension_fee = before.pension_fee + 100 AND now.pension_reduction + now.credit + now.income_reduction = floor(now.municipal_tax + now.regional_tax)", "2"},
}

// TestNetIncomeFallsWhereTheLawMakesIt takes every step of a hundred kronor up to
// 1,200,000 a year. Social assistance fills up to a norm, so the sum of both can
// only fall where the net income does; see flowProperties.
func TestNetIncomeFallsWhereTheLawMakesIt(t *testing.T) {
	const steps = `FROM metric.income_tax AS now
		INNER JOIN metric.income_tax AS before USING (kommunalskatt, regionskatt, age)
		WHERE now.earned = before.earned + 100`
	underLaw(t, func(l law) {
		l.taxes(t, 100, some)
		unexplained := steps + " AND coalesce(now.net < before.net, TRUE)"
		for _, f := range wageFalls {
			explained := "(" + f.condition + ") AND before.net - now.net <= " + f.most
			if l.number(t, "SELECT count(*) "+steps+" AND now.net < before.net AND "+explained) == 0 {
				t.Errorf("nothing falls since %s", f.reason)
			}
			unexplained += " AND NOT (" + explained + ")"
		}
		check := func() {
			l.none(t, "rates, age, wage, change of net: no reason is listed",
				"SELECT kommunalskatt + regionskatt, age, now.earned, CAST(now.net - before.net AS VARCHAR) "+unexplained)
		}
		check()
		for tens := 0; long() && tens <= 99; tens++ {
			l.taxes(t, 100, fmt.Sprintf("municipality LIKE '%%%02d'", tens))
			check()
		}
	})
}
