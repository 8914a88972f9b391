package disclosure

import "slices"

// entry is a coordinate of a sparse vector that is not 0.
type entry struct {
	at    int32
	value uint64
}

// vector is sparse and sorted by coordinate. It is never changed after it is made.
type vector []entry

func indicator(s Set) vector {
	v := make(vector, len(s))
	for i, class := range s {
		v[i] = entry{class, 1}
	}
	return v
}

// get returns the value at a coordinate.
func (v vector) get(at int32) uint64 {
	i, found := slices.BinarySearchFunc(v, at, func(e entry, at int32) int { return int(e.at) - int(at) })
	if !found {
		return 0
	}
	return v[i].value
}

// less returns v - factor·w.
func (v vector) less(factor uint64, w vector) vector {
	result := make(vector, 0, len(v)+len(w))
	for len(v) > 0 && len(w) > 0 {
		switch {
		case v[0].at < w[0].at:
			result, v = append(result, v[0]), v[1:]
		case v[0].at > w[0].at:
			result, w = append(result, entry{w[0].at, minus(0, times(factor, w[0].value))}), w[1:]
		default:
			if value := minus(v[0].value, times(factor, w[0].value)); value != 0 {
				result = append(result, entry{v[0].at, value})
			}
			v, w = v[1:], w[1:]
		}
	}
	result = append(result, v...)
	for _, e := range w {
		result = append(result, entry{e.at, minus(0, times(factor, e.value))})
	}
	return result
}

// scaled returns factor·v.
func (v vector) scaled(factor uint64) vector {
	result := make(vector, len(v))
	for i, e := range v {
		result[i] = entry{e.at, times(factor, e.value)}
	}
	return result
}

// direction returns v scaled so that its first value is 1, and a hash of that.
func (v vector) direction() (vector, uint64) {
	if v[0].value != 1 {
		v = v.scaled(inverse(v[0].value))
	}
	hash := uint64(0)
	for _, e := range v {
		hash = plus(hash, times(e.value, scatter(uint64(e.at))))
	}
	return v, hash
}

// scatter returns a number below prime that looks random (splitmix64).
func scatter(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return (n ^ n>>31) >> 3 % prime
}

// dense is a vector under work, with room for every coordinate.
type dense struct {
	values  []uint64
	present []bool
	touched []int32
}

func newDense(size int) *dense {
	return &dense{values: make([]uint64, size), present: make([]bool, size)}
}

// add adds factor·v.
func (d *dense) add(factor uint64, v vector) {
	for _, e := range v {
		if !d.present[e.at] {
			d.present[e.at] = true
			d.touched = append(d.touched, e.at)
		}
		d.values[e.at] = plus(d.values[e.at], times(factor, e.value))
	}
}

// take returns the vector and empties d.
func (d *dense) take() vector {
	slices.Sort(d.touched)
	result := make(vector, 0, len(d.touched))
	for _, at := range d.touched {
		if d.values[at] != 0 {
			result = append(result, entry{at, d.values[at]})
		}
		d.values[at], d.present[at] = 0, false
	}
	d.touched = d.touched[:0]
	return result
}
