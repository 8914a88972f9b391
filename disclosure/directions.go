package disclosure

import "slices"

// indexRow notes that row id may have the coordinates of v.
func (s *system) indexRow(id int32, v vector) {
	for _, e := range v {
		if !slices.Contains(s.inRow[e.at], id) {
			s.inRow[e.at] = append(s.inRow[e.at], id)
		}
	}
}

// index notes the coordinates and the direction of a protected vector.
func (s *system) index(id int32) {
	v := s.hidden[id]
	if len(v) == 0 {
		return
	}
	for _, e := range v {
		if !slices.Contains(s.inHidden[e.at], id) {
			s.inHidden[e.at] = append(s.inHidden[e.at], id)
		}
	}
	_, hash := v.direction()
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
