package disclosure

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
)

// rounds is how many choices of bound classes are tried.
const rounds = 8

// audit checks what can be inferred about each secret from all that is known: a number
// of 1 to T-1 must be able to be 0 and T, and one that is protected for another reason
// to differ by T. Witnesses are kept from one audit to the next.
type audit struct {
	*decision
	known   []int           // numbers of the sets that are released or were known
	inKnown [][]int32       // by class: which of those it is in
	alone   map[int32][]int // class → secrets of one person that it is in
}

// newAudit returns the audit of what readers learn from sets besides what they know.
func (d *decision) newAudit(told []int) *audit {
	a := &audit{decision: d, known: slices.Concat(d.learnt, told), inKnown: make([][]int32, len(d.persons)), alone: make(map[int32][]int)}
	slices.SortFunc(a.known, func(x, y int) int {
		return cmp.Or(cmp.Compare(len(d.sets[x]), len(d.sets[y])), cmp.Compare(x, y))
	})
	a.known = slices.Compact(a.known)
	for _, n := range a.known {
		for _, class := range d.sets[n] {
			a.inKnown[class] = append(a.inKnown[class], int32(n))
		}
	}
	for i, s := range d.secrets {
		if s.persons == 1 && !s.lost {
			for _, class := range s.set {
				a.alone[class] = append(a.alone[class], i)
			}
		}
	}
	return a
}

// run returns the secrets for which it has found no witnesses.
func (a *audit) run(ctx context.Context) (failed []int, err error) {
	ok := make([]bool, len(a.secrets))
	for i := range a.secrets {
		s := &a.secrets[i]
		s.witnesses = slices.DeleteFunc(s.witnesses, func(w witness) bool { return !w.possible(a.persons, a.inKnown) })
		maps.DeleteFunc(s.partial, func(_ goal, w witness) bool { return !w.possible(a.persons, a.inKnown) })
		ok[i] = s.lost || s.narrow || a.prove(nil, s)
	}
	for round := range rounds {
		a.search(ctx, ok, round)
	}
	for i := range ok {
		if !ok[i] {
			failed = append(failed, i)
		}
	}
	return failed, ctx.Err()
}

// search looks for the witnesses of those secrets that are not yet ok.
func (a *audit) search(ctx context.Context, ok []bool, round int) {
	var pending []int
	for i := range ok {
		if !ok[i] {
			pending = append(pending, i)
		}
	}
	if len(pending) == 0 {
		return
	}
	sets := make([]Set, len(a.known))
	for i, n := range a.known {
		sets[i] = a.sets[n]
	}
	k := newKernel(a.persons, sets, a.inKnown, round)
	var workers sync.WaitGroup
	count := runtime.GOMAXPROCS(0)
	for first := range count {
		workers.Go(func() {
			s := newSearch(k, a.persons)
			for turn := first; turn < len(pending) && ctx.Err() == nil; turn += count {
				i := pending[turn]
				ok[i] = a.prove(s, &a.secrets[i])
			}
		})
	}
	workers.Wait()
}

// prove reports whether a secret has all its witnesses. It looks for those that are
// lacking if it may search.
func (a *audit) prove(s *search, secret *secret) bool {
	down, up := -min(secret.persons, a.threshold), max(0, a.threshold-secret.persons)
	for _, by := range []int64{down, up} {
		if by != 0 && !a.witness(s, secret, by, outsider) {
			return false
		}
	}
	for _, g := range a.insiders(secret) {
		if !a.witness(s, secret, 1, g) && !a.witness(s, secret, -1, g) {
			return false
		}
	}
	return true
}

// witness finds a witness that differs by at least the given number to somebody who
// knows more, or has it already.
func (a *audit) witness(s *search, secret *secret, by int64, g guard) bool {
	for _, w := range secret.witnesses {
		if on := w.on(secret.set); (by > 0 && on >= by || by < 0 && on <= by) && w.convinces(a.persons, g) {
			return true
		}
	}
	if s == nil {
		return false
	}
	key := goal{by > 0, g.class}
	w, ok := s.reach(secret.partial[key], secret.set, by, g)
	if !ok {
		if secret.partial == nil {
			secret.partial = make(map[goal]witness)
		}
		secret.partial[key] = w
		return false
	}
	if !w.possible(a.persons, a.inKnown) || !w.convinces(a.persons, g) {
		return false
	}
	secret.witnesses = append(secret.witnesses, w)
	return true
}

// insiders returns what is known to those persons to whom none of the witnesses is
// possible: the first one moves them from where they know they are, and so do the
// others.
func (a *audit) insiders(secret *secret) (all []guard) {
	if len(secret.witnesses) == 0 {
		return nil
	}
	for _, class := range a.concerned(secret.witnesses[0]) {
		_, within := slices.BinarySearch(secret.set, class)
		if within && secret.persons == 1 {
			continue
		}
		g := guard{class: class}
		for _, other := range a.alone[class] {
			g.frozen = append(g.frozen, a.secrets[other].set)
		}
		if !slices.ContainsFunc(secret.witnesses, func(w witness) bool { return w.convinces(a.persons, g) }) {
			all = append(all, g)
		}
	}
	return all
}

// concerned returns the classes that have persons and are changed by a witness, or are
// in a secret of one person with a class that is.
func (a *audit) concerned(w witness) (classes []int32) {
	for _, m := range w {
		classes = append(classes, m.class)
		for _, other := range a.alone[m.class] {
			classes = append(classes, a.secrets[other].set...)
		}
	}
	slices.Sort(classes)
	return slices.DeleteFunc(slices.Compact(classes), func(class int32) bool { return a.persons[class] == 0 })
}
