package disclosure

import "slices"

// note adds id to the lists of the coordinates of v that old does not have.
func note(lists [][]int32, id int32, v, old vector) {
	for _, e := range v {
		if old.get(e.at) == 0 {
			lists[e.at] = append(lists[e.at], id)
		}
	}
}

// remember indexes the direction of a protected vector.
func (s *system) remember(id int32) {
	if len(s.hidden[id]) == 0 {
		return
	}
	_, hash := s.hidden[id].direction()
	s.hashes[id] = hash
	s.directions[hash] = append(s.directions[hash], id)
}

// forget removes the direction of a protected vector.
func (s *system) forget(id int32) {
	if len(s.hidden[id]) == 0 {
		return
	}
	hash := s.hashes[id]
	s.directions[hash] = slices.DeleteFunc(s.directions[hash], func(other int32) bool { return other == id })
}

// sameDirection returns a protected vector that v is a multiple of, or -1: knowing
// v, readers would know that one.
func (s *system) sameDirection(v vector) int32 {
	unit, hash := v.direction()
	for _, id := range s.directions[hash] {
		if other, _ := s.hidden[id].direction(); slices.Equal(unit, other) {
			return id
		}
	}
	return -1
}

// betrayed reports whether a protected vector is known to all, to the only person
// of another, or, if it is about one person, tells that person another one.
func (s *system) betrayed(id int32) bool {
	if len(s.hidden[id]) == 0 {
		return true
	}
	unit, _ := s.hidden[id].direction()
	for _, other := range s.directions[s.hashes[id]] {
		if other == id || !s.alone[other] && !s.alone[id] {
			continue
		}
		if v, _ := s.hidden[other].direction(); slices.Equal(unit, v) {
			return true
		}
	}
	return false
}
