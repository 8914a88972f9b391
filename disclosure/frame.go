package disclosure

import (
	"cmp"
	"context"
	"slices"
)

// frame expresses sets by a basis of the smallest of them: a basis set is a unit
// vector, and one that follows from others is what it follows from. In classes a
// total has tens of thousands of coordinates; here it has those of its parts.
type frame struct {
	rows    []vector // of the basis, in classes: reduced by earlier rows, 1 at the pivot
	origins []vector // the same rows as combinations of basis sets
	row     []int32  // class → the row that has its pivot there, or -1
	pivots  []int32
	shared  []int32 // class → number of sets that have it
	work    *dense
	sum     *dense // in the basis
	queue   []int32
}

// coordinates returns the sets in a frame of their own, in the same order, and the
// number of coordinates.
func coordinates(ctx context.Context, classes int, sets []Set) ([]vector, int, error) {
	f := &frame{row: make([]int32, classes), shared: make([]int32, classes), work: newDense(classes), sum: newDense(len(sets))}
	for i := range f.row {
		f.row[i] = -1
	}
	turns := make([]int, len(sets))
	for i, s := range sets {
		turns[i] = i
		for _, class := range s {
			f.shared[class]++
		}
	}
	slices.SortStableFunc(turns, func(a, b int) int { return cmp.Compare(len(sets[a]), len(sets[b])) })
	result := make([]vector, len(sets))
	for _, i := range turns {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		result[i] = f.express(indicator(sets[i]))
	}
	return result, len(f.rows), nil
}

// express returns v in the basis, to which it is added if it is independent.
func (f *frame) express(v vector) vector {
	f.subtract(minus(0, 1), v)
	for len(f.queue) > 0 {
		r := f.next()
		value := f.work.values[f.pivots[r]]
		if value == 0 {
			continue
		}
		f.subtract(value, f.rows[r])
		f.sum.add(value, f.origins[r])
	}
	rest, known := f.work.take(), f.sum.take()
	if len(rest) == 0 {
		return known
	}
	id := int32(len(f.rows))
	pivot := slices.MinFunc(rest, func(a, b entry) int { return cmp.Compare(f.shared[a.at], f.shared[b.at]) })
	scale := inverse(pivot.value)
	unit := vector{{id, 1}}
	f.rows, f.origins, f.pivots = append(f.rows, rest.scaled(scale)), append(f.origins, unit.less(1, known).scaled(scale)), append(f.pivots, pivot.at)
	f.row[pivot.at] = id
	return unit
}

// subtract takes factor·v from the vector under work and queues the rows whose
// pivots it has.
func (f *frame) subtract(factor uint64, v vector) {
	for _, e := range v {
		if r := f.row[e.at]; r >= 0 && !f.work.present[e.at] {
			f.push(r)
		}
	}
	f.work.add(minus(0, factor), v)
}

// push and next are a heap: rows are subtracted in the order in which they were
// made, since a row may have the pivots of later ones only.
func (f *frame) push(r int32) {
	f.queue = append(f.queue, r)
	for i := len(f.queue) - 1; i > 0; {
		up := (i - 1) / 2
		if f.queue[up] <= f.queue[i] {
			return
		}
		f.queue[up], f.queue[i] = f.queue[i], f.queue[up]
		i = up
	}
}

func (f *frame) next() int32 {
	first, last := f.queue[0], len(f.queue)-1
	f.queue[0] = f.queue[last]
	f.queue = f.queue[:last]
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < last; child++ {
			if f.queue[child] < f.queue[least] {
				least = child
			}
		}
		if least == i {
			return first
		}
		f.queue[i], f.queue[least] = f.queue[least], f.queue[i]
		i = least
	}
}
