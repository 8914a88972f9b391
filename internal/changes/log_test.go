package changes

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dubbelkrona"
)

var (
	byData       = []dubbelkrona.Cause{dubbelkrona.CauseData}
	byParameters = []dubbelkrona.Cause{dubbelkrona.CauseParameters}
	byDisclosure = []dubbelkrona.Cause{dubbelkrona.CauseDisclosure}
)

// figureOf returns a figure; ".." is suppressed, the empty text unknown.
func figureOf(t *testing.T, value string) *dubbelkrona.Figure {
	if value == ".." {
		return &dubbelkrona.Figure{Status: dubbelkrona.Suppressed, Unit: "kr"}
	}
	return &dubbelkrona.Figure{Status: "ok", Unit: "kr", Value: number(t, value)}
}

func TestWhatIsARestatement(t *testing.T) {
	p := Publication{From: "a", To: "b", Former: time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC), At: time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC)}
	for _, tc := range []struct {
		name          string
		grain, period string
		kind          dubbelkrona.ChangeKind
		old, new      string
		causes        []dubbelkrona.Cause
		want          dubbelkrona.RestatementKind // empty for none
	}{
		{"a settled year", "year", "2025", dubbelkrona.FigureChanged, "1", "2", byData, dubbelkrona.Restated},
		{"the running year", "year", "2026", dubbelkrona.FigureChanged, "1", "2", byData, dubbelkrona.RestatementOfUpdates},
		{"the running year by a parameter", "year", "2026", dubbelkrona.FigureChanged, "1", "2", byParameters, dubbelkrona.Restated},
		{"last month", "month", "2026-02", dubbelkrona.FigureChanged, "1", "2", byData, dubbelkrona.Restated},
		{"the running month", "month", "2026-03", dubbelkrona.FigureChanged, "1", "2", byData, dubbelkrona.RestatementOfUpdates},
		{"all time", "all", "", dubbelkrona.FigureChanged, "1", "2", byData, dubbelkrona.RestatementOfUpdates},
		{"an unknown period", "year", "unknown", dubbelkrona.FigureChanged, "1", "2", byData, dubbelkrona.RestatementOfUpdates},
		{"suppressed", "all", "", dubbelkrona.FigureSuppressed, "7", "..", byDisclosure, dubbelkrona.RestatedSuppressed},
		{"revealed", "all", "", dubbelkrona.FigureRevealed, "..", "7", byDisclosure, dubbelkrona.RestatedRevealed},
		{"removed", "all", "", dubbelkrona.FigureRemoved, "7", "", byData, dubbelkrona.RestatedRemoved},
		{"removed, and it was not shown", "all", "", dubbelkrona.FigureRemoved, "..", "", byData, ""},
		{"new", "year", "2025", dubbelkrona.FigureAdded, "", "7", byData, ""},
	} {
		c := dubbelkrona.Change{Cell: dubbelkrona.Cell{Metric: "m", PeriodGrain: tc.grain, Period: tc.period}, Kind: tc.kind, Causes: tc.causes}
		if tc.kind != dubbelkrona.FigureAdded {
			c.Old = figureOf(t, tc.old)
		}
		if tc.kind != dubbelkrona.FigureRemoved {
			c.New = figureOf(t, tc.new)
		}
		log := p.Log([]dubbelkrona.Change{c})
		switch {
		case tc.want == "" && len(log) == 0:
		case tc.want == "" || len(log) != 1 || log[0].Kind != tc.want || log[0].From != "a" || log[0].To != "b" || !log[0].At.Equal(p.At):
			t.Errorf("%s: %+v, want %q", tc.name, log, tc.want)
		case tc.want == dubbelkrona.RestatementOfUpdates && (log[0].Period != "" || log[0].Old.Valid || log[0].New.Valid):
			t.Errorf("%s: an update is counted alone, not %+v", tc.name, log[0])
		case tc.want != dubbelkrona.RestatementOfUpdates && (log[0].Old.Valid != (tc.old != "..") || log[0].New.Valid != (tc.new != ".." && tc.new != "")):
			t.Errorf("%s: values %+v", tc.name, log[0])
		}
	}
}

// Intervals and numbers of persons beside a value that stays are no restatement.
func TestOnlyTheIntervalChanges(t *testing.T) {
	c := dubbelkrona.Change{Cell: dubbelkrona.Cell{Metric: "m", PeriodGrain: "all"}, Kind: dubbelkrona.FigureChanged, Causes: byParameters, Old: figureOf(t, "1"), New: figureOf(t, "1")}
	c.New.Low = number(t, "0.5")
	if log := (Publication{}).Log([]dubbelkrona.Change{c}); len(log) != 0 {
		t.Errorf("%+v", log)
	}
}

// Of many restatements those of values and coarse groups are listed, and the figures
// that the log counts are as many as changed.
func TestTheLogIsBounded(t *testing.T) {
	var all []dubbelkrona.Change
	for i := range 3 * MaxListed {
		c := dubbelkrona.Change{Cell: dubbelkrona.Cell{Metric: "m", Part: "x", PeriodGrain: "year", Period: "2020", Grouping: "municipality", Municipality: fmt.Sprintf("%04d", i)},
			Kind: dubbelkrona.FigureChanged, Causes: byParameters, Old: figureOf(t, "1"), New: figureOf(t, "2")}
		if i == 3*MaxListed-1 {
			c.Part, c.Grouping, c.Municipality = "", "", ""
		}
		all = append(all, c)
	}
	log := Publication{From: "a", To: "b", Because: dubbelkrona.CauseRollback}.Log(all)
	if len(log) != MaxListed+1 || log[0].Part != "" {
		t.Fatalf("%d entries, first %+v", len(log), log[0])
	}
	var figures int64
	for _, r := range log {
		figures += r.Figures
		if r.Reason != string(dubbelkrona.CauseRollback) {
			t.Fatalf("reason %q", r.Reason)
		}
	}
	if figures != int64(len(all)) {
		t.Errorf("%d figures, want %d", figures, len(all))
	}
	if !slices.ContainsFunc(log, func(r dubbelkrona.Restatement) bool { return r.Figures == 2*MaxListed && r.PeriodGrain == "" }) {
		t.Error("no sum of the rest")
	}
}
