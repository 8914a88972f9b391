package main

import (
	"bytes"
	"fmt"
)

// assumptions are the parameters that value the example, in the columns of
// the table parameter. Every row is graded assumed.
func assumptions(towns []*town) []byte {
	var b bytes.Buffer
	b.WriteString("name,scope,valid_from,valid_to,value,low,high,distribution,unit,grade,source\n")
	add := func(name, scope, value, low, high, distribution, unit string) {
		fmt.Fprintf(&b, "%s,%s,2018-01-01,,%s,%s,%s,%s,%s,assumed,antagande i exemplet\n", name, scope, value, low, high, distribution, unit)
	}
	add("boendekostnad_manad", "all", "5000", "", "", "fixed", "SEK/month")
	for _, t := range towns {
		town := "municipality:" + t.code
		for year, effect := range t.effect {
			add(fmt.Sprintf("employment_effect.%d", year), town, share(effect), "", "", "normal", "share")
		}
		add("employment_effect_se", town, share(t.effectSE), "", "", "fixed", "share")
		add("displacement", town, share(t.displacement), share(t.displacement/2), share(t.displacement*3/2), "triangular", "share")
		add("wage_month", town, fmt.Sprint(t.wage), "", "", "fixed", "SEK/month")
		add("counterfactual_share.social_assistance", town, share(t.assistance), "", "", "fixed", "share")
		add("counterfactual_share.unemployment_benefit", town, share(t.benefit), "", "", "fixed", "share")
		for _, c := range t.contracts {
			scope := "contract:" + c.id
			add("state_subsidy", scope, fmt.Sprint(c.subsidy), "", "", "fixed", "SEK")
			if c.admin > 0 {
				add("own_administration", scope, fmt.Sprint(c.admin), "", "", "fixed", "SEK")
			}
		}
	}
	return b.Bytes()
}

// share writes thousandths with a point, as canonical files do.
func share(n int) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }
