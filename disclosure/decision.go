package disclosure

import (
	"context"
)

// decision is the work on one model.
type decision struct {
	*model
	vectors     []vector // of the distinct sets
	coordinates int
	sets        []Set   // distinct
	told        [][]int // by cell: numbers of the sets that its release tells
	learnt      []int   // numbers of the sets that readers know
	secrets     []secret
	marks       []Mark
	withheld    []bool // by cell: never released, and its own sets protected
	guarded     []int  // numbers of sets that are protected, since they bound a secret
	passes      int
}

// secret is a sum that must not become known.
type secret struct {
	set     Set
	number  int // of the set
	persons int64
	lost    bool // readers know it from earlier releases
	narrow  bool // earlier releases alone bound it too closely

	failures  int // of audits
	witnesses []witness
	partial   map[goal]witness // what has been found of others
}

// goal is a direction in which a sum must be able to differ, to an attacker.
type goal struct {
	up    bool
	class int32
}

func newDecision(ctx context.Context, m *model) (*decision, error) {
	d := &decision{model: m, marks: make([]Mark, len(m.cells)), withheld: make([]bool, len(m.cells))}
	sets := &distinct{number: make(map[string]int)}
	seen := make(map[int]bool)
	hide := func(s secret) {
		if len(s.set) == 0 {
			return
		}
		s.number = sets.add(s.set)
		if !seen[s.number] {
			seen[s.number] = true
			d.secrets = append(d.secrets, s)
		}
	}
	for i, c := range m.cells {
		own := ownSecrets(m.persons, c, m.threshold)
		if c.Sensitive || len(own) > 0 {
			d.marks[i] = Primary
		}
		for _, s := range own {
			hide(s)
		}
		d.told = append(d.told, sets.told(m.persons, c.Sets))
	}
	for _, s := range m.hidden {
		hide(secret{set: s, persons: sum(m.persons, s)})
	}
	d.learnt = sets.told(m.persons, m.known)
	d.sets = sets.sets
	var err error
	d.vectors, d.coordinates, err = coordinates(ctx, len(m.persons), d.sets)
	return d, err
}

// decide repeats the elimination, with one more cell withheld or one more set guarded for
// each secret that is bounded too closely, until none is. It ends, since what is withheld
// stays so, and no set is guarded twice.
func (d *decision) decide(ctx context.Context) error {
	for {
		if err := d.eliminate(ctx); err != nil {
			return err
		}
		if d.passes++; d.passes == 1 && len(d.learnt) > 0 {
			if err := d.giveUp(ctx); err != nil {
				return err
			}
		}
		a := d.newAudit(d.released())
		failed, err := a.run(ctx)
		if err != nil || len(failed) == 0 || !a.widen(failed) {
			return err
		}
	}
}

// giveUp marks the secrets that are bounded too closely by earlier releases alone, so
// that nothing is withheld for them in vain.
func (d *decision) giveUp(ctx context.Context) error {
	failed, err := d.newAudit(nil).run(ctx)
	for _, i := range failed {
		d.secrets[i].narrow = true
	}
	return err
}

// released returns the numbers of the sets that released cells tell.
func (d *decision) released() (numbers []int) {
	for i, mark := range d.marks {
		if mark == Released {
			numbers = append(numbers, d.told[i]...)
		}
	}
	return numbers
}

// eliminate goes through the cells in their order and releases each that gives no
// secret away.
func (d *decision) eliminate(ctx context.Context) error {
	s := newSystem(d.coordinates)
	for _, n := range d.learnt {
		s.learn(d.vectors[n])
	}
	for i, secret := range d.secrets {
		d.secrets[i].lost = !s.hide(d.vectors[secret.number], secret.persons == 1)
	}
	for _, n := range d.guarded {
		s.hide(d.vectors[n], false)
	}
	for i := range d.cells {
		if d.withheld[i] {
			for _, n := range d.told[i] {
				s.hide(d.vectors[n], false)
			}
		}
	}
	for i := range d.cells {
		if err := ctx.Err(); err != nil {
			return err
		}
		if d.marks[i] == Primary {
			continue
		}
		d.marks[i] = Released
		if d.withheld[i] || !s.release(d.pick(d.told[i])) {
			d.marks[i] = Secondary
		}
	}
	return nil
}

func (d *decision) pick(numbers []int) []vector {
	vectors := make([]vector, len(numbers))
	for i, n := range numbers {
		vectors[i] = d.vectors[n]
	}
	return vectors
}
