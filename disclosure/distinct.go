package disclosure

import "encoding/binary"

// distinct numbers sets, each once.
type distinct struct {
	sets   []Set
	number map[string]int
}

// add returns the number of a set.
func (d *distinct) add(s Set) int {
	b := make([]byte, 0, 4*len(s))
	for _, class := range s {
		b = binary.LittleEndian.AppendUint32(b, uint32(class))
	}
	n, found := d.number[string(b)]
	if !found {
		n = len(d.sets)
		d.sets = append(d.sets, s)
		d.number[string(b)] = n
	}
	return n
}

// told returns the numbers of what readers learn from the sums of sets: the sums,
// and of a sum of 0 that each of its classes is without persons.
func (d *distinct) told(persons []int64, sets []Set) (numbers []int) {
	for _, s := range sets {
		if sum(persons, s) > 0 {
			numbers = append(numbers, d.add(s))
			continue
		}
		for _, class := range s {
			numbers = append(numbers, d.add(Set{class}))
		}
	}
	return numbers
}
