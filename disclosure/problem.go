package disclosure

import (
	"dubbelkrona"
)

// Set is a set of persons whose number, or a sum over whom, a figure tells:
// indices of classes, sorted and without repetition. All persons of a class are
// in the same sets.
type Set []int32

// Cell is the figures of one metric for one group, which are released or
// suppressed together.
type Cell struct {
	// Key names the cell, and orders cells that are otherwise equal.
	Key string `json:"key"`
	// Rank orders the cells, coarse first: 0 is the total, else it is the number of
	// dimensions, the period included.
	Rank int `json:"rank"`
	// Sets is whom its figures tell about: persons counted, numerators, …
	Sets []Set `json:"sets"`
	// Sensitive makes it primary by a rule other than the number of persons (a share
	// of 0 or 1, a dominant contributor), or since it was held back earlier.
	Sensitive bool `json:"sensitive,omitempty"`
}

// Problem is all figures that may be compared with each other.
type Problem struct {
	// Threshold is T: numbers of 1 to T-1 persons are protected. It is 3 to 10.
	Threshold int `json:"threshold"`
	// Persons is the number of persons of each class. A class without persons is one
	// that could have had some, as far as readers know.
	Persons []int64 `json:"persons"`
	// Cells are the figures to decide about, in any order.
	Cells []Cell `json:"cells"`
	// Known are sums that readers already have, from earlier releases.
	Known []Set `json:"known,omitempty"`
	// Hidden are further sets whose sums must not become known, such as the persons
	// who have joined a cell since it was released.
	Hidden []Set `json:"hidden,omitempty"`
}

// Mark says what becomes of a cell.
type Mark uint8

// The marks.
const (
	// Released cells are published.
	Released Mark = iota
	// Primary cells are suppressed for what they tell themselves.
	Primary
	// Secondary cells are suppressed since others could be calculated with them.
	Secondary
)

var markNames = [...]string{Released: "released", Primary: "primary", Secondary: "secondary"}

// String returns the name of the mark.
func (m Mark) String() string { return markNames[m] }

// Outcome is the decision on each cell.
type Outcome struct {
	// Marks are in the order of Problem.Cells.
	Marks []Mark
	// Classes is the number of classes after those of the same sets were joined.
	Classes int
	// Protected is the number of different sums that are kept from being known.
	Protected int
	// Lost is the number of sums that had to be protected but that readers can
	// calculate from earlier releases alone.
	Lost int
	// Narrow is the number of sums that are bounded more closely than wanted by
	// earlier releases alone.
	Narrow int
	// Passes is how often the elimination was repeated with more cells withheld.
	Passes int
}

// Count returns the number of cells with a mark.
func (o Outcome) Count(m Mark) (n int) {
	for _, mark := range o.Marks {
		if mark == m {
			n++
		}
	}
	return n
}

// The smallest and largest threshold.
const (
	minThreshold = 3
	maxThreshold = 10
)

// maxPersons bounds a class, so that no sum overflows.
const maxPersons = 1 << 40

func (p Problem) validate() error {
	if p.Threshold < minThreshold || p.Threshold > maxThreshold {
		return dubbelkrona.Invalidf("threshold of persons: %d is not within %d to %d", p.Threshold, minThreshold, maxThreshold)
	}
	for i, n := range p.Persons {
		if n < 0 || n > maxPersons {
			return dubbelkrona.Invalidf("class %d: number of persons is not within 0 to %d", i, int64(maxPersons))
		}
	}
	keys := make(map[string]bool, len(p.Cells))
	for i, c := range p.Cells {
		if keys[c.Key] {
			return dubbelkrona.Invalidf("cell %d: another cell has the same key; keys must be unique, since they order the cells", i)
		}
		keys[c.Key] = true
		if err := p.validateSets(c.Sets); err != nil {
			return dubbelkrona.Invalidf("cell %d: %w", i, err)
		}
	}
	if err := p.validateSets(p.Known); err != nil {
		return dubbelkrona.Invalidf("known sets: %w", err)
	}
	if err := p.validateSets(p.Hidden); err != nil {
		return dubbelkrona.Invalidf("hidden sets: %w", err)
	}
	return nil
}

func (p Problem) validateSets(sets []Set) error {
	for i, s := range sets {
		for j, class := range s {
			if class < 0 || int(class) >= len(p.Persons) || j > 0 && class <= s[j-1] {
				return dubbelkrona.Invalidf("set %d: its classes must be sorted, without repetition and within 0 to %d", i, len(p.Persons)-1)
			}
		}
	}
	return nil
}

// sum returns the number of persons of a set.
func sum(persons []int64, s Set) (n int64) {
	for _, class := range s {
		n += persons[class]
	}
	return n
}
