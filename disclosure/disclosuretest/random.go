package disclosuretest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"dubbelkrona/disclosure"
)

// shape is which tables of a random problem there are.
type shape struct {
	sizes  []int // of the dimensions
	tables [][]int
	spells int // at most, of a person
}

func randomShape(r *rand.Rand) shape {
	s := shape{tables: [][]int{nil, {0}, {1}, {2}, {0, 1}}, spells: 1 + r.IntN(2)}
	for range 3 {
		s.sizes = append(s.sizes, 2+r.IntN(4))
	}
	for _, table := range [][]int{{0, 2}, {1, 2}, {0, 1, 2}} {
		if r.IntN(2) == 0 {
			s.tables = append(s.tables, table)
		}
	}
	return s
}

// visit is one spell of a person: a category of each dimension, and whether it ended
// in work.
type visit struct {
	at       []int
	employed bool
}

func (s shape) visit(r *rand.Rand) visit {
	v := visit{employed: r.IntN(3) == 0}
	for _, size := range s.sizes {
		v.at = append(v.at, min(r.IntN(size), r.IntN(size)))
	}
	return v
}

// groups returns the names of the groups that a visit counts in; the number of "="
// is the rank.
func (s shape) groups(v visit) (names []string) {
	for _, table := range s.tables {
		name := "total"
		for _, d := range table {
			name += fmt.Sprintf(" %c=%d", 'a'+d, v.at[d])
		}
		names = append(names, name)
	}
	return names
}

func (s shape) sets(c *collector, release string, visits []visit) map[int]bool {
	in := make(map[int]bool)
	for _, v := range visits {
		for _, g := range s.groups(v) {
			rank := strings.Count(g, "=")
			in[c.set(release+g, rank)] = true
			if v.employed {
				in[c.set(release+g+" employed", rank)] = true
			}
		}
	}
	return in
}

// Random returns a small random problem: linked tables of two or three dimensions on
// participants, the share in work, and amounts. Persons may count in several groups, and
// in half of the problems readers do not know which inner cells have nobody.
func Random(seed uint64) disclosure.Problem {
	r := rand.New(rand.NewPCG(seed, 2))
	s, c := randomShape(r), newCollector()
	for range 30 + r.IntN(400) {
		var visits []visit
		for range 1 + r.IntN(s.spells) {
			visits = append(visits, s.visit(r))
		}
		c.count(s.sets(c, "", visits), 1)
	}
	if r.IntN(2) == 0 {
		s.addEmpty(c)
	}
	return c.problem(3 + r.IntN(5))
}

// addEmpty adds the inner cells that nobody is in.
func (s shape) addEmpty(c *collector) {
	for a := range s.sizes[0] {
		for b := range s.sizes[1] {
			for d := range s.sizes[2] {
				for _, employed := range []bool{false, true} {
					c.count(s.sets(c, "", []visit{{[]int{a, b, d}, employed}}), 0)
				}
			}
		}
	}
}

// Second returns a random problem of a second release: some persons have left, some
// have joined and some have moved since the first, whose released sums readers have.
// Those who joined or left a cell that was released are protected.
func Second(seed uint64) (disclosure.Problem, error) {
	r := rand.New(rand.NewPCG(seed, 3))
	s, c := randomShape(r), newCollector()
	for range 40 + r.IntN(300) {
		before, now := []visit{s.visit(r)}, []visit(nil)
		switch n := r.IntN(20); {
		case n < 15:
			now = before
		case n < 17:
			now = []visit{s.visit(r)}
		case n < 19:
			before, now = nil, before
		}
		in := s.sets(c, "before ", before)
		for id := range s.sets(c, "", now) {
			in[id] = true
		}
		c.count(in, 1)
	}
	all := c.problem(3 + r.IntN(5))
	return secondRelease(all)
}

// secondRelease decides on the cells of the first release, and returns what is left.
func secondRelease(all disclosure.Problem) (disclosure.Problem, error) {
	first, second := all, all
	first.Cells, second.Cells = nil, nil
	sets := make(map[string]disclosure.Set)
	for _, cell := range all.Cells {
		if strings.Contains(cell.Key, " before ") {
			first.Cells = append(first.Cells, cell)
		} else {
			second.Cells = append(second.Cells, cell)
			sets[cell.Key] = cell.Sets[0]
		}
	}
	o, err := disclosure.Protect(context.Background(), first)
	if err != nil {
		return second, err
	}
	for i, cell := range first.Cells {
		if o.Marks[i] != disclosure.Released {
			continue
		}
		second.Known = append(second.Known, cell.Sets...)
		now := sets[strings.Replace(cell.Key, " before ", " ", 1)]
		for _, s := range []disclosure.Set{without(cell.Sets[0], now), without(now, cell.Sets[0])} {
			if n := persons(all, s); n >= 1 && n < int64(all.Threshold) {
				second.Hidden = append(second.Hidden, s)
			}
		}
	}
	return second, nil
}

func without(s, t disclosure.Set) (rest disclosure.Set) {
	in := make(map[int32]bool, len(t))
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

func persons(p disclosure.Problem, s disclosure.Set) (n int64) {
	for _, class := range s {
		n += p.Persons[class]
	}
	return n
}
