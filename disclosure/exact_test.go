package disclosure_test

import (
	"math/big"
	"testing"

	"dubbelkrona/disclosure"
)

// span is a row-reduced basis of rational vectors: a second implementation of what
// readers can calculate, in exact fractions and without any of the tricks.
type span struct {
	rows   [][]*big.Rat
	pivots []int
}

func ones(classes int, s disclosure.Set) []*big.Rat {
	v := make([]*big.Rat, classes)
	for i := range v {
		v[i] = new(big.Rat)
	}
	for _, class := range s {
		v[class].SetInt64(1)
	}
	return v
}

// rest reduces v and returns its first coordinate that is not 0, or -1.
func (s *span) rest(v []*big.Rat) int {
	for r, row := range s.rows {
		if factor := new(big.Rat).Set(v[s.pivots[r]]); factor.Sign() != 0 {
			for i := range v {
				if row[i].Sign() != 0 {
					v[i].Sub(v[i], new(big.Rat).Mul(factor, row[i]))
				}
			}
		}
	}
	for i := range v {
		if v[i].Sign() != 0 {
			return i
		}
	}
	return -1
}

func (s *span) add(v []*big.Rat) {
	pivot := s.rest(v)
	if pivot < 0 {
		return
	}
	scale := new(big.Rat).Inv(v[pivot])
	for i := range v {
		v[i].Mul(v[i], scale)
	}
	s.rows, s.pivots = append(s.rows, v), append(s.pivots, pivot)
}

func (s *span) has(classes int, set disclosure.Set) bool { return s.rest(ones(classes, set)) < 0 }

// total returns the number of persons of a set.
func total(p disclosure.Problem, s disclosure.Set) (n int64) {
	for _, class := range s {
		n += p.Persons[class]
	}
	return n
}

// known returns what readers can calculate: from a sum of 0 also that each of its
// classes is empty.
func known(p disclosure.Problem, marks []disclosure.Mark) *span {
	s := &span{}
	learn := func(sets []disclosure.Set) {
		for _, set := range sets {
			s.add(ones(len(p.Persons), set))
			if total(p, set) == 0 {
				for _, class := range set {
					s.add(ones(len(p.Persons), disclosure.Set{class}))
				}
			}
		}
	}
	learn(p.Known)
	for i, m := range marks {
		if m == disclosure.Released {
			learn(p.Cells[i].Sets)
		}
	}
	return s
}

// protected returns the sets of 1 to T-1 persons of the cells, the differences of
// such a number between two of a cell's sets, and the hidden sets.
func protected(p disclosure.Problem) (sets []disclosure.Set) {
	consider := func(s disclosure.Set) {
		if n := total(p, s); n >= 1 && n < int64(p.Threshold) {
			sets = append(sets, s)
		}
	}
	for _, c := range p.Cells {
		for i, s := range c.Sets {
			consider(s)
			for j, t := range c.Sets {
				if rest := minus(t, s); i != j && len(rest) == len(t)-len(s) {
					consider(rest)
				}
			}
		}
	}
	return append(sets, p.Hidden...)
}

func minus(s, t disclosure.Set) (rest disclosure.Set) {
	in := make(map[int32]bool)
	for _, class := range t {
		in[class] = true
	}
	for _, class := range s {
		if !in[class] {
			rest = append(rest, class)
		}
	}
	return rest
}

// check fails the test if a protected number can be calculated, or can be by the only
// person of another one. What earlier releases tell alone is left out.
func check(t *testing.T, p disclosure.Problem, o disclosure.Outcome) (checked int) {
	t.Helper()
	readers, before := known(p, o.Marks), known(p, nil)
	secrets := protected(p)
	for _, s := range secrets {
		if readers.has(len(p.Persons), s) && !before.has(len(p.Persons), s) {
			t.Errorf("the number of set %v, of %d persons, follows from what is released", s, total(p, s))
		}
		checked++
	}
	for _, own := range secrets {
		if total(p, own) != 1 {
			continue
		}
		person, already := *readers, *before
		person.add(ones(len(p.Persons), own))
		already.add(ones(len(p.Persons), own))
		for _, s := range secrets {
			if len(minus(s, own))+len(minus(own, s)) > 0 && person.has(len(p.Persons), s) && !already.has(len(p.Persons), s) {
				t.Errorf("the person of set %v can calculate set %v, of %d persons", own, s, total(p, s))
			}
		}
	}
	return checked
}

// marksAreRight fails the test if a cell that tells of too few persons, or is
// sensitive, is anything but primary, or another is (more than two sets may tell of
// more groups than protected knows).
func marksAreRight(t *testing.T, p disclosure.Problem, o disclosure.Outcome) {
	t.Helper()
	for i, c := range p.Cells {
		alone := p
		alone.Cells, alone.Hidden = []disclosure.Cell{c}, nil
		small, primary := c.Sensitive || len(protected(alone)) > 0, o.Marks[i] == disclosure.Primary
		if small && !primary || !small && primary && len(c.Sets) < 3 {
			t.Errorf("cell %q is %s, of too few persons: %t", c.Key, o.Marks[i], small)
		}
	}
}
