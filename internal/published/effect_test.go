package published

import (
	"reflect"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/metrics"
)

// oneEffect has two scopes, of which one has no estimate, and of which one is
// a municipality.
var oneEffect = []string{
	`INSERT INTO core.municipality (code, name, region_code, _source, _segment, _row) VALUES ('0360', 'Tierp', '03', 'x', 1, 1)`,
	`INSERT INTO effect.definition BY NAME SELECT 'work' AS effect, 'Arbete' AS title_sv, 'Work' AS title_en, 'sv' AS doc_sv, 'en' AS doc_en,
		'matched' AS design, 'employed' AS primary_outcome, 2 AS primary_block, 'h1' AS hash, true AS built_in`,
	`INSERT INTO effect.outcome BY NAME SELECT 'work' AS effect, 1 AS position, 'employed' AS outcome, 'I arbete' AS title_sv, 'Employed' AS title_en, 'share' AS unit
		UNION ALL SELECT 'work', 2, 'a_wage', 'Lön', 'Wage', 'SEK'`,
	`INSERT INTO effect.verdict BY NAME SELECT 'work' AS effect, '0360' AS scope, 'skattad' AS verdict, '' AS closed_check, '' AS state, true AS earlier_start,
		'på svenska' AS text_sv, 'in English' AS text_en, 52 AS treated, 310 AS comparison, 4 AS suppliers, 142.5 AS ess, 0.0 AS preliminary, 0.13 AS mde,
		3 AS version, 4 AS versions, 0.06 AS version_low, 0.14 AS version_high, TIMESTAMP '2025-01-02 03:00:00' AS registered, true AS preregistered
		UNION ALL SELECT 'work', 'norr', 'for_fa', 'size', 'failed', false, NULL, NULL, 3, 9, 1, NULL, NULL, NULL, 3, 4, NULL, NULL, NULL, false`,
	`INSERT INTO effect.estimate BY NAME SELECT 'work' AS effect, '0360' AS scope, 'employed' AS outcome, 2 AS block, 'share' AS unit, true AS is_primary, 'skattad' AS verdict,
		0.12 AS att, 0.04 AS low, 0.2 AS high, 0.01 AS low_published, 0.23 AS high_published, 52 AS treated, 310 AS comparison
		UNION ALL SELECT 'work', '0360', 'a_wage', 1, 'SEK', false, 'skattad', -100, -200, 0, NULL, NULL, 50, 300
		UNION ALL SELECT 'work', '0360', 'employed', 1, 'share', false, 'skattad', 0.5, NULL, NULL, NULL, NULL, 52, 310`,
	`INSERT INTO effect.finding BY NAME SELECT 'work' AS effect, 'norr' AS scope, 1 AS position, 'size' AS check_name, 'failed' AS state, 3.0 AS value, 25.0 AS limit_value
		UNION ALL SELECT 'work', '0360', 2, 'overlap', 'passed', NULL, NULL UNION ALL SELECT 'work', '0360', 1, 'size', 'passed', 52, 25`,
	`INSERT INTO effect.flag BY NAME SELECT 'work' AS effect, '0360' AS scope, 'large_weight' AS flag`,
}

func of(x float64) *float64 { return &x }

func TestEffects(t *testing.T) {
	s := snapshot(t, oneEffect...)
	tierp := dubbelkrona.EffectScope{Scope: "0360", Name: "Tierp", Verdict: "skattad", EarlierStart: true, Text: "in English", Treated: 52, Comparison: 310, Suppliers: 4,
		ESS: of(142.5), Preliminary: of(0), MDE: of(0.13), Version: 3, Versions: 4, VersionLow: of(0.06), VersionHigh: of(0.14),
		Registered: time.Date(2025, 1, 2, 3, 0, 0, 0, time.UTC), Preregistered: true,
		Estimates: []dubbelkrona.EffectEstimate{
			{Outcome: "employed", Title: "Employed", Unit: "share", Block: 1, Verdict: "skattad", Value: of(0.5), Treated: 52, Comparison: 310},
			{Outcome: "employed", Title: "Employed", Unit: "share", Block: 2, Primary: true, Verdict: "skattad", Value: of(0.12), Low: of(0.04), High: of(0.2),
				LowPublished: of(0.01), HighPublished: of(0.23), Treated: 52, Comparison: 310},
			{Outcome: "a_wage", Title: "Wage", Unit: "SEK", Block: 1, Verdict: "skattad", Value: of(-100), Low: of(-200), High: of(0), Treated: 50, Comparison: 300}},
		Findings: []dubbelkrona.EffectFinding{{Check: "size", State: "passed", Value: of(52), Limit: of(25)}, {Check: "overlap", State: "passed"}},
		Flags:    []string{"large_weight"}}
	north := dubbelkrona.EffectScope{Scope: "norr", Verdict: "for_fa", ClosedCheck: "size", State: "failed", Treated: 3, Comparison: 9, Suppliers: 1, Version: 3, Versions: 4,
		Estimates: []dubbelkrona.EffectEstimate{}, Findings: []dubbelkrona.EffectFinding{{Check: "size", State: "failed", Value: of(3), Limit: of(25)}}, Flags: []string{}}
	want := []dubbelkrona.EffectResult{{Snapshot: "s1", Name: "work", Title: "Work", Doc: "en", Design: "matched", Primary: "employed", PrimaryTitle: "Employed",
		PrimaryBlock: 2, PrimaryUnit: "share", BuiltIn: true, Hash: "h1", Scopes: []dubbelkrona.EffectScope{tierp, north}}}
	if got, err := s.Effects(t.Context(), "en", "work"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n%+v\nwant\n%+v", err, got, want)
	}
	if got, err := s.Effects(t.Context(), "sv", ""); err != nil || len(got) != 1 || got[0].Title != "Arbete" || got[0].Scopes[0].Text != "på svenska" || got[0].Scopes[0].Estimates[2].Title != "Lön" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := s.Effects(t.Context(), "sv", "other"); err != nil || len(got) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// The ledger gets the estimate of the primary outcome in the primary block, for scopes
// that have one.
func TestEvaluations(t *testing.T) {
	got, err := snapshot(t, oneEffect...).Evaluations(t.Context())
	want := []ledger.EffectEvaluation{{Effect: "work", Hash: "h1", Values: map[string]float64{"0360": 0.12}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	// An effect without a verdict has not been seen by anybody.
	if got, err := snapshot(t, oneEffect[1]).Evaluations(t.Context()); err != nil || len(got) > 0 {
		t.Errorf("without a verdict: %+v, %v", got, err)
	}
}

// A snapshot of a version without effects has none, and says so.
func TestSnapshotWithoutEffects(t *testing.T) {
	s := snapshot(t, "DROP SCHEMA effect CASCADE")
	if got, err := s.Evaluations(t.Context()); err != nil || len(got) > 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.Effects(t.Context(), "sv", ""); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("%v, want NotFound", err)
	}
}

// The first start is that of the treated, in the order of the scopes.
func TestFirstStarts(t *testing.T) {
	d := &metrics.Definition{SQL: `/* header */ SELECT * FROM (VALUES ('norr', DATE '2024-03-01', true), ('0360', DATE '2023-01-01', false), ('0360', DATE '2024-05-01', true),
		('0360', DATE '2024-02-01', true), ('syd', DATE '2024-02-01', false)) AS t (scope, start_month, treated) -- the last`}
	got, err := snapshot(t, oneEffect[0]).FirstStarts(t.Context(), d)
	want := []dubbelkrona.RegisteredScope{{Scope: "0360", Name: "Tierp", Follows: "2024-02"}, {Scope: "norr", Follows: "2024-03"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}
