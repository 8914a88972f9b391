package simulate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// persons are drawn for tests of what docs/validation.md says of them.
func persons(n int) (list []person) {
	r := rand.New(rand.NewPCG(3, 4))
	for range n {
		var p person
		p.draw(r, noEffect)
		list = append(list, p)
	}
	return list
}

func TestPersonsAreAsThePageSays(t *testing.T) {
	var out, found, in, lost, n, sum, squares float64
	for _, p := range persons(20000) {
		for m := 1; m < months; m++ {
			if p.work[m-1] {
				in++
				lost += number(!p.work[m])
			} else {
				out++
				found += number(p.work[m])
			}
		}
		if p.start != 0 {
			y := p.share(p.start+blockFrom, p.start+blockTo)
			n, sum, squares = n+1, sum+y, squares+y*y
			if p.work[p.start-1] {
				t.Fatal("a person with work starts")
			}
		}
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"find work", found / out, 0.04}, {"lose work", lost / in, 0.07},
		{"standard deviation of the outcome", math.Sqrt(squares/n - sum/n*sum/n), 0.27},
	} {
		if math.Abs(c.got-c.want) > 0.1*c.want {
			t.Errorf("%s: %.4f, not about %.2f", c.name, c.got, c.want)
		}
	}
}

// The truth takes what a person would have done by waiting from the probabilities. Here
// the later starts are drawn.
func TestWaitingIsWhatDrawsGive(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	tried := 0
	for _, p := range persons(200) {
		if p.start == 0 || p.waiting == 0 {
			continue
		}
		tried++
		const draws = 4000
		sum := 0.0
		for range draws {
			for g := p.start + betweenStarts; g <= lastStart; g += betweenStarts {
				if !p.work[g-1] && r.Float64() < p.hazard(g, noEffect) {
					sum += math.Max(0, float64(p.start+blockTo-g)) / blockTo
					break
				}
			}
		}
		if got := sum / draws; math.Abs(got-p.waiting) > 0.03 {
			t.Errorf("a person who starts in month %d and waits has %.3f of the block after a later start, by draws %.3f", p.start, p.waiting, got)
		}
	}
	if tried < 20 {
		t.Fatalf("only %d persons could have waited", tried)
	}
}

// Scenarios share their draws, so that differences between them are not chance.
func TestScenariosShareTheirPersons(t *testing.T) {
	c := Cell{25, 3}
	a, b := draw(noEffect, c, 1, 0), draw(anEffect, c, 1, 0)
	if len(a.persons) != len(b.persons) {
		t.Fatalf("%d and %d persons", len(a.persons), len(b.persons))
	}
	started := 0
	for i := range a.persons {
		if a.persons[i] != b.persons[i] {
			t.Fatalf("person %d differs", i)
		}
		started += int(number(a.persons[i].start != 0))
	}
	if started != 25 {
		t.Errorf("%d persons start, not 25", started)
	}
}
