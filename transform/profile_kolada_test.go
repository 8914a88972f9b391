package transform

import "testing"

func TestKoladaRows(t *testing.T) {
	rows := [][]string{
		{"record", "indicator", "area", "period", "sex", "value", "status", "title", "definition", "published", "seen", "code", "name", "type", "region_code"},
		{"value", "N40828", "0360", "2025", "K", "12.5", null, null, null, null, null, null, null, null, null},
		{"value", "N40828", "0000", "2025", "T", null, "deleted", null, null, null, null, null, null, null, null},
		{"definition", "N40828", null, null, null, null, null, "Titel", "Text", "2026-02-01", "2026-03-01", null, null, null, null},
		{"municipality", null, null, null, null, null, null, null, null, null, null, "0360", "Tierp", "K", "03"},
		{"municipality", null, null, null, null, null, null, null, null, null, null, "0000", "Riket", "L", null},
		{"municipality_group", null, "0360", null, null, null, null, "Liknande", null, null, null, "G1", "Tierp", null, null},
	}
	got := run(t, Spec{Profile: "kolada"}, "x", rows)
	for i, row := range got.rows {
		got.rows[i] = versionCell.ReplaceAllString(row, "version=…") // a hash
	}
	equalLists(t, "rows", got.rows, []string{
		"indicator: indicator=N40828 area=0360 period=2025-01-01 period_precision=year sex=K value=12.500000 _row=2",
		"indicator: indicator=N40828 area=0000 period=2025-01-01 period_precision=year sex=T status=deleted _row=3",
		"indicator_definition: indicator=N40828 version=… title=Titel definition=Text published=2026-02-01 seen=2026-03-01 _row=4",
	})
	got = run(t, Spec{Profile: "kolada-kommuner"}, "x", rows)
	equalLists(t, "register", got.rows, []string{"municipality: code=0360 name=Tierp region_code=03 _row=5"})
	got = run(t, Spec{Profile: "kolada-kommungrupper"}, "x", rows)
	equalLists(t, "members", got.rows, []string{"municipality_group: group_id=G1 title=Liknande municipality=0360 _row=7"})
}
