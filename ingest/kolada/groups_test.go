package kolada_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/kolada"
)

// The members of every group are rows, whether values are read too or not. A group that
// is named twice is read once.
func TestGroupMembers(t *testing.T) {
	a := small()
	a.groups = map[string][]string{"G1": {"0360", "2182"}, "G2": {"0360"}, "G3": {"1480"}}
	want := []string{
		"record=municipality_group area=0360 title=G1 code=G1 name=0360",
		"record=municipality_group area=2182 title=G1 code=G1 name=2182",
		"record=municipality_group area=0360 title=G2 code=G2 name=0360",
	}
	for _, kpis := range [][]string{{}, {"N00001"}} {
		s := kolada.Settings{Endpoint: a.start(t), KPIs: kpis, MunicipalityGroups: []string{"G2", "G1", "G2"}}
		rows, _, err := readAll(t, source(t, env(t), s))
		if got := members(rows); err != nil || !slices.Equal(got, want) {
			t.Errorf("with %q: %q, %v", kpis, got, err)
		}
		if values := slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, "record=value ") }); values != (len(kpis) > 0) {
			t.Errorf("with %q: values are read: %t", kpis, values)
		}
	}
}

// members are the rows of members of groups.
func members(rows []string) []string {
	return slices.DeleteFunc(slices.Clone(rows), func(row string) bool { return !strings.HasPrefix(row, "record=municipality_group ") })
}

// A run of another day reads all members again, wherever the one before ended.
func TestMembersAreCompleteEachDay(t *testing.T) {
	a := small()
	a.groups = map[string][]string{"G1": {"0360", "2182"}}
	s := kolada.Settings{Endpoint: a.start(t), MunicipalityGroups: []string{"G1"}}
	e := env(t)
	listed, err := ingesttest.Objects(source(t, e, s), nil)
	if err != nil {
		t.Fatal(err)
	}
	a.groups["G1"] = []string{"0360", "1480", "2480"}
	e.Slot = ingesttest.Clock().AddDate(0, 0, 1)
	for _, last := range listed {
		again, err := ingesttest.Objects(source(t, e, s), last.Cursor)
		if err != nil || !slices.ContainsFunc(again, func(o ingest.Object) bool { return o.Name == "municipality_groups/G1" }) {
			t.Errorf("behind %s: %v", last.Name, err)
		}
	}
	rows, _, err := readAll(t, source(t, e, s))
	if got := members(rows); err != nil || len(got) != 3 || !strings.Contains(got[1], "area=1480") {
		t.Errorf("%q, %v", got, err)
	}
}

// A group without a list of members is refused: it would look like a key figure. One
// whose list is empty is a faulty row.
func TestGroupsWithoutMembers(t *testing.T) {
	type answer = map[string]any
	for name, tc := range map[string]struct {
		values []any
		want   string // kind of the error, or the fault of the only row of the group
	}{
		"no list":       {[]any{answer{"id": "G1", "title": "x"}}, "invalid"},
		"another group": {[]any{answer{"id": "G2", "title": "x", "members": []any{}}}, "invalid"},
		"nothing":       {[]any{}, "not found"},
		"an empty list": {[]any{answer{"id": "G1", "title": "x", "members": []any{}}}, "row.members"},
	} {
		t.Run(name, func(t *testing.T) {
			a := small()
			a.groups = map[string][]string{"G1": {"0360"}}
			asked := 0
			a.bend = func(_ http.ResponseWriter, path string, _ int, sent answer) bool {
				if strings.HasPrefix(path, "municipality_groups/") {
					if asked++; asked > 1 { // the first is that of the list of objects
						sent["values"], sent["count"] = tc.values, len(tc.values)
					}
				}
				return false
			}
			s := kolada.Settings{Endpoint: a.start(t), KPIs: []string{}, MunicipalityGroups: []string{"G1"}}
			rows, _, err := readAll(t, source(t, env(t), s))
			got := strings.Join(rows, " ")
			if err != nil {
				got = dubbelkrona.KindOf(err).String()
			}
			if !strings.Contains(got, tc.want) {
				t.Errorf("%s, %v; want %s", got, err, tc.want)
			}
		})
	}
}
