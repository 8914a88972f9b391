package disclose_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dubbelkrona/internal/disclose"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/queries"
)

// overlapping are the definitions of the figures about target groups.
var overlapping = []string{
	"models/participant_once.sql", "models/person_target_group.sql",
	"metrics/participants_by_target_group.sql", "metrics/participants_in_several_target_groups.sql",
}

// everybody counts all participants.
const everybody = `/*
title: {sv: Deltagare, en: Participants}
unit: persons
value: count(DISTINCT person)
persons: count(DISTINCT person)
by: [municipality]
*/
SELECT person, municipality FROM metric.participant_once WHERE treated`

// releasedGroups returns the released numbers of participants of a municipality, given
// the number of persons by their target groups: of "all", of those in "several", and by
// group. Those withheld are missing.
func releasedGroups(t *testing.T, persons map[string]int) map[string]int64 {
	t.Helper()
	l, err := ledger.Open(filepath.Join(t.TempDir(), "ledger.db"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	files := fstest.MapFS{"metrics/participants.sql": {Data: []byte(everybody)}}
	for _, name := range overlapping {
		data, err := fs.ReadFile(queries.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	statements := []string{"CREATE TABLE meta.source (name VARCHAR, synthetic BOOLEAN, stale BOOLEAN, last_success TIMESTAMP, last_delivery TIMESTAMP)"}
	for groups, count := range persons {
		for i := range count {
			statements = append(statements, fmt.Sprintf("INSERT INTO core.participant (person, municipality, target_group, treated, _source, _segment, _row) VALUES (encode('%s %d'), '2182', nullif('%s', ''), true, 'x', 1, 1)", groups, i, groups))
		}
	}
	released := make(map[string]int64)
	dir := t.TempDir()
	_, err = warehouse.Build(t.Context(), warehouse.Spec{Dir: dir, Lake: dir}, func(ctx context.Context, db *warehouse.DB) error {
		for _, statement := range statements {
			if _, err := db.Exec(ctx, statement); err != nil {
				return err
			}
		}
		c, faults := metrics.Load(metrics.Source{FS: files})
		faults = append(faults, c.Resolve(ctx, db, []string{"meta.source", "core.participant"})...)
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s"})
		if err == nil && len(faults)+len(report.Failures) > 0 {
			err = fmt.Errorf("%v %v", faults, report.Failures)
		}
		if err != nil {
			return err
		}
		if _, err := disclose.Control(ctx, db, c, l.Releases, disclose.Options{Threshold: 5, Dominant: 10, Today: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
			return err
		}
		rows, err := db.Collect(ctx, `SELECT CASE metric WHEN 'participants' THEN 'all' WHEN 'participants_in_several_target_groups' THEN 'several'
			ELSE coalesce(json_extract_string(dimensions, '$.target_group'), '') END, CAST(value AS BIGINT)
			FROM (`+metrics.ReleasedResults(func(table string) string { return table })+`) WHERE part = '' AND value IS NOT NULL`)
		for _, row := range rows {
			released[row[0].(string)] = row[1].(int64) // the municipality's are those of all
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return released
}

// member reports whether persons with these target groups count in a figure.
func member(groups, figure string) bool {
	switch figure {
	case "all":
		return true
	case "several":
		return strings.Contains(groups, ";")
	case "":
		return groups == ""
	}
	return slices.Contains(strings.Split(groups, ";"), figure)
}

// tells reports whether a number of persons follows from the released figures by adding
// and subtracting: whether the vector of the kinds of person in it is in the span of
// theirs, by elimination over rational numbers.
func tells(kinds []string, released map[string]int64, figure string) bool {
	vector := func(figure string) []*big.Rat {
		v := make([]*big.Rat, len(kinds))
		for i, groups := range kinds {
			v[i] = new(big.Rat)
			if member(groups, figure) {
				v[i].SetInt64(1)
			}
		}
		return v
	}
	var basis [][]*big.Rat
	// reduce subtracts the basis from v, and returns the index of the first number left.
	reduce := func(v []*big.Rat) int {
		for _, b := range basis {
			lead := slices.IndexFunc(b, func(x *big.Rat) bool { return x.Sign() != 0 })
			factor := new(big.Rat).Quo(v[lead], b[lead])
			for i := range v {
				v[i] = new(big.Rat).Sub(v[i], new(big.Rat).Mul(factor, b[i]))
			}
		}
		return slices.IndexFunc(v, func(x *big.Rat) bool { return x.Sign() != 0 })
	}
	for name := range released {
		if v := vector(name); reduce(v) >= 0 {
			basis = append(basis, v)
		}
	}
	return reduce(vector(figure)) < 0
}

// A person counts in each of their target groups, so that those in several are the sum of
// the groups less all participants. No number of few persons is released, neither of a group
// nor of those in several, and what is about enough persons is released.
func TestOverlapOfTargetGroupsIsNotTold(t *testing.T) {
	for name, c := range map[string]struct {
		persons map[string]int
		few     []string // figures about one to four persons
		kept    []string // figures that must be released
	}{
		"small overlap": {
			map[string]int{"young": 9, "newly_arrived": 8, "newly_arrived;young": 3},
			[]string{"several"}, []string{"all"}},
		"small group inside a larger": {
			map[string]int{"young": 12, "newly_arrived;young": 3, "long_term_unemployed;young": 7},
			[]string{"newly_arrived"}, []string{"all", "several"}},
		"small group without known overlap": {
			map[string]int{"young": 9, "disability": 4, "newly_arrived;young": 8, "": 6},
			[]string{"disability"}, []string{"all"}},
		"few of unknown group": {
			map[string]int{"young": 9, "newly_arrived;young": 8, "": 2},
			[]string{""}, []string{"all"}},
		"enough everywhere": {
			map[string]int{"young": 9, "newly_arrived": 8, "newly_arrived;young": 7, "": 6},
			nil, []string{"all", "several", "young", "newly_arrived", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			kinds := slices.Sorted(maps.Keys(c.persons))
			released := releasedGroups(t, c.persons)
			for _, figure := range c.kept {
				if _, is := released[figure]; !is {
					t.Errorf("%q is not released: %v", figure, released)
				}
			}
			for figure, value := range released {
				var want int64
				for groups, count := range c.persons {
					if member(groups, figure) {
						want += int64(count)
					}
				}
				if value != want {
					t.Errorf("%q is %d, want %d", figure, value, want)
				}
			}
			for _, figure := range c.few {
				if tells(kinds, released, figure) {
					t.Errorf("%v tells %q", released, figure)
				}
			}
		})
	}
}
