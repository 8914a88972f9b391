package changes

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
)

// MaxListed is the max number of restatements of one publication that are listed one
// by one. The rest are summed up by metric and kind.
const MaxListed = 1000

// Publication is a publication of new figures over former ones.
type Publication struct {
	From, To string // snapshots
	// Former is when the former figures were calculated. A period that had ended
	// then is one whose figures readers take for settled.
	Former time.Time
	At     time.Time // when the new ones were calculated
	// Because is the cause of all changes, if it is known to be another than those of
	// the changes; empty otherwise.
	Because dubbelkrona.Cause
}

// Log returns the entries of the log of restatements for the changes of a publication,
// the values of metrics before their parts, coarse groups before fine ones, the sums
// last. New figures are no restatements, nor are
// intervals and numbers of persons that change beside a value that stays. New data that
// changes the figure of a period which had not ended is an ordinary update: such figures
// are counted by metric.
func (p Publication) Log(all []dubbelkrona.Change) (log []dubbelkrona.Restatement) {
	counted := make(map[string]map[dubbelkrona.RestatementKind]int64)
	count := func(r dubbelkrona.Restatement) {
		if counted[r.Metric] == nil {
			counted[r.Metric] = make(map[dubbelkrona.RestatementKind]int64)
		}
		counted[r.Metric][r.Kind]++
	}
	for _, c := range all {
		switch r, is := p.entry(c); {
		case !is:
		case r.Kind == dubbelkrona.RestatementOfUpdates:
			count(r)
		default:
			log = append(log, r)
		}
	}
	// If there are too many, those that most people read stay: values of metrics before
	// their parts, and coarse groups before fine ones.
	slices.SortStableFunc(log, func(a, b dubbelkrona.Restatement) int {
		return cmp.Or(cmp.Compare(min(len(a.Part), 1), min(len(b.Part), 1)), cmp.Compare(fineness(a.Cell), fineness(b.Cell)))
	})
	for _, r := range log[min(len(log), MaxListed):] {
		count(r)
	}
	log = log[:min(len(log), MaxListed)]
	for _, metric := range slices.Sorted(maps.Keys(counted)) {
		for _, kind := range slices.Sorted(maps.Keys(counted[metric])) {
			r := p.blank(kind)
			r.Metric, r.Figures = metric, counted[metric][kind]
			if kind == dubbelkrona.RestatementOfUpdates {
				r.Reason = string(dubbelkrona.CauseData)
			}
			log = append(log, r)
		}
	}
	return log
}

// entry returns the entry for a change; false if it is no restatement.
func (p Publication) entry(c dubbelkrona.Change) (r dubbelkrona.Restatement, is bool) {
	r = p.blank("")
	r.Cell, r.Figures = c.Cell, 1
	if c.Old != nil {
		r.Old, r.OldStatus, r.Unit = c.Old.Value, c.Old.Status, c.Old.Unit
	}
	if c.New != nil {
		r.New, r.NewStatus, r.Unit = c.New.Value, c.New.Status, c.New.Unit
	}
	if r.Reason == "" {
		r.Reason = joined(c.Causes)
	}
	switch c.Kind {
	case dubbelkrona.FigureSuppressed:
		r.Kind = dubbelkrona.RestatedSuppressed
	case dubbelkrona.FigureRevealed:
		r.Kind = dubbelkrona.RestatedRevealed
	case dubbelkrona.FigureRemoved:
		r.Kind = dubbelkrona.RestatedRemoved
		return r, r.OldStatus != dubbelkrona.Suppressed
	case dubbelkrona.FigureChanged:
		r.Kind = dubbelkrona.Restated
		if r.Reason == string(dubbelkrona.CauseData) && !ended(c.PeriodGrain, c.Period, p.Former) {
			r.Kind = dubbelkrona.RestatementOfUpdates
		}
		return r, c.Old.Value != c.New.Value || c.Old.Unit != c.New.Unit || c.Old.Status != c.New.Status
	default:
		return r, false
	}
	return r, true
}

func (p Publication) blank(kind dubbelkrona.RestatementKind) dubbelkrona.Restatement {
	return dubbelkrona.Restatement{At: p.At.UTC(), From: p.From, To: p.To, Kind: kind, Reason: string(p.Because)}
}

// ended reports whether a period had ended at a moment. All time never ends, and of an
// unknown period it is not known.
func ended(grain, period string, at time.Time) bool {
	switch grain {
	case "year":
		first, err := time.Parse("2006", period)
		return err == nil && !at.Before(first.AddDate(1, 0, 0))
	case "month":
		first, err := time.Parse("2006-01", period)
		return err == nil && !at.Before(first.AddDate(0, 1, 0))
	}
	return false
}

// fineness is the number of dimensions of a cell, its period included.
func fineness(c dubbelkrona.Cell) (n int) {
	if c.Grouping != "" {
		n = 1 + strings.Count(c.Grouping, ",")
	}
	if c.Period != "" {
		n++
	}
	return n
}

func joined(causes []dubbelkrona.Cause) string {
	names := make([]string, len(causes))
	for i, c := range causes {
		names[i] = string(c)
	}
	return strings.Join(names, ",")
}
