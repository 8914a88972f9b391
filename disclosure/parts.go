package disclosure

import (
	"slices"
)

// maxOwnRank bounds the search for parts of a cell: 2^8 combinations of its sets.
const maxOwnRank = 8

// atom is the persons of a cell who are in the same of its sets.
type atom struct {
	in      []bool // by set
	classes Set
	persons int64
}

// atoms divides the persons of sets by which of them they are in.
func atoms(persons []int64, sets []Set) []atom {
	in := make(map[int32][]byte)
	var classes Set
	for i, s := range sets {
		for _, class := range s {
			if in[class] == nil {
				in[class] = make([]byte, len(sets))
				classes = append(classes, class)
			}
			in[class][i] = 1
		}
	}
	slices.Sort(classes)
	at := make(map[string]int)
	var all []atom
	for _, class := range classes {
		i, found := at[string(in[class])]
		if !found {
			i = len(all)
			at[string(in[class])] = i
			a := atom{in: make([]bool, len(sets))}
			for j, b := range in[class] {
				a.in[j] = b == 1
			}
			all = append(all, a)
		}
		all[i].classes = append(all[i].classes, class)
		all[i].persons += persons[class]
	}
	return all
}

// part is a group of persons whose number follows from the figures of one cell: one
// of its sets, a complement, a remainder.
type part struct {
	in      []bool // by atom
	persons int64
}

func (p part) within(other part) bool {
	for i, in := range p.in {
		if in && !other.in[i] {
			return false
		}
	}
	return true
}

// parts returns all groups whose numbers follow from the cell's own figures: the
// vectors of zeros and ones, over atoms, in the span of its sets. A row-reduced
// basis has such a vector only as a sum of some of its rows, so all are found.
func parts(all []atom, sets int) (found []part) {
	basis := ownBasis(all, sets)
	if len(basis) > maxOwnRank {
		return plainParts(all, sets)
	}
	for choice := 1; choice < 1<<len(basis); choice++ {
		if p, ok := ownPart(all, basis, choice); ok {
			found = append(found, p)
		}
	}
	return found
}

// ownBasis returns a row-reduced basis of the sets, over atoms.
func ownBasis(all []atom, sets int) []vector {
	s := newSystem(len(all))
	for i := range sets {
		var v vector
		for j, a := range all {
			if a.in[i] {
				v = append(v, entry{int32(j), 1})
			}
		}
		s.learn(v)
	}
	return s.rows
}

func ownPart(all []atom, basis []vector, choice int) (part, bool) {
	values := make([]uint64, len(all))
	for i, row := range basis {
		if choice>>i&1 == 1 {
			for _, e := range row {
				values[e.at] = plus(values[e.at], e.value)
			}
		}
	}
	p := part{in: make([]bool, len(all))}
	for i, value := range values {
		if value > 1 {
			return part{}, false
		}
		if value == 1 {
			p.in[i] = true
			p.persons += all[i].persons
		}
	}
	return p, true
}

// plainParts returns the sets, and their differences if one includes the other. It is
// for cells with so many independent sets that a search of all parts would take long.
func plainParts(all []atom, sets int) (found []part) {
	for i := range sets {
		found = append(found, newPart(all, func(a atom) bool { return a.in[i] }))
	}
	for i, p := range found[:sets] {
		for j, q := range found[:sets] {
			if i != j && p.within(q) {
				found = append(found, newPart(all, func(a atom) bool { return a.in[j] && !a.in[i] }))
			}
		}
	}
	// A part of nobody is in every other one, which would not be the smallest then.
	return slices.DeleteFunc(found, func(p part) bool { return !slices.Contains(p.in, true) })
}

func newPart(all []atom, has func(atom) bool) part {
	p := part{in: make([]bool, len(all))}
	for i, a := range all {
		if has(a) {
			p.in[i] = true
			p.persons += a.persons
		}
	}
	return p
}

// ownSecrets returns the groups of a cell that must be protected; a cell that has
// any is primary. They are its sets and the smallest parts that are of 1 to T-1
// persons. Of a sensitive cell they are its smallest parts, of any size: whoever
// can calculate all its figures can calculate those.
func ownSecrets(persons []int64, c Cell, threshold int64) []secret {
	all := atoms(persons, c.Sets)
	found := parts(all, len(c.Sets))
	small := slices.DeleteFunc(slices.Clone(found), func(p part) bool { return p.persons < 1 || p.persons >= threshold })
	chosen := smallest(small)
	if c.Sensitive {
		chosen = append(chosen, smallest(found)...)
	}
	for i := range c.Sets {
		p := newPart(all, func(a atom) bool { return a.in[i] })
		if p.persons >= 1 && p.persons < threshold {
			chosen = append(chosen, p)
		}
	}
	var secrets []secret
	for _, p := range chosen {
		secrets = append(secrets, secret{set: p.set(all), persons: p.persons})
	}
	return secrets
}

// smallest returns the parts that include no other part.
func smallest(found []part) (result []part) {
	for i, p := range found {
		if !slices.ContainsFunc(found, func(q part) bool { return q.within(p) && !p.within(q) }) && !slices.ContainsFunc(found[:i], func(q part) bool { return q.within(p) }) {
			result = append(result, p)
		}
	}
	return result
}

func (p part) set(all []atom) (s Set) {
	for i, in := range p.in {
		if in {
			s = append(s, all[i].classes...)
		}
	}
	slices.Sort(s)
	return s
}
