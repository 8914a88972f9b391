package ted_test

import (
	"strings"
	"testing"

	"dubbelkrona/ingest/ingesttest"
)

// answered reads a response of the search API with one notice that has the given fields.
func answered(t *testing.T, fields string) ingesttest.Table {
	t.Helper()
	tab, err := ingesttest.Decode(t, format(t), "answer.json", []byte(`{"notices":[{"publication-number":"598884-2026",`+fields+`}],"totalNoticeCount":1,"iterationNextToken":"x","timedOut":false}`))
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func TestAnswerCells(t *testing.T) {
	const result = `"form-type":"result","notice-type":"can-standard",`
	for name, c := range map[string]struct {
		fields string
		want   map[string]string
	}{
		"languages":          {`"title-proc":{"deu":"Pflege","eng":"Care","swe":"Skötsel"},"buyer-name":{"eng":["A","B"],"deu":["C"]}`, map[string]string{"title": "Skötsel", "buyer_name": "A; B"}},
		"first language":     {`"title-proc":{"fra":"Soins","deu":"Pflege"}`, map[string]string{"title": "Soins"}},
		"title of TED's own": {`"notice-title":{"swe":"Sverige – Skötsel"}`, map[string]string{"title": "Sverige – Skötsel"}},
		"one lot awarded": {result + `"result-lot-identifier":["LOT-0001"],"tender-value":["250000.50"],"tender-value-cur":["SEK"],"winner-name":{"swe":["Grönyta AB"]},"winner-identifier":["556012-5790"],"winner-country":["SWE"],"winner-selection-status":["selec-w"],"contract-conclusion-date":["2026-08-01+02:00"],"publication-date":"2026-08-31+02:00"`,
			map[string]string{"value": "250000.50", "currency": "SEK", "winner_name": "Grönyta AB", "winner_org_no": "556012-5790", "status": "awarded", "signed": "2026-08-01+02:00"}},
		// With two values for two lots it is unknown which belongs to which, and the sum is not
		// stated.
		"two lots": {result + `"result-lot-identifier":["LOT-0001","LOT-0002"],"tender-value":["1","2"],"tender-value-cur":["SEK","SEK"],"winner-name":{"swe":["A","B"]},"winner-identifier":["556012-5790","556036-0793"],"winner-decision-date":["2026-08-01","2026-08-02"]`,
			map[string]string{"value": "", "winner_name": "A; B", "winner_org_no": "", "status": "awarded", "signed": ""}},
		// A single value for two lots is that of one lot.
		"a gap":          {result + `"result-lot-identifier":["LOT-0001","LOT-0002"],"tender-value":["1"],"tender-value-cur":["SEK"]`, map[string]string{"value": ""}},
		"total":          {result + `"result-lot-identifier":["LOT-0001","LOT-0002"],"result-value-notice":"900.10","result-value-cur-notice":"SEK","tender-value":["1","2"]`, map[string]string{"value": "900.10", "currency": "SEK"}},
		"older total":    {`"form-type":"result","notice-type":"can-standard","total-value":12570500.00,"total-value-cur":["SEK"]`, map[string]string{"value": "12570500", "currency": "SEK"}},
		"masked":         {result + `"result-value-notice":"-1","result-value-cur-notice":"SEK"`, map[string]string{"value": "", "currency": ""}},
		"two currencies": {result + `"result-value-notice":"5","result-value-cur-notice":["SEK","EUR"]`, map[string]string{"value": ""}},
		"no winner":      {result + `"winner-selection-status":["clos-nw","clos-nw"]`, map[string]string{"status": "unsuccessful", "winner_name": ""}},
		"some winner":    {result + `"winner-selection-status":["clos-nw","selec-w"]`, map[string]string{"status": "awarded"}},
		"same reserve":   {`"reserved-procurement-lot":["res-ws","res-ws"],"BT-736-Lot":["yes"],"social-objective-lot":["opp","opp","gen-eq"],"form-type":"competition"`, map[string]string{"reserved_participation": "res-ws", "reserved_execution": "yes", "social_objective": "opp; gen-eq", "social_clause": "yes", "status": "tender"}},
		"mixed reserve":  {`"reserved-procurement-lot":["res-ws","none"],"strategic-procurement-lot":["none"]`, map[string]string{"reserved_participation": "", "social_clause": "no"}},
		"cpv":            {`"classification-cpv":["77310000","77310000"]`, map[string]string{"cpv": "77310000"}},
		"several cpv":    {`"classification-cpv":["77310000","90910000"]`, map[string]string{"cpv": ""}},
		"main cpv":       {`"main-classification-proc":["90910000"],"classification-cpv":["77310000","90910000"]`, map[string]string{"cpv": "90910000"}},
		"sole trader":    {result + `"winner-name":{"swe":["En Person"]},"winner-identifier":["090121+9931"],"winner-country":["SWE"]`, map[string]string{"winner_name": "", "winner_org_no": "090121+9931"}},
		"trader beside":  {result + `"winner-name":{"swe":["A AB","En Person"]},"winner-identifier":["090121+9931"]`, map[string]string{"winner_name": "", "winner_org_no": ""}},
		"planning":       {`"form-type":"planning","notice-type":"pin-only"`, map[string]string{"status": "planned"}},
		"ex ante":        {`"notice-type":"veat","form-type":"dir-awa-pre"`, map[string]string{"status": "ex-ante"}},
		"modified":       {`"notice-type":"can-modif","form-type":"cont-modif"`, map[string]string{"status": "modified"}},
		"unknown kind":   {`"notice-type":"x"`, map[string]string{"status": ""}},
	} {
		tab := answered(t, c.fields)
		row := of(tab, "contract")[0]
		for column, cell := range c.want {
			if row[column] != cell {
				t.Errorf("%s: %s is %q, want %q", name, column, row[column], cell)
			}
		}
		if strings.Contains(name, "trader") {
			for _, r := range tab.Rows {
				if strings.Contains(r.Cells["name"]+r.Cells["winner_name"], "Person") {
					t.Errorf("%s: a person's name is in %v", name, r.Cells)
				}
			}
		}
	}
}
