package disclosure

import "slices"

// guard is what one attacker knows besides: that a class has a person, and the numbers
// of the classes of some sets.
type guard struct {
	class  int32 // -1 for none
	frozen []Set
}

var outsider = guard{class: -1}

// floor returns the smallest number that a class may have.
func (g guard) floor(class int32) int64 {
	if class == g.class {
		return 1
	}
	return 0
}

// fixes reports whether the number of a class is known.
func (g guard) fixes(class int32) bool {
	for _, f := range g.frozen {
		if _, found := slices.BinarySearch(f, class); found {
			return true
		}
	}
	return false
}
