package disclosure

import (
	"cmp"
	"slices"
)

// The largest system for which it is tried which set to withhold.
const (
	maxTriedSets    = 400
	maxTriedClasses = 2000
)

// trial returns the smallest released set without which a secret is bounded widely
// enough; there is none if no single one is to blame, or the system is too large to try.
// Those that were guarded by an earlier pass did not help.
func (a *audit) trial(failed *secret, guarded []int) (number int, found bool) {
	if len(a.known) > maxTriedSets || len(a.persons) > maxTriedClasses {
		return 0, false
	}
	tried := slices.DeleteFunc(slices.Clone(a.known), func(n int) bool { return slices.Contains(a.learnt, n) || slices.Contains(guarded, n) })
	slices.SortStableFunc(tried, func(x, y int) int { return cmp.Compare(sum(a.persons, a.sets[x]), sum(a.persons, a.sets[y])) })
	for _, n := range tried {
		if a.provedWithout(n, failed) {
			return n, true
		}
	}
	return 0, false
}

// provedWithout reports whether a secret has all its witnesses if a set is not known.
func (a *audit) provedWithout(left int, failed *secret) bool {
	b := &audit{decision: a.decision, alone: a.alone, inKnown: make([][]int32, len(a.persons))}
	var sets []Set
	for _, n := range a.known {
		if n == left {
			continue
		}
		b.known, sets = append(b.known, n), append(sets, a.sets[n])
		for _, class := range a.sets[n] {
			b.inKnown[class] = append(b.inKnown[class], int32(n))
		}
	}
	tried := &secret{set: failed.set, number: failed.number, persons: failed.persons}
	for round := range 2 {
		if b.prove(newSearch(newKernel(a.persons, sets, b.inKnown, round), a.persons), tried) {
			return true
		}
	}
	return false
}
