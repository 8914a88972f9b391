package dubbelkrona

import (
	"maps"
	"slices"
)

// TableHash is the content of one table of a snapshot in a few bytes: equal
// content, equal hash, whatever the order of the rows. The documentation of
// internal/warehouse says what it does not mean.
type TableHash struct {
	Table string `json:"table"` // "core.spend", "meta.issue"
	Rows  int64  `json:"rows"`
	Hash  string `json:"hash"` // 16 lower-case hexadecimal digits
}

// Differing returns the tables whose content is not the same before and after,
// and those that were there before and are gone.
func Differing(before, after []TableHash) (tables []string) {
	known := make(map[string]TableHash, len(before))
	for _, t := range before {
		known[t.Table] = t
	}
	for _, t := range after {
		if known[t.Table] != t {
			tables = append(tables, t.Table)
		}
		delete(known, t.Table)
	}
	return append(tables, slices.Sorted(maps.Keys(known))...)
}
