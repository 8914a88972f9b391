package transform

import "strings"

// memoEntries is the maximum size of a memo: enough for the accounts,
// suppliers and names of a large municipality, in a few megabytes.
const memoEntries = 1 << 15

// memo caches the parsed values of the cells of one column, because cells
// repeat and some are costly to parse. The zero memo is ready to use.
type memo[T any] struct{ m map[string]T }

func (m *memo[T]) get(cell string) (T, bool) {
	v, ok := m.m[cell]
	return v, ok
}

// put stores a value under a copy of cell, whose memory belongs to a batch.
func (m *memo[T]) put(cell string, v T) {
	if m.m == nil || len(m.m) >= memoEntries {
		m.m = make(map[string]T)
	}
	m.m[strings.Clone(cell)] = v
}
