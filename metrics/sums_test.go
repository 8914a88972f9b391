package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
)

// The sum of the largest amounts that rows can have is right, and values that
// overflow because of absurd parameters are unknown.
func TestSumsDoNotOverflow(t *testing.T) {
	const largest = "9999999999999999.99"
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.contract", []byte("contract_id,municipality,reserved,signed,value\nA,2182,true,2026-01-02,"+largest+"\n"))
		spend, delivery, outcome := "object,municipality,contract_ref,date,amount\n", "contract_ref,period,accepted_share,reference_price,reference_basis\n",
			"person,month,first_day,last_day,state,wage,social_assistance,unemployment_benefit,other_benefit\n"
		for month := 1; month <= 9; month++ {
			spend += fmt.Sprintf("a.csv,2182,A,2026-%02d-15,%s\n", month, largest)
			delivery += fmt.Sprintf("A,2026-%02d-01,1,%s,losing_bid\n", month, largest)
			outcome += fmt.Sprintf("p1,2026-01-01,2026-01-0%d,2026-01-%d,work%s\n", month, month+20, strings.Repeat(","+largest, 4))
		}
		load(t, db, "core.spend", []byte(spend))
		load(t, db, "core.delivery", []byte(delivery))
		load(t, db, "core.outcome", []byte(outcome))
		load(t, db, "core.participant", []byte("person,municipality,treated\np1,2182,true\n"))
		load(t, db, "core.placement", []byte("person,contract_ref,start,end,extent\np1,A,2026-01-01,2026-12-31,1\n"))
		parameters := "name,scope,valid_from,value,grade,source,_source\nbase_year,all,2020-01-01,2026,found,x,own\nkpi,all,2026-01-01,300,found,x,own\nkpi,all,2025-01-01,0.000001,found,x,own\n"
		for _, name := range strings.Fields("wage_month state_subsidy own_administration displacement employment_effect.0 employment_effect_se discount_rate kommunalskatt regionskatt " +
			"arbetsgivaravgift riksnorm_ensamstaende_manad boendekostnad_manad aktivitetsstod_lagsta_dag aktivitetsstod_dagar_ar prisbasbelopp drop_off horizon " +
			"counterfactual_share.social_assistance counterfactual_share.unemployment_benefit accepted_share postings_complete grundavdrag.1.from grundavdrag.1.base grundavdrag.1.slope " +
			"jobbskatteavdrag.1.from jobbskatteavdrag.1.base jobbskatteavdrag.1.slope") {
			parameters += name + ",all,2020-01-01,999999999999.999999,assumed,x,own\n"
		}
		load(t, db, "core.parameter", []byte(parameters))
		evaluate(t, db, catalogue(t, db, builtIn()))
		for query, want := range map[string]string{
			"SELECT CAST(spend AS VARCHAR) FROM metric.contract_spend WHERE contract_id = 'A'":                                    "89999999999999999.91",
			"SELECT CAST(accepted_value AS VARCHAR) FROM metric.contract_delivery WHERE contract_id = 'A'":                        "89999999999999999.91",
			"SELECT CAST(amount AS VARCHAR) FROM (SELECT sum(amount) AS amount FROM metric.spend_group)":                          "89999999999999999.91",
			"SELECT CAST(count(*) AS VARCHAR) FROM metric.result WHERE metric = 'double_value' AND part = 'double' AND value = 1": "0",
		} {
			if got, err := db.Collect(ctx, query); err != nil || len(got) != 1 || got[0][0] != want {
				t.Errorf("%s\ngives %v (%v), want %s", query, got, err, want)
			}
		}
	})
}
