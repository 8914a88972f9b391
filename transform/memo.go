package transform

import "strings"

// memoEntries bounds a memo: enough for the accounts, suppliers and names of a
// large municipality, and a few megabytes at most.
const memoEntries = 1 << 15

// memo remembers what the cells of one column meant. A ledger repeats its
// cells, and some are costly to read. The zero memo is ready.
type memo[T any] struct{ m map[string]T }

func (m *memo[T]) get(cell string) (T, bool) {
	v, ok := m.m[cell]
	return v, ok
}

// put remembers under a copy of cell, which belongs to a batch that will go.
func (m *memo[T]) put(cell string, v T) {
	if m.m == nil || len(m.m) >= memoEntries {
		m.m = make(map[string]T)
	}
	m.m[strings.Clone(cell)] = v
}
