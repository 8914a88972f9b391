package disclosure

import (
	"cmp"
	"slices"
)

// move is a change of the number of persons of a class.
type move struct {
	class int32
	by    int64
}

// kernel is the changes of a table that leave the sums of some sets as they are.
// Every class is either bound, the pivot of one row, or free: raising a free class
// changes bound ones only. Large classes are bound, since those can take most change,
// and such that a change takes few.
type kernel struct {
	system  *system
	changes [][]move  // by class: what raising a free one changes, itself first; nil if bound
	rows    [][]int32 // by row: the free classes that change its bound one, shortest change first
}

// newKernel returns the kernel of sets, which come in order of size. Each round has
// another choice of bound classes.
func newKernel(persons []int64, sets []Set, inKnown [][]int32, round int) *kernel {
	k := &kernel{system: newSystem(len(persons)), changes: make([][]move, len(persons))}
	k.system.pivotCost = func(at int32) int64 {
		return int64(len(k.system.inRow[at])) + int64(len(inKnown[at])) - min(persons[at], 16) + int64(scatter(uint64(at)<<8|uint64(round))%16)*min(int64(round), 1)
	}
	for _, s := range sets {
		k.system.learn(indicator(s))
	}
	k.rows = make([][]int32, len(k.system.rows))
	columns := make([]vector, len(persons))
	for r, row := range k.system.rows {
		pivot := k.system.pivots[r]
		for _, e := range row {
			if e.at != pivot {
				columns[e.at] = append(columns[e.at], entry{pivot, minus(0, e.value)})
			}
		}
	}
	var free []int32
	for class, column := range columns {
		if k.system.row[class] < 0 {
			if k.changes[class] = whole(int32(class), column); k.changes[class] != nil {
				free = append(free, int32(class))
			}
		}
	}
	slices.SortFunc(free, k.shorter)
	for _, f := range free {
		for _, m := range k.changes[f][1:] {
			r := k.system.row[m.class]
			k.rows[r] = append(k.rows[r], f)
		}
	}
	return k
}

// whole returns the smallest change in whole numbers that raises a free class, or
// nil if it would take large ones.
func whole(class int32, column vector) []move {
	for scale := int64(1); scale <= 12; scale++ {
		moves := []move{{class, scale}}
		for _, e := range column {
			by, ok := signed(times(e.value, uint64(scale)))
			if !ok {
				break
			}
			moves = append(moves, move{e.at, by})
		}
		if len(moves) == len(column)+1 {
			return moves
		}
	}
	return nil
}

// signed returns the whole number near 0 that a value stands for.
func signed(value uint64) (int64, bool) {
	const most = 1 << 20
	switch {
	case value < most:
		return int64(value), true
	case value > prime-most:
		return -int64(prime - value), true
	}
	return 0, false
}

// shorter orders free classes: those that change fewer others first.
func (k *kernel) shorter(a, b int32) int {
	return cmp.Or(cmp.Compare(len(k.changes[a]), len(k.changes[b])), cmp.Compare(a, b))
}
