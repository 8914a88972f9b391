package session

import (
	"maps"
	"slices"

	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
)

// Differing are the tables whose content is not the same.
func Differing(before []ledger.TableHash, after []warehouse.TableHash) (tables []string) {
	known := make(map[string]ledger.TableHash, len(before))
	for _, t := range before {
		known[t.Table] = t
	}
	for _, t := range after {
		if was := known[t.Table]; was.Rows != t.Rows || was.Hash != t.Hash {
			tables = append(tables, t.Table)
		}
		delete(known, t.Table)
	}
	return append(tables, slices.Sorted(maps.Keys(known))...) // those that are gone
}
