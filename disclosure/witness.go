package disclosure

import "slices"

// witness is another table that readers cannot tell from the true one, by what it
// changes, sorted by class.
type witness []move

// on returns what it changes about the sum of a set.
func (w witness) on(set Set) (by int64) {
	for _, m := range w {
		if _, found := slices.BinarySearch(set, m.class); found {
			by += m.by
		}
	}
	return by
}

// possible reports whether the table has no negative number and has the true sum in
// each set that is known: inKnown are the numbers of those by class.
func (w witness) possible(persons []int64, inKnown [][]int32) bool {
	sums := make(map[int32]int64)
	for _, m := range w {
		if persons[m.class]+m.by < 0 {
			return false
		}
		for _, set := range inKnown[m.class] {
			sums[set] += m.by
		}
	}
	for _, by := range sums {
		if by != 0 {
			return false
		}
	}
	return true
}

// convinces reports whether the table is possible to an attacker who knows more.
func (w witness) convinces(persons []int64, g guard) bool {
	for _, m := range w {
		if m.class == g.class && persons[m.class]+m.by < 1 {
			return false
		}
		for _, f := range g.frozen {
			if _, found := slices.BinarySearch(f, m.class); found {
				return false
			}
		}
	}
	return true
}
