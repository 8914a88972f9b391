package disclosure

import (
	"cmp"
	"slices"
)

// The bounds of a search. One that gives up costs a cell that need not have been
// suppressed, never a secret.
const (
	maxDepth  = 6    // corrections of a change that would make numbers negative
	maxWidth  = 4    // ways of each correction
	maxTrials = 1000 // in all, for one step
)

// correction is a change of a free class that makes up for what a bound one lacks.
type correction struct {
	free       int32
	times      int64
	violations int
}

// correct adds changes to what is being tried until no class is below what it may be,
// and reports whether that is possible with the given number of changes.
func (s *search) correct(depth int) bool {
	count, class := s.violations()
	if count == 0 {
		return s.gain > 0
	}
	if depth == 0 || s.kernel.system.row[class] < 0 {
		return false
	}
	for _, c := range s.corrections(class) {
		before := len(s.touched)
		s.apply(c.free, c.times)
		if s.correct(depth - 1) {
			return true
		}
		s.unapply(c.free, c.times, before)
	}
	return false
}

// corrections returns the best ways to make up for what a bound class lacks: those
// that leave the fewest classes below what they may be.
func (s *search) corrections(class int32) (best []correction) {
	missing := s.missing(class)
	for _, f := range s.kernel.rows[s.kernel.system.row[class]] {
		c, ok := s.correction(f, class, missing)
		if !ok {
			continue
		}
		if s.trials++; s.trials > maxTrials {
			break
		}
		before := len(s.touched)
		s.apply(f, c.times)
		c.violations, _ = s.violations()
		s.unapply(f, c.times, before)
		best = append(best, c)
		slices.SortStableFunc(best, func(a, b correction) int { return cmp.Compare(a.violations, b.violations) })
		best = best[:min(len(best), maxWidth)]
	}
	return best
}

// correction returns how often a free class must be raised so that a bound one gets
// what it lacks, if that does not undo the gain and leaves the free class what it may
// be.
func (s *search) correction(f, class int32, missing int64) (correction, bool) {
	changes := s.kernel.changes[f]
	i := slices.IndexFunc(changes, func(m move) bool { return m.class == class })
	if i < 0 {
		return correction{}, false
	}
	by := changes[i].by
	times := missing / by
	if times*by != missing {
		if missing < 0 {
			return correction{}, false
		}
		times += by / max(by, -by)
	}
	if s.gain+times*s.effect[f] <= 0 || s.now[f]+s.change[f]+times*changes[0].by < s.guard.floor(f) {
		return correction{}, false
	}
	return correction{free: f, times: times}, true
}

// missing returns by how much a class has to change to be what it may be.
func (s *search) missing(class int32) int64 {
	if len(s.guard.frozen) > 0 && s.guard.fixes(class) {
		return -s.change[class]
	}
	return max(0, s.guard.floor(class)-s.now[class]-s.change[class])
}

// violations returns the number of classes that may not be what they are, and the
// first of them.
func (s *search) violations() (count int, first int32) {
	for _, class := range s.touched {
		if s.missing(class) != 0 {
			if count == 0 {
				first = class
			}
			count++
		}
	}
	return count, first
}
