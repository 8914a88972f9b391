package published

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
)

// lackingModels are the models that Lacking reads. K1 has 100 and K2 300 in known
// postings, K3 and K4 none, and K5, with 50, lacks nothing.
var lackingModels = []string{
	`CREATE TABLE metric.contract_value AS FROM (VALUES ('K1', 100.00, false), ('K2', 300.00, false), ('K3', 0.00, false), ('K4', 0.00, false), ('K5', 50.00, true))
		AS v (contract_id, spend_seen, covered)`,
	`CREATE TABLE metric.contract_missing AS FROM (VALUES
		('K1', 'spend', 'kpi'), ('K1', 'administration', 'kpi'), ('K1', 'social', 'wage_month'), ('K2', 'social', 'wage_month'), ('K2', 'social', 'participants'),
		('K3', 'social', 'extent'), ('K3', 'social', 'horizon'), ('K4', 'social', 'horizon'), ('K3', 'social', 'drop_off'), ('K4', 'social', 'jobbstimulans'))
		AS m (contract_id, part, missing)`,
	`CREATE TABLE metric.missing_reason AS FROM (VALUES ('participants', 'deltagare saknas', 'lacks participants'), ('spend_date', 'x', 'y')) AS r (missing, sv, en)`,
	`CREATE TABLE metric.contract_scope AS FROM (VALUES ('K1', '2182'), ('K1', '2180'), ('K2', '2182'), ('K3', NULL), ('K4', '2182'), ('K5', '2182')) AS s (contract_id, residence)`,
	`CREATE TABLE metric.parameter_in_force AS FROM (VALUES ('K1', '2182', 'utjamning_lambda', 19.31), ('K2', '2182', 'utjamning_lambda', 19.31), ('K3', NULL, 'utjamning_lambda', 1),
		('K4', '2182', 'utjamning_lambda', 1), ('K5', '2182', 'utjamning_lambda', 1), ('K4', '2182', 'jobbstimulans', NULL), ('K5', '2182', 'jobbstimulans', 0.25),
		('K1', '2182', 'mcpf', 1), ('K1', '2180', 'mcpf', 1), ('K2', '2182', 'mcpf', 1), ('K3', NULL, 'mcpf', 1), ('K4', '2182', 'mcpf', 1), ('K5', '2182', 'mcpf', 1))
		AS p (contract_id, residence, name, value)`,
	`INSERT INTO core.parameter (name, scope, valid_from, value, grade, source, _source, _segment, _row) VALUES
		('wage_month', 'all', DATE '2025-01-01', NULL, 'missing', 'the later text', 'dubbelkrona', 1, 1),
		('wage_month', 'all', DATE '2024-01-01', NULL, 'missing', 'the earlier text', 'dubbelkrona', 1, 2),
		('wage_month', 'all', DATE '2023-01-01', NULL, 'missing', 'the earlier text', 'dubbelkrona', 1, 3),
		('wage_month', 'all', DATE '2022-01-01', 1, 'found', 'of a row with a value', 'dubbelkrona', 1, 4),
		('kpi', 'all', DATE '2024-01-01', NULL, 'missing', 'of the project', 'own', 2, 1)`,
}

func lackingOf(t *testing.T) dubbelkrona.Lacking {
	t.Helper()
	all, err := snapshot(t, lackingModels...).Lacking(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The largest spend comes first, then the most contracts, then the name; a contract
// that lacks a name for two parts of its value is counted once.
func TestLackedNamesAreOrderedBySpend(t *testing.T) {
	all := lackingOf(t)
	var got []string
	for _, n := range all.Names {
		got = append(got, fmt.Sprintf("%s %d %s", n.Name, n.Contracts, n.Spend))
	}
	want := []string{"wage_month 2 400", "participants 1 300", "kpi 1 100", "horizon 2 0", "drop_off 1 0", "extent 1 0", "jobbstimulans 1 0"}
	if !slices.Equal(got, want) {
		t.Errorf("names are\n%q, want\n%q", got, want)
	}
	if in, out := all.Included, all.Excluded; all.Snapshot != "s1" || in.Contracts != 1 || in.Spend.String() != "50" || out.Contracts != 4 || out.Spend.String() != "400" {
		t.Errorf("snapshot %s, included %v, excluded %v, want s1, 1 of 50 and 4 of 400", all.Snapshot, in, out)
	}
}

// Only the program's own rows without a value say where one may be found, each text
// once.
func TestLackedNamesAreExplained(t *testing.T) {
	names := lackingOf(t).Names
	if got := strings.Join(names[0].Where, "; "); got != "the earlier text; the later text" {
		t.Errorf("wage_month is to be found in %q", got)
	}
	if names[1].Reason.EN != "lacks participants" || names[1].Reason.SV != "deltagare saknas" || names[0].Reason != (dubbelkrona.Label{}) {
		t.Errorf("reasons are %v and %v", names[1].Reason, names[0].Reason)
	}
	if len(names[2].Where) != 0 {
		t.Errorf("kpi is to be found in %q, a row of the project", names[2].Where)
	}
}

// K1 has one municipality of residence without utjamning_lambda, K4 lacks
// jobbstimulans by a blank row, and K5 has it.
func TestOmittedTerms(t *testing.T) {
	var got []string
	for _, o := range lackingOf(t).Omitted {
		got = append(got, fmt.Sprint(o.Name, " ", o.Contracts))
	}
	if want := []string{"jobbstimulans 3", "regionreduktion 5", "utjamning_lambda 1", "utjamning_lambda_region 5"}; !slices.Equal(got, want) {
		t.Errorf("omitted are %q, want %q", got, want)
	}
}
