package simulate

import "math/rand/v2"

// supplierSD is the standard deviation of suppliers' own effects: with persons' 0.27 an
// intraclass correlation of about 0.06.
const supplierSD = 0.067

// population is what one replication is estimated from.
type population struct {
	persons []person
	effects []float64 // of suppliers
	pseudo  []int     // start months drawn for those who never start
	wishes  bool      // whether motivation adds to outcomes
}

// draw returns a population in which so many persons start as the cell says. The same
// seed and replication have the same draws in all scenarios.
func draw(s Scenario, c Cell, seed uint64, replication int) population {
	stream := uint64(c.Treated)<<40 | uint64(c.Suppliers)<<32 | uint64(replication)
	r := rand.New(rand.NewPCG(seed, stream))
	pop := population{wishes: s.Wish != 0}
	for range c.Suppliers {
		pop.effects = append(pop.effects, s.Effect+supplierSD*r.NormFloat64())
	}
	for started := 0; started < c.Treated; {
		var p person
		p.draw(r, s)
		p.supplier = r.IntN(c.Suppliers)
		if p.start != 0 {
			started++
		}
		pop.persons = append(pop.persons, p)
		pop.pseudo = append(pop.pseudo, history+betweenStarts*r.IntN(1+(lastStart-history)/betweenStarts))
	}
	return pop
}

// truth returns the mean effect on those who started of starting then rather than
// waiting, over all suppliers that there could be. With one supplier it is the effect of
// that one, as such an estimate is said to hold for it alone.
func (pop *population) truth(s Scenario) float64 {
	mean, sum, n := s.Effect, 0.0, 0.0
	if len(pop.effects) == 1 {
		mean = pop.effects[0]
	}
	for i := range pop.persons {
		if p := &pop.persons[i]; p.start != 0 {
			sum += 1 - p.waiting
			n++
		}
	}
	return mean * sum / n
}

// outcome returns the share of a person's months in work in the block of risk set g.
// The effect of the supplier is added to the share, so that the truth is exact.
func (pop *population) outcome(p *person, g int) float64 {
	y := p.share(g+blockFrom, g+blockTo)
	if pop.wishes {
		y += wishWorks * p.wish
	}
	if p.start != 0 {
		y += pop.effects[p.supplier] * after(g, p.start)
	}
	return y
}
