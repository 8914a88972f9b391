package transform

import (
	"slices"
	"strings"
	"testing"
)

// The issue of a rejected row has its contract or parameter if that can be read, and
// nothing about a person.
func TestRejectedRowsHaveTheirSubject(t *testing.T) {
	const digestOfA = "sha256:559aead08264d5795d3909718cdd05ab" // echo -n A | sha256sum
	spend := Spec{Tables: []TableSpec{{Table: "spend", Columns: map[string]ColumnSpec{"amount": named("amount"), "contract_ref": named("contract"), "date": named("date")}}}}
	delivery := Spec{Profile: "delivery"}
	placement := Spec{Tables: []TableSpec{{Table: "placement", Columns: map[string]ColumnSpec{
		"person": {Column: List{"person"}, As: "other_id"}, "contract_ref": named("contract"), "start": named("start")}}}}
	parameter := Spec{Profile: "parameter"}
	for name, c := range map[string]struct {
		spec Spec
		rows [][]string
		want string
	}{
		"a posting without an amount":     {spend, [][]string{{"amount", "contract", "date"}, {"", "A", "2026-01-01"}}, "A"},
		"a posting with a broken date":    {spend, [][]string{{"amount", "contract", "date"}, {"10", "A", "januari"}}, "A"},
		"a posting that names nothing":    {spend, [][]string{{"amount", "contract", "date"}, {"", "", "2026-01-01"}}, ""},
		"a delivery without a period":     {delivery, [][]string{{"contract_ref", "period", "accepted_share"}, {"A", "", "1"}}, "A"},
		"a delivery without a contract":   {delivery, [][]string{{"contract_ref", "period", "accepted_share"}, {"", "2026-01-01", "1"}}, ""},
		"a placement without a start":     {placement, [][]string{{"person", "contract", "start"}, {"P-1", "A", ""}}, digestOfA},
		"a placement without a person":    {placement, [][]string{{"person", "contract", "start"}, {"", "A", "2026-01-01"}}, digestOfA},
		"a parameter without a source":    {parameter, [][]string{{"name", "scope", "valid_from", "value", "source"}, {"wage_month", "all", "2026-01-01", "1", ""}}, "wage_month all"},
		"a parameter without a name":      {parameter, [][]string{{"name", "scope", "valid_from", "value", "source"}, {"", "contract:A 1", "2026-01-01", "1", "x"}}, " contract:A 1"},
		"a parameter without a scope":     {parameter, [][]string{{"name", "scope", "valid_from", "value", "source"}, {"wage_month", "", "2026-01-01", "1", "x"}}, "wage_month "},
		"a parameter without either name": {parameter, [][]string{{"name", "scope", "valid_from", "value", "source"}, {"", "", "2026-01-01", "1", "x"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			out := run(t, c.spec, "x.csv", c.rows)
			if out.counts.Rejected != 1 || len(out.issues) == 0 {
				t.Fatalf("rejected %d, issues %+v", out.counts.Rejected, out.issues)
			}
			for _, i := range out.issues {
				if i.Subject != c.want {
					t.Errorf("%s of %s is about %q, want %q", i.Rule, i.Column, i.Subject, c.want)
				}
			}
		})
	}
}

// The issues of a batch are in the order of their rejections, with the subjects of their
// own rows, and those of several batches are not mixed up.
func TestRejectionsOfEachBatchHaveTheirOwnSubject(t *testing.T) {
	spec := Spec{Tables: []TableSpec{{Table: "spend", Columns: map[string]ColumnSpec{"amount": named("amount"), "contract_ref": named("contract")}}}}
	rows := [][]string{{"amount", "contract"}}
	for range 4000 {
		rows = append(rows, []string{"1", "good"})
	}
	rows[1], rows[3500] = []string{"x", "first"}, []string{"x", "second"}
	var about []string
	for _, i := range run(t, spec, "x.csv", rows).issues {
		about = append(about, i.Subject)
	}
	if !slices.Equal(about, []string{"first", "second"}) {
		t.Errorf("rejected rows are about %s", strings.Join(about, ", "))
	}
}
