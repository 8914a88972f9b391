package disclosure

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// model is a problem in a form that depends neither on the order of its cells nor on
// the numbering of its classes: cells in the order in which they are tried, classes
// of the same sets joined and ordered by the sets they are in.
type model struct {
	threshold int64
	persons   []int64
	cells     []Cell
	index     []int // of each cell in the problem
	known     []Set
	hidden    []Set
}

func newModel(p Problem) *model {
	m := &model{threshold: int64(p.Threshold), index: order(p)}
	var sets []Set
	for _, i := range m.index {
		m.cells = append(m.cells, p.Cells[i])
		sets = append(sets, p.Cells[i].Sets...)
	}
	signatures := make([][]byte, len(p.Persons))
	sign(signatures, sets)
	m.known, m.hidden = arranged(p.Known, signatures, p.Persons), arranged(p.Hidden, signatures, p.Persons)
	sign(signatures, append(slices.Clone(m.known), m.hidden...))
	m.join(p.Persons, signatures)
	return m
}

// sign appends to the signature of each class which of the sets it is in.
func sign(signatures [][]byte, sets []Set) {
	for i, s := range sets {
		for _, class := range s {
			signatures[class] = binary.BigEndian.AppendUint32(signatures[class], uint32(i))
		}
	}
	for class := range signatures {
		signatures[class] = binary.BigEndian.AppendUint32(signatures[class], 1<<32-1)
	}
}

// arranged returns sets in an order that depends on their content, not on the numbers
// of their classes.
func arranged(sets []Set, signatures [][]byte, persons []int64) []Set {
	content := func(s Set) string {
		lines := make([]string, len(s))
		for i, class := range s {
			lines[i] = string(binary.BigEndian.AppendUint64(slices.Clone(signatures[class]), uint64(persons[class])))
		}
		slices.Sort(lines)
		var all []byte
		for _, l := range lines {
			all = append(all, l...)
		}
		return string(all)
	}
	type item struct {
		set     Set
		content string
	}
	items := make([]item, len(sets))
	for i, s := range sets {
		items[i] = item{s, content(s)}
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.content, b.content) })
	result := make([]Set, len(sets))
	for i, it := range items {
		result[i] = it.set
	}
	return result
}

// join makes one class of those with equal signatures.
func (m *model) join(persons []int64, signatures [][]byte) {
	turns := make([]int, len(persons))
	for i := range turns {
		turns[i] = i
	}
	slices.SortFunc(turns, func(a, b int) int {
		return cmp.Or(slices.Compare(signatures[a], signatures[b]), cmp.Compare(persons[a], persons[b]))
	})
	number := make([]int32, len(persons))
	for i, class := range turns {
		if i == 0 || !slices.Equal(signatures[class], signatures[turns[i-1]]) {
			m.persons = append(m.persons, 0)
		}
		number[class] = int32(len(m.persons) - 1)
		m.persons[number[class]] += persons[class]
	}
	for i, c := range m.cells {
		m.cells[i].Sets = renumbered(c.Sets, number)
	}
	m.known, m.hidden = renumbered(m.known, number), renumbered(m.hidden, number)
}

func renumbered(sets []Set, number []int32) []Set {
	result := make([]Set, len(sets))
	for i, s := range sets {
		for _, class := range s {
			result[i] = append(result[i], number[class])
		}
		slices.Sort(result[i])
		result[i] = slices.Compact(result[i])
	}
	return result
}

// order returns the cells in the order in which they are tried: coarse first, then
// those of more persons, then by key.
func order(p Problem) []int {
	total := make([]int64, len(p.Cells))
	result := make([]int, len(p.Cells))
	for i, c := range p.Cells {
		total[i], result[i] = sum(p.Persons, union(c.Sets)), i
	}
	slices.SortFunc(result, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.Cells[a].Rank, p.Cells[b].Rank), cmp.Compare(total[b], total[a]), cmp.Compare(p.Cells[a].Key, p.Cells[b].Key))
	})
	return result
}

func union(sets []Set) Set {
	if len(sets) == 1 {
		return sets[0]
	}
	all := slices.Concat(sets...)
	slices.Sort(all)
	return slices.Compact(all)
}
