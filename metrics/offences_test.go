package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
)

// offences violates each check once; the messages are what users read.
const offences = `
-- core.municipality.csv --
code,name,region_code
2182,Söderhamn,21
2182,Söderhamns kommun,21
-- core.contract.csv --
contract_id,municipality,social_clause,value,_source,currency,original_value,buyer_name,title,signed,form,procedure,reserved,tier,main_contract
A,2182,true,1,x,,,,,,,,,,
A,2182,true,1,y,,,,,,,,,,
B,2182,false,500,x,,,,,,,,,,
C,9999,false,,x,,,,,,,,,,
D,2182,false,,x,NOK,80,,,,,,,,
E,2182,true,,x,,,,,,,,,,
F,2182,false,,x,,,Söderhamn,Städ,2022-01-01,,,,,
G,2182,false,,y,,,SÖDERHAMN,Städ,2022-01-01,,,,,
H,2182,false,,z,,,,,,grant,,,,
I,2182,false,,z,,,,,,open,Upphandling,,,
J,2182,false,,z,,,,,,direct,,true,,
K,2182,false,,z,,,,,,reserved_4_18,,,,
L,2182,false,,z,,,,,,,,,2,H
M,2182,false,,z,,,,,,,,,1,H
-- core.spend.csv --
object,municipality,contract_ref,date,amount,currency,original_amount
a.csv,2182,,2022-01-01,100,,
a.csv,2182,,2022-01-02,0,,
a.csv,2182,gone,2022-01-02,50,,
a.csv,2182,B,2022-01-02,500000,,
a.csv,2182,A,2022-01-02,1000,,
a.csv,2182,E,2022-01-02,,EUR,5
a.csv,,D,,,EUR,7
a.csv,2182,H,2022-01-02,10,,
a.csv,2182,L,2022-01-02,3,,
-- core.requirement.csv --
contract_ref,kind,months,first_by,due
A,employment,1,2022-06-01,2022-03-01
A,employment,1,2022-06-01,2022-03-01
gone,employment,1,,
-- core.participant.csv --
person,municipality,treated,birth_year
p1,2182,true,
p3,2182,true,1990
p4,2182,true,1990
p9,2182,true,1990
-- core.placement.csv --
person,contract_ref,start,end,extent
p1,A,2022-01-01,2022-12-31,0.75
p1,B,2022-06-01,2022-09-30,0.5
p3,E,2022-01-01,2022-12-31,0.5
p4,E,2022-01-01,2022-12-31,0.5
p9,L,2022-01-01,2022-12-31,0.5
-- core.outcome.csv --
person,month,first_day,last_day,state,social_assistance,unemployment_benefit
p1,2022-01-01,2022-01-01,2022-01-15,work,,
p1,2022-01-01,2022-01-16,2022-01-31,study,,
p1,2022-02-01,2022-02-01,2022-02-15,work,,
p1,2022-02-01,2022-02-15,2022-02-28,study,,
p2,2022-03-01,,,work,,
p2,2022-03-01,2022-03-05,2022-03-05,work,,
p3,2021-12-01,2021-12-01,2021-12-31,unemployment_benefit,0,8000
-- core.parameter.csv --
name,scope,valid_from,value,grade,source,_source
base_year,all,2020-01-01,2026,found,s,dubbelkrona
displacement,all,2026-01-01,0.2,assumed,s,own
displacement,all,2026-01-01,0.3,assumed,s,other
counterfactual_share.social_assistance,all,2026-01-01,0.7,found,s,own
counterfactual_share.unemployment_benefit,all,2026-01-01,0.5,found,s,own
wage_month,all,2026-01-01,30000,found,s,own
wage_month,all,2026-01-01,25000,found,s,dubbelkrona
-- core.indicator.csv --
indicator,area,period,sex,value,declared_total
identified_social_enterprises,2480,2021-01-01,T,40,
identified_social_enterprises,1280,2021-01-01,T,,
identified_social_enterprises,*,2021-01-01,T,,30
N1,1280,2021-01-01,T,40,
N2,1280,2021-01-01,T,40,
N3,1280,2021-01-01,T,40,
N5,1280,2021-01-01,T,40,
N5,1280,2021-01-01,,41,
identified_social_enterprises,1280,2022-01-01,T,1,
effect_measurement_begun,network,2021-01-01,T,7,
-- core.indicator_definition.csv --
indicator,version,title,definition,unit,published,seen
N1,a,I arbete efter avslut,Av alla,percent,2020-01-01,2023-05-01
N1,b,I arbete 90 dagar efter avslut,Av alla,percent,2024-01-01,2024-05-01
N2,a,Deltagare,Alla,persons,2020-01-01,
N2,b,Deltagare,Alla,persons,2021-01-01,
N2,c,Deltagare,De som avslutat,persons,2022-01-01,
N3,1,Utan ändring,Alla,persons,2020-01-01,2020-01-01
N3,2,Utan ändring,Alla,persons,2021-01-01,2021-01-01
N4,a,Inga värden,Alla,persons,2020-01-01,
N4,b,Inga värden alls,Alla,persons,2021-01-01,
identified_social_enterprises,a,Identifierade,Alla,enterprises,2020-01-01,
identified_social_enterprises,b,Identifierade,Alla,share,2021-01-01,
-- core.delivery.csv --
contract_ref,period,quantity,unit
I,2022-01-01,5,
I,2022-01-01,5,
-- core.bid.csv --
procurement,lot,bids,_segment
U1,L1,4,1
U1,L1,5,2
-- core.organisation_status.csv --
municipality,org_no,definition,criteria_met,valid_from,valid_to,_source,_segment,_row
1280,5560000001,eu_five,1,2022-06-01,,reg,1,1
2480,5560000002,,,2022-02-01,2022-01-01,reg,1,2
-- core.target.csv --
metric,part,scope,period,value,direction
contract,,all,all,3,at_least
contracts,,all,all,3,at_least
contracts,,all,all,4,at_least
contracts,,municipality:0114,all,3,at_least
`

func TestEveryCheckFindsItsOffence(t *testing.T) {
	want := map[string]string{
		"form_contradiction":      "Contract J (source z) has the form direct, but is reserved by the source. Correct one of them.",
		"form_read_as_open":       "Contract I is a procurement by its source, which does not say of what form. It is counted as open.",
		"form_unknown":            "Source z: 1 contracts have no form and are counted as purchases. Add their words to values of the column.",
		"grants_left_out":         "Municipality 2182: 1 contracts that are no purchases, with 10.00 SEK paid, are left out",
		"sub_supplier_named":      "Contract L is a sub-supplier's, but 1 postings name it; main contract H",
		"sub_supplier_placements": "Contract L is a sub-supplier's, but 1 placements name it; main contract H",
		"sub_supplier_main":       "Contract M (tier 1): names a main contract, but is the municipality's own and is counted so",
		"not_in_register":         "Reserved contract K: a supplier without number and name is in no register of social enterprises",
		"register_criteria":       "Municipality 1280: 1 social enterprises do not meet all criteria (eu_five)",
		"register_rows":           "Municipality 2480: 1 rows of the register of social enterprises end before they begin and count on no day",
		"register_differs":        "Municipality 1280 reported 1 social enterprises on 2022-01-01, the register has 0 to 0",
		"contract_twice":          "Contract A occurs 2 times, in sources x and y. Remove it from one of them.",
		"contract_in_two_sources": "1 contracts in source y have the same buyer, title and day as contracts in source x and are counted twice. Remove one of the sources.",
		"contract_repeated":       "1 contract ids occur in 2 rows of source x",
		"parameter_conflict":      "displacement for all from 2026-01-01 is both 0.200000 and 0.300000. Keep one row.",
		"person_month_shares":     "Contract A: 1 persons exceed full time when their other contracts are included. Correct the extent or the dates in the source.; Contract B: 1 persons exceed full time when their other contracts are included. Correct the extent or the dates in the source.",
		"counterfactual_shares":   "Contract A: counterfactual_share adds up to 1.200000, displacement is 0.300000. Correct the parameters.; Contract B: counterfactual_share adds up to 1.200000, displacement is 0.300000. Correct the parameters.; Contract E: counterfactual_share adds up to 1.200000, displacement is 0.300000. Correct the parameters.",
		"spend_without_contract":  "Municipality 2182: 1 postings of 50.00 SEK name a contract that is not there.; Municipality 2182: 2 postings of 100.00 SEK without a contract.",
		"indicator_repeated":      "N5: 1 figures are in 2 rows, the first for 2021-01-01. Keep one row for each area, period and sex.",
		"declared_totals":         "identified_social_enterprises 2021-01-01: declared 30, the rows add up to 40, 1 unknown",
		"placeholder_amounts":     "Municipality 2182: 1 contract values are 0 or 1 SEK; Municipality 2182: 1 postings are 0 or 1 SEK",
		"factor_1000":             "Contract B: value 500.00 SEK, spend 500,000.00 SEK. Check the unit (SEK or thousands of SEK) in the source.",
		"unknown_municipality":    "contract: 1 rows with municipality 9999",
		"prices_not_deflated":     "Municipality 2182: 501,000.00 SEK in current prices, kpi is missing",
		"several_contracts":       "Contract A: 1 participants are also on other contracts; Contract B: 1 participants are also on other contracts",
		"assumed_values":          "displacement: assumed for 3 contracts; reference_price: assumed for 3 contracts",
		"contract_not_found":      "Contract gone does not exist, but 1 postings refer to it",
		"person_not_found":        "Source test: 1 persons in 2 outcomes are not among the participants",
		"delivery_readings": "Contract A: no delivery: everything is read as accepted, at the contract's own price; " +
			"Contract B: no delivery: everything is read as accepted, at the contract's own price; " +
			"Contract E: no delivery: everything is read as accepted, at the contract's own price",
		"contract_not_placed": "Contract A lacks the day of signing; its year is that of the first posting; " +
			"Contract B lacks the day of signing; its year is that of the first posting; " +
			"Contract E lacks the day of signing; its year is that of the first posting",
		// It needs a day, which a snapshot without meta.snapshot lacks: see its golden.
		"requirement_first_late":         "",
		"requirement_unknown":            "Contract A, employment: the day is unknown",
		"requirement_contract_not_found": "Contract gone does not exist, but 1 undertakings refer to it. Correct the id or load the contract.",
		"requirement_repeated":           "Contract A, employment: 2 rows are the same undertaking and are counted once",
		"requirement_dates":              "Contract A, employment: the first is to begin by 2022-06-01, which is after the last day 2022-03-01",
		"target_not_found":               "The target of contract, all, all (test, , row 1) is not used: there is no such metric",
		"target_twice":                   "The target of contracts, all, all (test, , row 2) exists 2 times; The target of contracts, all, all (test, , row 3) exists 2 times",
		"target_without_figure":          "The target of contracts, municipality:0114, all (test, , row 4) has no figure: no data has that group and period",
		"delivery_repeated":              "Contract I: periods with several rows of deliveries: 1, 2 rows altogether. All of them count; remove those that are duplicates.",
		"quantity_without_unit":          "Contract I: deliveries with a quantity but no unit: 2. State the unit in the source or in the mapping; until then the quantities are in no sum.",
		"indicator_not_placed":           "effect_measurement_begun 2021-01-01: 7 for the group, 0 in named municipalities; difference 7",
		"placement_without_end":          "",
		// It needs a day, too.
		"exit_unknown": "",
		// Only models that are defined incorrectly violate them: see their goldens.
		"month_flow_identity": "", "uhm_bridge_identity": "",
		"bids_differ":      "Procurement U1: 1 lots have different numbers of bids in different deliveries. Keep the latest one.",
		"control_identity": "",
		// It needs an effect that is estimated: see its golden.
		"participants_without_comparison": "",
		"unknown_age": "Contract A: participants without a birth year: 1; they count as neither young nor older, unless their programme is youth_rate; " +
			"Contract B: participants without a birth year: 1; they count as neither young nor older, unless their programme is youth_rate",
		"benefits_partly_observed": "Contract E: benefits before the measure are known for 50 % of the participants; assumptions are used for the others",
		"municipality_repeated":    "Municipality 2182 is in 2 sources",
		"stale_source":             "", // see TestStaleSourcesMarkTheirFigures
		// see TestNotesOnDeliveriesMarkFiguresOfTheirTables
		"delivery_held_back": "", "delivery_volume": "", "quarantined_rows": "", "source_empty": "", "totals_row_gone": "", "ahead_of_clock": "",
		"indicator_definition_changed": "N1 in source test: title changed, last seen 2024-05-01. Before: I arbete efter avslut. Now: I arbete 90 dagar efter avslut. Read the definitions before comparing years.; " +
			"N2 in source test: definition changed, last seen 2022-01-01. Before: Deltagare. Now: Deltagare. Read the definitions before comparing years.; " +
			"identified_social_enterprises in source test: unit changed, last seen 2021-01-01. Before: Identifierade. Now: Identifierade. Read the definitions before comparing years.",
		"outcome_overlap": "Sources test and test: 2 person-months of 2 persons are covered several times, 1 of them with different values, in – to –",
		"amounts_without_rate": "Municipality 2182: 1 contract values totalling 80.00 NOK are left out: they have no date; " +
			"Municipality 2182: 1 postings totalling 5.00 EUR are left out: add the parameter exchange_rate with scope currency:EUR for the day; " +
			"Municipality 2182: 1 postings totalling 7.00 EUR are left out: they have no date",
	}
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		for name, file := range folder(offences) {
			load(t, db, strings.TrimSuffix(name, ".csv"), file.Data)
		}
		report := evaluate(t, db, catalogue(t, db, builtIn()))
		for _, c := range report.Checks {
			if message, listed := want[c.Name]; listed && c.Sample.EN != message {
				t.Errorf("%s: %q, want %q", c.Name, c.Sample.EN, message)
			} else if !listed && c.Name != "missing_parameters" {
				t.Errorf("check %s has no test", c.Name)
			}
		}
		if m := checked(t, report, "missing_parameters"); m.Offending < 10 || m.Severity != dubbelkrona.Warn {
			t.Errorf("missing_parameters: %+v", m)
		}
		lacking, err := db.Collect(ctx, "SELECT contract_id FROM metric.contract_missing WHERE missing = 'exchange_rate'")
		if err != nil || fmt.Sprint(lacking) != "[[E]]" {
			t.Errorf("contracts without an exchange rate: %v %v", lacking, err)
		}
		marked, err := db.Collect(ctx, "SELECT DISTINCT metric FROM metric.result WHERE warnings LIKE '%indicator_definition_changed%'")
		if err != nil || fmt.Sprint(marked) != "[[identified_social_enterprises]]" {
			t.Errorf("figures whose definition changed: %v %v", marked, err)
		}
		if n := len(blocking(report)); n != 4 {
			t.Errorf("%d checks block, want 4", n)
		}
	})
}
