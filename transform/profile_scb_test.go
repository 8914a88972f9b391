package transform

import (
	"fmt"
	"regexp"
	"testing"

	"dubbelkrona/ingest/pxweb"
)

// statistic returns a made-up response of PxWeb with one content of two years.
func statistic(content, unit string) []byte {
	return fmt.Appendf(nil, `{"version":"2.0","class":"dataset","label":"Tabell","source":"SCB","updated":"2026-02-19T07:00:00Z",
		"id":["Region","ContentsCode","Tid"],"size":[1,1,2],"role":{"time":["Tid"],"metric":["ContentsCode"]},"dimension":{
		"Region":{"label":"region","category":{"index":["2182"],"label":{"2182":"Söderhamn"}}},
		"ContentsCode":{"label":"tabellinnehåll","category":{"index":["X1"],"label":{"X1":%q},"unit":{"X1":{"base":%q}}}},
		"Tid":{"label":"år","category":{"index":["2025","2026"]}}},"value":[21.66,null],"status":{"1":".."},
		"extension":{"px":{"tableid":"TAB9"}}}`, content, unit)
}

var versionCell = regexp.MustCompile(`version=\w+`)

func TestStatisticsAsIndicators(t *testing.T) {
	got := runSource(t, Spec{Profile: "scb"}, pxweb.JSONStat{}, "x.json", statistic("Andel", "procent"))
	for i, row := range got.rows {
		got.rows[i] = versionCell.ReplaceAllString(row, "version=…") // a hash
	}
	equalLists(t, "rows", got.rows, []string{
		"indicator: indicator=TAB9 X1 area=2182 period=2025-01-01 period_precision=year value=21.660000 unit=procent _row=2",
		"indicator: indicator=TAB9 X1 area=2182 period=2026-01-01 period_precision=year unit=procent status=missing .. _row=3",
		"indicator_definition: indicator=TAB9 X1 version=… title=Tabell: Andel unit=procent published=2026-02-19 _row=1",
	})
}

// A tax rate becomes a parameter of its municipality and year. A cell without a value is
// no parameter, and a content that is not a rate is refused.
func TestStatisticsAsParameters(t *testing.T) {
	const rest = "valid_from=2025-01-01 valid_to=2025-12-31 value=21.660000 distribution=fixed unit=%s grade=found source=SCB, TAB9, Tabell (2026-02-19) _row=2"
	got := runSource(t, Spec{Profile: "scb-skattesats"}, pxweb.JSONStat{}, "x.json", statistic("Skattesats till kommun", "procent"))
	equalLists(t, "tax", got.rows, []string{"parameter: name=kommunalskatt scope=municipality:2182 " + fmt.Sprintf(rest, "percent")})
	got = runSource(t, Spec{Profile: "scb-kpi"}, pxweb.JSONStat{}, "x.json", statistic("Index", "index"))
	equalLists(t, "prices", got.rows, []string{"parameter: name=kpi scope=municipality:2182 " + fmt.Sprintf(rest, "index")})
	got = runSource(t, Spec{Profile: "scb-skattesats"}, pxweb.JSONStat{}, "x.json", statistic("Folkmängd", "antal"))
	if len(got.rows) != 0 || got.counts.Rejected != 1 {
		t.Errorf("a population as a tax rate: %q, %+v", got.rows, got.counts)
	}
}
