package disclosure

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
)

// secret is a sum that must not become known.
type secret struct {
	set     Set
	persons int64
}

// Protect decides which cells are released.
func Protect(ctx context.Context, p Problem) (Outcome, error) {
	if err := p.validate(); err != nil {
		return Outcome{}, err
	}
	o := Outcome{Marks: make([]Mark, len(p.Cells)), Classes: len(p.Persons)}
	secrets := distinct{seen: make(map[string]bool)}
	for i, c := range p.Cells {
		own := ownSecrets(p.Persons, c, p.Threshold)
		if c.Sensitive || len(own) > 0 {
			o.Marks[i] = Primary
		}
		secrets.add(own...)
	}
	for _, s := range p.Hidden {
		secrets.add(secret{s, sum(p.Persons, s)})
	}
	if err := pass(ctx, p, secrets.all, &o); err != nil {
		return Outcome{}, err
	}
	return o, nil
}

// pass goes through the cells in their order and releases each that gives no secret
// away.
func pass(ctx context.Context, p Problem, secrets []secret, o *Outcome) error {
	s := newSystem(len(p.Persons))
	for _, v := range vectors(p.Persons, p.Known) {
		s.learn(v)
	}
	for _, secret := range secrets {
		if s.hide(indicator(secret.set), secret.persons == 1) {
			o.Protected++
		} else {
			o.Lost++
		}
	}
	for _, i := range order(p) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if o.Marks[i] == Released && !s.release(vectors(p.Persons, p.Cells[i].Sets)) {
			o.Marks[i] = Secondary
		}
	}
	return nil
}

// vectors returns what readers learn from the sums of sets: the sums, and of a sum
// of 0 that each of its classes is without persons.
func vectors(persons []int64, sets []Set) (all []vector) {
	for _, s := range sets {
		if sum(persons, s) > 0 {
			all = append(all, indicator(s))
			continue
		}
		for _, class := range s {
			all = append(all, vector{{class, 1}})
		}
	}
	return all
}

// order returns the cells in the order in which they are tried: coarse first, then
// those of more persons, then by key.
func order(p Problem) []int {
	type place struct {
		index   int
		persons int64
	}
	places := make([]place, len(p.Cells))
	for i, c := range p.Cells {
		places[i] = place{i, sum(p.Persons, union(c.Sets))}
	}
	slices.SortFunc(places, func(a, b place) int {
		x, y := p.Cells[a.index], p.Cells[b.index]
		return cmp.Or(cmp.Compare(x.Rank, y.Rank), cmp.Compare(b.persons, a.persons), cmp.Compare(x.Key, y.Key))
	})
	result := make([]int, len(places))
	for i, place := range places {
		result[i] = place.index
	}
	return result
}

func union(sets []Set) Set {
	if len(sets) == 1 {
		return sets[0]
	}
	all := slices.Concat(sets...)
	slices.Sort(all)
	return slices.Compact(all)
}

// distinct collects secrets, each once.
type distinct struct {
	all  []secret
	seen map[string]bool
}

func (d *distinct) add(secrets ...secret) {
	for _, s := range secrets {
		if key := s.set.key(); len(s.set) > 0 && !d.seen[key] {
			d.seen[key] = true
			d.all = append(d.all, s)
		}
	}
}

// key returns the content of a set as a string.
func (s Set) key() string {
	b := make([]byte, 0, 4*len(s))
	for _, class := range s {
		b = binary.LittleEndian.AppendUint32(b, uint32(class))
	}
	return string(b)
}
