package effect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Sample is a checked estimation table, sorted by start month and person.
type Sample struct {
	opt  Options
	rows []Row
	x    *matrix
	// names are the persons, sorted, and person has the place of each row's.
	names  []string
	person []int

	// known and last are of the outcome before: most share their known rows.
	known []bool
	last  *weighting
}

// New checks and sorts rows. Risk sets in which nobody starts are left out. The rows
// are not changed, and must not be changed while the sample is in use.
func New(rows []Row, opt Options) (*Sample, error) {
	if len(rows) == 0 {
		return nil, fmt.Errorf("%w: no rows", ErrTooFew)
	}
	opt, err := opt.resolved(len(rows[0].X) + len(rows[0].H))
	if err != nil {
		return nil, err
	}
	starts := make(map[int]bool)
	for i := range rows {
		if err := checkRow(&rows[i], &rows[0]); err != nil {
			return nil, err
		}
		if rows[i].Treated {
			starts[rows[i].Group] = true
		}
	}
	s := &Sample{opt: opt, rows: make([]Row, 0, len(rows))}
	for i := range rows {
		if starts[rows[i].Group] {
			s.rows = append(s.rows, rows[i])
		}
	}
	slices.SortStableFunc(s.rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Person, b.Person))
	})
	s.names, s.person = persons(s.rows)
	if err := s.checkRiskSets(); err != nil {
		return nil, err
	}
	s.x = newMatrix(s.rows)
	return s, nil
}

// Rows returns the rows in the order in which weights are reported.
func (s *Sample) Rows() []Row { return s.rows }

// checkRow compares the shape of a row with that of the first, and its covariates with
// the numbers.
func checkRow(r, first *Row) error {
	if len(r.X) != len(first.X) || len(r.H) != len(first.H) || len(r.Y) != len(first.Y) ||
		r.Known != nil && len(r.Known) != len(r.Y) {
		return ErrRagged
	}
	for _, list := range [][]float64{r.X, r.H} {
		for j, x := range list {
			// The bound keeps squares and their sums within the numbers.
			if !(math.Abs(x) < 1e100) {
				return fmt.Errorf("%w: covariate %d", ErrNotFinite, j)
			}
		}
	}
	return nil
}

// checkRiskSets reports persons who are twice in a risk set, or in one after they
// started.
func (s *Sample) checkRiskSets() error {
	started := make([]bool, len(s.names))
	for i := range s.rows {
		r, person := &s.rows[i], s.person[i]
		if i > 0 && s.rows[i-1].Group == r.Group && s.person[i-1] == person {
			return fmt.Errorf("%w: start month %d", ErrDuplicate, r.Group)
		}
		if started[person] {
			return fmt.Errorf("%w: start month %d", ErrAlreadyStarted, r.Group)
		}
		started[person] = r.Treated
	}
	return nil
}

// persons returns the persons of rows that are sorted by start month and person, by name,
// and the place of each row's person among them.
func persons(sorted []Row) (names []string, of []int) {
	names, of = make([]string, len(sorted)), make([]int, len(sorted))
	for i := range sorted {
		names[i] = sorted[i].Person
	}
	slices.Sort(names)
	names = slices.Compact(names)
	at := 0
	for i := range sorted {
		if i > 0 && sorted[i].Group != sorted[i-1].Group {
			at = 0
		}
		for names[at] != sorted[i].Person {
			at++
		}
		of[i] = at
	}
	return names, of
}

// observed marks the rows whose outcome k counts as known.
func (s *Sample) observed(k int) ([]bool, error) {
	if k < 0 || len(s.rows) > 0 && k >= len(s.rows[0].Y) {
		return nil, fmt.Errorf("%w: outcome %d", ErrOption, k)
	}
	known := make([]bool, len(s.rows))
	for i := range s.rows {
		r := &s.rows[i]
		known[i] = r.Known == nil || r.Known[k] >= s.opt.Known
		if known[i] && !(math.Abs(r.Y[k]) < 1e100) {
			return nil, fmt.Errorf("%w: outcome %d", ErrNotFinite, k)
		}
	}
	return known, nil
}
