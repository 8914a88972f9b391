package changes

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"dubbelkrona"
)

func number(t *testing.T, text string) dubbelkrona.Number {
	t.Helper()
	n, err := dubbelkrona.ParseNumber(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func each(rows []dubbelkrona.Result) iter.Seq2[dubbelkrona.Result, error] {
	return func(yield func(dubbelkrona.Result, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// random returns results of random cells in their order; about a third of the cells
// that are possible are left out.
func random(t *testing.T, r *rand.Rand) (rows []dubbelkrona.Result) {
	for _, metric := range []string{"a", "b"} {
		for _, period := range []string{"", "2024", "2025"} {
			for _, municipality := range []string{"", "0360", "2182"} {
				for _, part := range []string{"", "x"} {
					if r.IntN(3) == 0 {
						continue
					}
					row := dubbelkrona.Result{Metric: metric, PeriodGrain: "all", Period: period, Municipality: municipality, Part: part, Status: "ok", Unit: "kr",
						Value: number(t, fmt.Sprint(r.IntN(4))), Snapshot: fmt.Sprint(r.Int())}
					if r.IntN(4) == 0 {
						row.Status, row.Value = dubbelkrona.Suppressed, dubbelkrona.Number{}
					}
					rows = append(rows, row)
				}
			}
		}
	}
	return rows
}

// The changes applied to the old figures give the new ones, and no change is idle.
func TestChangesTurnTheOldFiguresIntoTheNew(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	kinds := make(map[dubbelkrona.ChangeKind]int)
	for range 300 {
		old, new := random(t, r), random(t, r)
		all, err := Compare(each(old), each(new))
		if err != nil {
			t.Fatal(err)
		}
		figures := make(map[dubbelkrona.Cell]dubbelkrona.Figure)
		for _, row := range old {
			figures[row.Cell()] = row.Figure()
		}
		for _, c := range all {
			kinds[c.Kind]++
			was, had := figures[c.Cell]
			if had != (c.Old != nil) || had && was != *c.Old {
				t.Fatalf("%v: the old figure is %v, not %v", c.Cell, was, c.Old)
			}
			if delete(figures, c.Cell); c.New != nil {
				if had && was == *c.New {
					t.Fatalf("%v: nothing changed", c.Cell)
				}
				figures[c.Cell] = *c.New
			}
		}
		if len(figures) != len(new) {
			t.Fatalf("%d figures, want %d", len(figures), len(new))
		}
		for _, row := range new {
			if figures[row.Cell()] != row.Figure() {
				t.Fatalf("%v: %v, want %v", row.Cell(), figures[row.Cell()], row.Figure())
			}
		}
	}
	for _, kind := range dubbelkrona.ChangeKinds() {
		if kinds[kind] == 0 {
			t.Errorf("no change was of kind %s", kind)
		}
	}
}

func TestResultsOutOfOrderAreRefused(t *testing.T) {
	rows := random(t, rand.New(rand.NewPCG(3, 4)))
	for name, wrong := range map[string][]dubbelkrona.Result{
		"reversed": {rows[1], rows[0]},
		"twice":    {rows[0], rows[0]},
	} {
		if _, err := Compare(each(rows), each(wrong)); dubbelkrona.KindOf(err) != dubbelkrona.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCauses(t *testing.T) {
	inputs := func(hash, spend, parameter, generator string) Inputs {
		return Inputs{Generator: generator, Tables: map[string]string{"core.spend": spend, "core.parameter": parameter, "core.outcome": spend + "x"},
			Metrics: map[string]Metric{"m": {hash, []string{"core.parameter", "core.spend", "metric.model"}}, "rates": {"same", []string{"core.parameter"}}}}
	}
	before := inputs("h", "1", "1", "v1")
	for _, tc := range []struct {
		metric string
		after  Inputs
		kind   dubbelkrona.ChangeKind
		want   []dubbelkrona.Cause
	}{
		{"m", inputs("h", "2", "1", "v1"), dubbelkrona.FigureChanged, []dubbelkrona.Cause{dubbelkrona.CauseData}},
		{"m", inputs("h", "1", "2", "v1"), dubbelkrona.FigureChanged, []dubbelkrona.Cause{dubbelkrona.CauseParameters}},
		{"m", inputs("g", "1", "1", "v1"), dubbelkrona.FigureChanged, []dubbelkrona.Cause{dubbelkrona.CauseDefinition}},
		{"m", inputs("h", "1", "1", "v2"), dubbelkrona.FigureChanged, []dubbelkrona.Cause{dubbelkrona.CauseDefinition}},
		{"m", inputs("g", "2", "2", "v1"), dubbelkrona.FigureAdded, []dubbelkrona.Cause{dubbelkrona.CauseDefinition, dubbelkrona.CauseParameters, dubbelkrona.CauseData}},
		{"m", inputs("h", "2", "1", "v1"), dubbelkrona.FigureSuppressed, []dubbelkrona.Cause{dubbelkrona.CauseDisclosure}},
		{"m", inputs("h", "2", "1", "v1"), dubbelkrona.FigureRevealed, []dubbelkrona.Cause{dubbelkrona.CauseDisclosure}},
		{"rates", inputs("h", "2", "1", "v1"), dubbelkrona.FigureChanged, []dubbelkrona.Cause{dubbelkrona.CauseData}}, // the state of a source
		{"rates", inputs("h", "2", "2", "v1"), dubbelkrona.FigureChanged, []dubbelkrona.Cause{dubbelkrona.CauseParameters}},
		{"new", inputs("h", "1", "1", "v1"), dubbelkrona.FigureAdded, []dubbelkrona.Cause{dubbelkrona.CauseData}},
	} {
		all := []dubbelkrona.Change{{Cell: dubbelkrona.Cell{Metric: tc.metric}, Kind: tc.kind}}
		if Explain(all, before, tc.after); !slices.Equal(all[0].Causes, tc.want) {
			t.Errorf("%s, %s: %v, want %v", tc.metric, tc.kind, all[0].Causes, tc.want)
		}
	}
}
