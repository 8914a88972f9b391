package study

import (
	"math"

	"dubbelkrona/metrics/effect/record"
	"dubbelkrona/metrics/effect/wording"
)

// Facts returns what is said of a result in words.
func (s *Study) Facts(r *record.Result) wording.Facts {
	missing := math.NaN()
	orMissing := func(x *float64) float64 {
		if x == nil {
			return missing
		}
		return *x
	}
	primary := s.Outcomes[s.primary()]
	f := wording.Facts{Verdict: record.VerdictOf(r.Verdict), Outcome: primary.Name, Unit: primary.Unit, Title: primary.Title, ATT: missing,
		Treated: int64(r.Treated), Comparison: int64(r.Comparison), Detectable: orMissing(r.MDE), Preliminary: orMissing(r.Preliminary),
		Version: int64(r.Version), Versions: int64(r.Versions), Preregistered: r.Preregistered, Registered: r.Registered,
		VersionValues: wording.Interval{Low: orMissing(r.Low), High: orMissing(r.High)}}
	if c := r.Closed; c != nil {
		f.Check, f.State = c.Check.String(), c.State.String()
	}
	for _, flag := range r.Flags {
		f.Flags = append(f.Flags, string(flag))
	}
	if e := r.Primary(); e != nil && e.Figures != nil {
		f.ATT, f.Own = e.ATT, wording.Interval{Low: e.Low, High: e.High}
		if e.Published != nil {
			f.Published = wording.Interval{Low: e.Published.Low, High: e.Published.High}
		}
		if e.Next != nil {
			f.Next = wording.Interval{Low: e.Next.Low, High: e.Next.High}
		}
	}
	return f
}
