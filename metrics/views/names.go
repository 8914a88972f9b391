package views

import "strings"

// reservedNames are names that a view must not have: words that a query would have to
// quote in some version of DuckDB from 1.1 on, and the names of schemas.
var reservedNames = strings.Fields(`
	all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check collate
	collation column columns concurrently constraint create cross default deferrable desc describe distinct do else end
	except false fetch for foreign freeze from full generated glob grant group having ilike in initially inner intersect
	into is isnull join lambda lateral leading left like limit map natural not notnull null offset on only or order outer
	overlaps pivot pivot_longer pivot_wider placing positional primary qualify references returning right select semi show
	similar some struct summarize symmetric table tablesample then to trailing true try_cast tuple union unique unpack
	unpivot using variadic verbose when where window with
	core effect impact information_schema main meta metric pg_catalog temp system`)

// systemPrefixes begin the names of DuckDB's own views.
var systemPrefixes = []string{"duckdb_", "pragma_", "sqlite_", "pg_"}

// names are names that are taken.
type names map[string]bool

func newNames(taken ...string) names {
	n := make(names)
	for _, name := range taken {
		n[name] = true
	}
	return n
}

// add returns the name, with as many _ after it as make it free, and takes it.
func (n names) add(name string) string {
	for _, prefix := range systemPrefixes {
		if strings.HasPrefix(name, prefix) {
			name = "metric_" + name
		}
	}
	for n[name] {
		name += "_"
	}
	n[name] = true
	return name
}
