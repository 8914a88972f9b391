// Package cellkey protects numbers of persons by small random changes, as the
// statistical offices of Australia and of the European census do: for tables of so many
// cells that elimination is out of reach.
//
// Each person has a random record key. The sum of the keys of those in a cell decides
// by how much its number is changed: the same persons always give the same change,
// whatever table they are shown in, so repeating a question tells nothing. The change
// is 0 on average, has a fixed variance and a maximum; 0 stays 0, and no number
// becomes negative. Sums of changed numbers differ a little from changed totals.
//
// Record keys are made with a secret of their own, not the one of the pseudonyms, and
// must never leave the program: whoever has them can undo the changes.
package cellkey

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math"

	"dubbelkrona"
)

// Key is the combined record keys of the persons in a cell. The zero value is that of
// no persons.
type Key uint64

// Record returns the key of one person.
func Record(secret []byte, person string) Key {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(person))
	return Key(binary.BigEndian.Uint64(mac.Sum(nil)))
}

// With returns the key of a cell with one more person, or with those of another cell
// besides, in any order.
func (k Key) With(other Key) Key { return k + other }

// Table tells the change of a number by the key of its cell.
type Table struct {
	maximum int
	upTo    [][]float64 // by number of persons, the last one for all larger: chance of each change or a smaller one
}

// New returns the table of changes of at most maximum persons with the given variance.
// Of all such chances it takes those that tell least (of maximum entropy).
func New(maximum int, variance float64) (*Table, error) {
	if maximum < 1 || maximum > 20 {
		return nil, dubbelkrona.Invalidf("cellkey: a largest change of %d is not within 1 to 20", maximum)
	}
	if !(variance >= 0.1 && variance <= float64(maximum)*0.9) {
		return nil, dubbelkrona.Invalidf("cellkey: a variance of %g is not within 0.1 and 0.9 × the largest change of %d", variance, maximum)
	}
	t := &Table{maximum: maximum}
	for n := 1; n <= maximum; n++ {
		t.upTo = append(t.upTo, cumulative(chances(-n, maximum, variance)))
	}
	return t, nil
}

// Noise returns the change of a number of n persons in a cell.
func (t *Table) Noise(n int64, key Key) int64 {
	if n <= 0 {
		return 0
	}
	row := min(n, int64(t.maximum))
	u := float64(key>>11) / (1 << 53)
	for i, p := range t.upTo[row-1] {
		if u < p {
			return int64(i) - row
		}
	}
	return int64(t.maximum)
}

// chances returns the chances of the changes from least to most, with mean 0 and the
// given variance: proportional to exp(a·v + b·v²).
func chances(least, most int, variance float64) []float64 {
	var p []float64
	bisect(func(b float64) float64 {
		bisect(func(a float64) float64 {
			p = exponential(least, most, a, b)
			return moment(p, least, 1)
		})
		return moment(p, least, 2) - variance
	})
	return p
}

// bisect calls an increasing function nearer and nearer to where it is 0.
func bisect(f func(float64) float64) {
	low, high := -40.0, 40.0
	for range 80 {
		if middle := (low + high) / 2; f(middle) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
}

func exponential(least, most int, a, b float64) []float64 {
	exponent := func(v int) float64 { return a*float64(v) + b*float64(v*v) }
	largest := math.Inf(-1)
	for v := least; v <= most; v++ {
		largest = max(largest, exponent(v))
	}
	var p []float64
	sum := 0.0
	for v := least; v <= most; v++ {
		p = append(p, math.Exp(exponent(v)-largest))
		sum += p[len(p)-1]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func moment(p []float64, least, power int) (m float64) {
	for i, chance := range p {
		m += chance * math.Pow(float64(least+i), float64(power))
	}
	return m
}

func cumulative(p []float64) []float64 {
	upTo, sum := make([]float64, len(p)), 0.0
	for i, chance := range p {
		sum += chance
		upTo[i] = sum
	}
	return upTo
}
