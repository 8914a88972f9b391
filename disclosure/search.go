package disclosure

import (
	"slices"
)

// search looks for another table that readers cannot tell from the true one. It is
// used for one sum after another.
type search struct {
	kernel  *kernel
	persons []int64
	now     []int64 // the table so far
	moved   []int32 // classes in which it differs from the true one

	change  []int64 // what is being tried
	touched []int32 // classes that it changes, or has changed
	present []bool
	gain    int64 // what it does to the sum, in the direction wanted
	trials  int

	inSet  []bool
	effect []int64 // by free class: what raising it does to the sum, in the direction wanted
	free   []int32 // those with an effect
	guard  guard
}

func newSearch(k *kernel, persons []int64) *search {
	n := len(persons)
	return &search{kernel: k, persons: persons, now: slices.Clone(persons), change: make([]int64, n), present: make([]bool, n), inSet: make([]bool, n), effect: make([]int64, n)}
}

// reach extends a witness until it moves the sum of a set by at least the given
// number, down if that is negative, and reports whether it could.
func (s *search) reach(w witness, set Set, by int64, g guard) (witness, bool) {
	direction := int64(1)
	if by < 0 {
		direction = -1
	}
	s.guard = g
	for _, m := range w {
		s.now[m.class] += m.by
		s.moved = append(s.moved, m.class)
	}
	s.measure(set, direction)
	left := (by - w.on(set)) * direction
	for left > 0 {
		gain := s.step(left)
		if gain == 0 {
			break
		}
		left -= gain
	}
	return s.finish(), left <= 0
}

// finish returns what differs from the true table, and goes back to that.
func (s *search) finish() (w witness) {
	slices.Sort(s.moved)
	for _, class := range slices.Compact(s.moved) {
		if by := s.now[class] - s.persons[class]; by != 0 {
			w = append(w, move{class, by})
		}
		s.now[class] = s.persons[class]
	}
	s.moved = s.moved[:0]
	for _, f := range s.free {
		s.effect[f] = 0
	}
	return w
}

// measure notes the effect of each free class on the sum of a set.
func (s *search) measure(set Set, direction int64) {
	s.free = s.free[:0]
	for _, class := range set {
		s.inSet[class] = true
	}
	for _, class := range set {
		if r := s.kernel.system.row[class]; r < 0 {
			s.measureOne(class, direction)
		} else {
			for _, f := range s.kernel.rows[r] {
				s.measureOne(f, direction)
			}
		}
	}
	for _, class := range set {
		s.inSet[class] = false
	}
	slices.SortFunc(s.free, s.kernel.shorter)
}

func (s *search) measureOne(f int32, direction int64) {
	if s.effect[f] != 0 {
		return
	}
	for _, m := range s.kernel.changes[f] {
		if s.inSet[m.class] {
			s.effect[f] += m.by * direction
		}
	}
	if s.effect[f] != 0 {
		s.free = append(s.free, f)
	}
}

// step makes one change that moves the sum the way that is wanted, as far as that
// goes, and returns by how much: 0 if it finds none. Changes that need no correction
// are tried first.
func (s *search) step(left int64) int64 {
	for _, depth := range []int{0, maxDepth} {
		s.trials = 0
		for _, f := range s.free {
			times := int64(1)
			if s.effect[f] < 0 {
				times = -1
			}
			s.apply(f, times)
			if s.correct(depth) {
				return s.commit(left)
			}
			s.unapply(f, times, 0)
			if s.trials > maxTrials {
				break
			}
		}
	}
	return 0
}

// apply adds a multiple of the change of a free class to what is being tried.
func (s *search) apply(f int32, times int64) {
	for _, m := range s.kernel.changes[f] {
		if !s.present[m.class] {
			s.present[m.class] = true
			s.touched = append(s.touched, m.class)
		}
		s.change[m.class] += times * m.by
	}
	s.gain += times * s.effect[f]
}

// unapply takes back what was applied last, before which so many classes were touched.
func (s *search) unapply(f int32, times int64, before int) {
	s.apply(f, -times)
	for _, class := range s.touched[before:] {
		s.present[class] = false
	}
	s.touched = s.touched[:before]
}

func (s *search) clear() {
	for _, class := range s.touched {
		s.change[class], s.present[class] = 0, false
	}
	s.touched, s.gain = s.touched[:0], 0
}

// commit makes the change as often as is wanted and possible.
func (s *search) commit(left int64) int64 {
	times := (left + s.gain - 1) / s.gain
	for _, class := range s.touched {
		if s.change[class] < 0 {
			times = min(times, (s.now[class]-s.guard.floor(class))/-s.change[class])
		}
	}
	for _, class := range s.touched {
		if s.change[class] != 0 {
			s.now[class] += times * s.change[class]
			s.moved = append(s.moved, class)
		}
	}
	gain := s.gain * times
	s.clear()
	return gain
}
