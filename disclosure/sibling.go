package disclosure

import "slices"

// widen withholds more for each secret that failed the audit: the one set that bounds it,
// if there is one, else one more cell each time it fails. It reports whether it could do so
// for any.
func (a *audit) widen(failed []int) (any bool) {
	above := make(map[int][]int32) // set → the known sets that include it
	chosen, guarded := make(map[int]bool), slices.Clone(a.guarded)
	for _, i := range failed {
		secret := &a.secrets[i]
		if n, found := a.trial(secret, guarded); found {
			a.guarded, any = append(a.guarded, n), true
			continue
		}
		secret.failures++
		candidates := a.siblings(secret, above)
		candidates = candidates[max(0, len(candidates)-secret.failures):]
		if !slices.ContainsFunc(candidates, func(c int) bool { return chosen[c] }) {
			for _, c := range candidates {
				chosen[c] = true
			}
		}
	}
	for c := range chosen {
		a.withheld[c] = true
	}
	return any || len(chosen) > 0
}

// siblings returns the released cells that are closest to a secret, of those the ones
// of the finest rank, in the order of cells, largest first: those that share the most
// known sets that include both. If there are none, it is the cells that share most
// classes with it, then those that share most known sets that have some of both, then
// any.
func (a *audit) siblings(secret *secret, above map[int][]int32) (best []int) {
	most, finest := 0, 0
	choose := func(closeness func(Set, int) int) {
		for i, c := range a.cells {
			if a.marks[i] != Released {
				continue
			}
			near := 0
			for _, n := range a.told[i] {
				near = max(near, closeness(a.sets[n], n))
			}
			if near > most || near == most && c.Rank > finest {
				most, finest, best = near, c.Rank, nil
			}
			if near > 0 && near == most && c.Rank == finest {
				best = append(best, i)
			}
		}
	}
	mine := a.including(secret.set, secret.number, above)
	choose(func(s Set, n int) int {
		if len(s) == 0 || includes(s, secret.set) {
			return 0
		}
		return common(mine, a.including(s, n, above))
	})
	if len(best) == 0 {
		choose(func(s Set, _ int) int { return common(s, secret.set) })
	}
	if len(best) == 0 {
		touching := a.touching(secret.set)
		choose(func(s Set, _ int) int { return common(touching, a.touching(s)) })
	}
	if len(best) == 0 {
		choose(func(Set, int) int { return 1 })
	}
	return best
}

// touching returns the known sets that have a class of a set.
func (a *audit) touching(s Set) (found []int32) {
	for _, class := range s {
		found = append(found, a.inKnown[class]...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// including returns the known sets that include all of a set.
func (a *audit) including(s Set, number int, above map[int][]int32) []int32 {
	if found, ok := above[number]; ok {
		return found
	}
	found := slices.Clone(a.inKnown[s[0]])
	for _, class := range s[1:] {
		found = slices.DeleteFunc(found, func(n int32) bool { return !slices.Contains(a.inKnown[class], n) })
	}
	found = slices.DeleteFunc(found, func(n int32) bool { return int(n) == number })
	slices.Sort(found)
	above[number] = found
	return found
}

func includes(s, part Set) bool { return common(s, part) == len(part) }

// common returns how many numbers two sorted lists have in common.
func common(s, t []int32) (n int) {
	for len(s) > 0 && len(t) > 0 {
		switch {
		case s[0] < t[0]:
			s = s[1:]
		case s[0] > t[0]:
			t = t[1:]
		default:
			n, s, t = n+1, s[1:], t[1:]
		}
	}
	return n
}
