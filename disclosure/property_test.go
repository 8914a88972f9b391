package disclosure_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"dubbelkrona/disclosure"
)

// No protected number can be calculated in exact fractions, by readers or by a person
// who is alone in another, over linked tables of several metrics, overlapping persons
// and two releases.
func TestNothingProtectedCanBeCalculated(t *testing.T) {
	checked, suppressed := 0, 0
	for seed := range uint64(8) {
		p := randomProblem(t, seed+100)
		o := protect(t, p)
		marksAreRight(t, p, o)
		checked += check(t, p, o)
		suppressed += o.Count(disclosure.Secondary)
	}
	if checked < 150 || suppressed < 50 {
		t.Errorf("only %d numbers and %d secondary cells: the test tests too little", checked, suppressed)
	}
}

// The outcome depends neither on the order of cells, sets and earlier releases nor on
// the numbers of classes, nor on how persons of the same sets are divided into classes.
func TestOutcomeIsAFunctionOfTheContent(t *testing.T) {
	for seed := range uint64(6) {
		p := randomProblem(t, seed+200)
		want := byKey(p, protect(t, p))
		r := rand.New(rand.NewPCG(seed, 7))
		q := shuffled(r, p)
		got := byKey(q, protect(t, q))
		for key, mark := range want {
			if got[key] != mark {
				t.Errorf("problem %d: %q is %s, and %s in another order", seed, key, mark, got[key])
			}
		}
	}
}

func byKey(p disclosure.Problem, o disclosure.Outcome) map[string]disclosure.Mark {
	marks := make(map[string]disclosure.Mark)
	for i, c := range p.Cells {
		marks[c.Key] = o.Marks[i]
	}
	return marks
}

func shuffled(r *rand.Rand, p disclosure.Problem) disclosure.Problem {
	q := disclosure.Problem{Threshold: p.Threshold, Persons: make([]int64, len(p.Persons)+1)}
	number := r.Perm(len(p.Persons))
	for class, n := range p.Persons {
		q.Persons[number[class]] = n
	}
	// The last class is split off one that has persons.
	split := slices.IndexFunc(q.Persons, func(n int64) bool { return n > 1 })
	extra := int32(len(p.Persons))
	if split >= 0 {
		q.Persons[split]--
		q.Persons[extra] = 1
	}
	renumber := func(sets []disclosure.Set) []disclosure.Set {
		var result []disclosure.Set
		for _, s := range sets {
			var renumbered disclosure.Set
			for _, class := range s {
				renumbered = append(renumbered, int32(number[class]))
				if number[class] == split {
					renumbered = append(renumbered, extra)
				}
			}
			slices.Sort(renumbered)
			result = append(result, renumbered)
		}
		return result
	}
	for _, i := range r.Perm(len(p.Cells)) {
		c := p.Cells[i]
		c.Sets = renumber(c.Sets)
		q.Cells = append(q.Cells, c)
	}
	q.Known, q.Hidden = renumber(p.Known), renumber(p.Hidden)
	r.Shuffle(len(q.Known), func(i, j int) { q.Known[i], q.Known[j] = q.Known[j], q.Known[i] })
	r.Shuffle(len(q.Hidden), func(i, j int) { q.Hidden[i], q.Hidden[j] = q.Hidden[j], q.Hidden[i] })
	return q
}

// On tables so small that all patterns can be tried, not much more is suppressed than
// has to be so that nothing can be calculated.
func TestSuppressesLittleMoreThanTheOptimum(t *testing.T) {
	best, ours, tables := 0, 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 9))
		counts := [][]int64{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}
		for i := range counts {
			for j := range counts[i] {
				counts[i][j] = int64(r.IntN(6) * r.IntN(8))
			}
		}
		p := table(3, counts)
		o := protect(t, p)
		if o.Count(disclosure.Primary) == 0 {
			continue
		}
		check(t, p, o)
		tables, ours = tables+1, ours+len(p.Cells)-o.Count(disclosure.Released)
		best += optimum(p)
	}
	t.Logf("%d tables: %d cells suppressed, %d at best", tables, ours, best)
	if tables < 20 || best == 0 || float64(ours) > 1.5*float64(best) {
		t.Errorf("%d cells suppressed in %d tables, %d at best", ours, tables, best)
	}
}

// optimum returns the smallest number of suppressed inner cells, with all margins
// released, that leaves no protected number to be calculated, and otherwise all cells.
func optimum(p disclosure.Problem) int {
	secrets := protected(p)
	inner := 0
	for _, c := range p.Cells {
		if c.Rank == 2 {
			inner++
		}
	}
	best := len(p.Cells)
	for pattern := range 1 << inner {
		marks := make([]disclosure.Mark, len(p.Cells))
		count := 0
		for i, c := range p.Cells {
			if n := total(p, c.Sets[0]); c.Rank == 2 && pattern>>i&1 == 1 || n >= 1 && n < int64(p.Threshold) {
				marks[i] = disclosure.Secondary
				count++
			}
		}
		if count >= best {
			continue
		}
		readers := known(p, marks)
		if !slices.ContainsFunc(secrets, func(s disclosure.Set) bool { return readers.has(len(p.Persons), s) }) {
			best = count
		}
	}
	return best
}

func FuzzProtect(f *testing.F) {
	f.Add([]byte{5, 3, 2, 1, 0, 7, 9, 4, 1, 2, 3})
	f.Add([]byte("a table of a few numbers, and sets of them in no order"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := decode(data)
		o, err := disclosure.Protect(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		check(t, p, o)
		marksAreRight(t, p, o)
	})
}

// decode makes a valid problem of any bytes.
func decode(data []byte) disclosure.Problem {
	next := func() int {
		if len(data) == 0 {
			return 0
		}
		b := data[0]
		data = data[1:]
		return int(b)
	}
	p := disclosure.Problem{Threshold: 3 + next()%8, Persons: make([]int64, 1+next()%12)}
	for i := range p.Persons {
		p.Persons[i] = int64(next() % 16)
	}
	set := func() (s disclosure.Set) {
		bits := next() | next()<<8
		for i := range p.Persons {
			if bits>>i&1 == 1 {
				s = append(s, int32(i))
			}
		}
		return s
	}
	for range next() % 4 {
		p.Known = append(p.Known, set())
	}
	for i := 0; i < 24 && len(data) > 0; i++ {
		kind := next()
		c := disclosure.Cell{Key: name(i), Rank: kind % 3, Sensitive: kind%11 == 0}
		for range 1 + kind/3%3 {
			c.Sets = append(c.Sets, set())
		}
		p.Cells = append(p.Cells, c)
	}
	return p
}
