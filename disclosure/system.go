package disclosure

import "slices"

// system is what readers know, as a row-reduced basis, and each protected vector
// reduced against it. Vectors are only ever replaced, so steps can be taken back.
type system struct {
	rows   []vector // each has 1 at its pivot, and 0 at the pivots of others
	pivots []int32
	row    []int32   // coordinate → the row that has its pivot there, or -1
	inRow  [][]int32 // coordinate → rows that have it, and some that do not or are gone

	hidden     []vector
	alone      []bool             // the vector is about one person, who knows it
	inHidden   [][]int32          // coordinate → protected vectors, as inRow
	hashes     []uint64           // of the direction of each protected vector
	directions map[uint64][]int32 // hash → protected vectors
	work       *dense
	undo       []replacement
	pivotCost  func(at int32) int64 // smaller is better
}

// replacement is a vector that a step has replaced.
type replacement struct {
	hidden bool
	index  int32
	old    vector
}

// newSystem returns a system that knows nothing. By default, pivots are coordinates
// that few vectors have, since each of those has to be changed.
func newSystem(coordinates int) *system {
	s := &system{
		row:        make([]int32, coordinates),
		inRow:      make([][]int32, coordinates),
		inHidden:   make([][]int32, coordinates),
		directions: make(map[uint64][]int32),
		work:       newDense(coordinates),
	}
	for i := range s.row {
		s.row[i] = -1
	}
	s.pivotCost = func(at int32) int64 { return int64(len(s.inHidden[at]))*4 + int64(len(s.inRow[at])) }
	return s
}

// reduce returns what is left of v after what is known.
func (s *system) reduce(v vector) vector {
	s.work.add(1, v)
	for _, e := range v {
		if r := s.row[e.at]; r >= 0 {
			s.work.add(minus(0, e.value), s.rows[r])
		}
	}
	return s.work.take()
}

// learn adds v to what is known, whatever follows from it. It is for what readers
// have already, before hide is called.
func (s *system) learn(v vector) {
	if v = s.reduce(v); len(v) > 0 {
		s.insert(v)
	}
	s.undo = s.undo[:0]
}

// hide protects v and reports whether that is possible: it is not if v is known
// already. Vectors that differ by what is known only are one from here on.
func (s *system) hide(v vector, alone bool) bool {
	if v = s.reduce(v); len(v) == 0 {
		return false
	}
	if same := s.sameDirection(v); same >= 0 {
		s.alone[same] = s.alone[same] || alone
		return true
	}
	id := int32(len(s.hidden))
	s.hidden = append(s.hidden, v)
	s.alone = append(s.alone, alone)
	s.hashes = append(s.hashes, 0)
	note(s.inHidden, id, v, nil)
	s.remember(id)
	return true
}

// release adds the vectors to what is known and reports true, or leaves everything
// as it was if a protected vector would become known to anyone who must not know it.
func (s *system) release(vectors []vector) bool {
	rows := len(s.rows)
	for _, v := range vectors {
		if v = s.reduce(v); len(v) == 0 {
			continue
		}
		if s.sameDirection(v) >= 0 || !s.insert(v) {
			s.takeBack(rows)
			return false
		}
	}
	s.undo = s.undo[:0]
	return true
}

// insert makes the reduced vector v a row and reports whether no protected vector
// becomes known to the only person of another.
func (s *system) insert(v vector) bool {
	pivot := s.choosePivot(v)
	v = v.scaled(inverse(v.get(pivot)))
	for _, r := range s.inRow[pivot] {
		if int(r) >= len(s.rows) {
			continue
		}
		if value := s.rows[r].get(pivot); value != 0 {
			s.undo = append(s.undo, replacement{false, r, s.rows[r]})
			s.rows[r] = s.rows[r].less(value, v)
			note(s.inRow, r, v, s.undo[len(s.undo)-1].old)
		}
	}
	id := int32(len(s.rows))
	s.rows, s.pivots = append(s.rows, v), append(s.pivots, pivot)
	s.row[pivot] = id
	note(s.inRow, id, v, nil)
	return s.updateHidden(v, pivot)
}

// updateHidden reduces the protected vectors by a new row.
func (s *system) updateHidden(row vector, pivot int32) bool {
	var changed []int32
	for _, h := range s.inHidden[pivot] {
		if value := s.hidden[h].get(pivot); value != 0 {
			s.undo = append(s.undo, replacement{true, h, s.hidden[h]})
			s.forget(h)
			s.hidden[h] = s.hidden[h].less(value, row)
			note(s.inHidden, h, row, s.undo[len(s.undo)-1].old)
			s.remember(h)
			changed = append(changed, h)
		}
	}
	return !slices.ContainsFunc(changed, s.betrayed)
}

// choosePivot returns the coordinate of v of the smallest cost.
func (s *system) choosePivot(v vector) int32 {
	best, least := v[0].at, s.pivotCost(v[0].at)
	for _, e := range v[1:] {
		if cost := s.pivotCost(e.at); cost < least {
			best, least = e.at, cost
		}
	}
	return best
}

// takeBack undoes a release that has failed, down to the given number of rows.
func (s *system) takeBack(rows int) {
	for _, r := range slices.Backward(s.undo) {
		if !r.hidden {
			s.rows[r.index] = r.old
			continue
		}
		s.forget(r.index)
		s.hidden[r.index] = r.old
		s.remember(r.index)
	}
	for _, pivot := range s.pivots[rows:] {
		s.row[pivot] = -1
	}
	s.rows, s.pivots, s.undo = s.rows[:rows], s.pivots[:rows], s.undo[:0]
}
