package warehouse

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"dubbelkrona"
)

// folded computes the expected rows of a table as text from a set of segments,
// without SQL.
func folded(table string, segments []dubbelkrona.Segment, rows map[int64][]row) []string {
	type place struct {
		segment int64
		row     int
	}
	best := map[string]place{}
	key := func(s dubbelkrona.Segment, r row) string {
		text := s.Source
		for _, k := range tableNamed(table).Key {
			text += fmt.Sprintf("|%v", r[k])
		}
		return text
	}
	live := func(yield func(dubbelkrona.Segment, row)) {
		for _, s := range segments {
			if s.Table != table || s.ReplacedBy != 0 {
				continue
			}
			for _, r := range rows[s.ID] {
				yield(s, r)
			}
		}
	}
	live(func(s dubbelkrona.Segment, r row) {
		at, old := place{s.ID, r["_row"].(int)}, best[key(s, r)]
		if s.Mode == dubbelkrona.Upsert && (at.segment > old.segment || at.segment == old.segment && at.row > old.row) {
			best[key(s, r)] = at
		}
	})
	out := []string{}
	live(func(s dubbelkrona.Segment, r row) {
		if s.Mode == dubbelkrona.Upsert && best[key(s, r)] != (place{s.ID, r["_row"].(int)}) {
			return
		}
		out = append(out, fmt.Sprint(s.Source, s.ID, r["_row"], show(table, r)))
	})
	slices.Sort(out)
	return out
}

func show(table string, r row) string {
	switch table {
	case "spend":
		return fmt.Sprint(r["object"], r["amount"])
	case "indicator":
		return fmt.Sprint(r["area"], r["sex"], r["value"])
	default:
		return fmt.Sprint(r["object"], r["rule"])
	}
}

// stored reads the rows from a snapshot as the same text.
func (w *world) stored(path, table string) []string {
	query := map[string]string{
		"spend":     "SELECT _source, _segment, _row, object, (amount * 100)::BIGINT FROM core.spend",
		"indicator": "SELECT _source, _segment, _row, area, sex, (value * 1000000)::BIGINT FROM core.indicator",
		"issue":     "SELECT _source, _segment, _row, object, rule FROM meta.issue",
	}[table]
	out := []string{}
	for _, r := range w.query(path, query) {
		out = append(out, fmt.Sprint(r[0], r[1], r[2], fmt.Sprint(r[3:]...)))
	}
	slices.Sort(out)
	return out
}

// chance delivers random segments.
type chance struct {
	*rand.Rand
	w    *world
	rows map[int64][]row
}

func (c *chance) deliver() {
	table := []string{"spend", "indicator", "issue"}[c.IntN(3)]
	mode := []dubbelkrona.LoadMode{dubbelkrona.Append, dubbelkrona.Upsert, dubbelkrona.Upsert, dubbelkrona.ReplaceObject}[c.IntN(4)]
	source := fmt.Sprintf("%s-%d", mode, c.IntN(2))
	if c.IntN(8) == 0 {
		source = "changed its mode"
	}
	var rows []row
	for n := range c.IntN(6) { // 0 is an empty delivery
		switch table {
		case "spend":
			rows = append(rows, spendRow(fmt.Sprint("o", c.IntN(2)), n, c.IntN(5)))
			if c.IntN(4) == 0 { // two equal postings of one row of the file
				rows = append(rows, rows[len(rows)-1])
			}
		case "indicator":
			sex := []any{nil, "K"}[c.IntN(2)]
			rows = append(rows, indicatorRow(fmt.Sprint("a", c.IntN(3)), sex, n, c.IntN(1000)))
		default:
			rows = append(rows, issueRow(fmt.Sprint("o", c.IntN(2)), fmt.Sprint("r", c.IntN(2)), n))
		}
	}
	id := c.w.deliver(table, source, mode, rows)
	c.rows[id] = rows
	for i, s := range c.w.segments {
		replaced := s.Mode == dubbelkrona.ReplaceObject && s.Table == table && s.Source == source
		erased := s.Mode == dubbelkrona.Upsert && c.IntN(12) == 0
		if s.ID != id && s.ReplacedBy == 0 && (replaced || erased) {
			c.w.segments[i].ReplacedBy = id
		}
	}
}

// After random deliveries and any number of builds, the snapshot has the rows
// expected from the segments and the hashes of a snapshot built from nothing.
func TestIncrementalBuildsEqualOneFromNothing(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWorld(t)
			c := &chance{rand.New(rand.NewPCG(seed, 7)), w, map[int64][]row{}}
			base := ""
			for range 4 {
				for range c.IntN(4) {
					c.deliver()
				}
				c.Shuffle(len(w.segments), func(i, j int) { w.segments[i], w.segments[j] = w.segments[j], w.segments[i] })
				var built *Built
				base, built = w.build(base)
				w.compare(base, built, c.rows)
			}
			all := w.segments
			w.segments = all[:len(all)/2] // fewer segments, as of an earlier time, built from a later base
			path, built := w.build(base)
			w.compare(path, built, c.rows)
			w.segments = all
			path, built = w.build(path) // the missing segments are added
			w.compare(path, built, c.rows)
		})
	}
}

// compare compares a build with the rows expected from its segments and with a
// build from nothing.
func (w *world) compare(path string, built *Built, rows map[int64][]row) {
	w.t.Helper()
	for _, table := range []string{"spend", "indicator", "issue"} {
		if got, want := w.stored(path, table), folded(table, w.segments, rows); !slices.Equal(got, want) {
			w.t.Fatalf("%s: got %d rows\n%q\nwant %d\n%q", table, len(got), got, len(want), want)
		}
	}
	if err := Verify(w.t.Context(), path, Expectation{Hashes: built.Hashes, Recompute: true}); err != nil {
		w.t.Fatal(err)
	}
	if _, anew := w.build(""); !slices.Equal(anew.Hashes, built.Hashes) {
		w.t.Fatalf("incremental %v\nfrom nothing %v", built.Hashes, anew.Hashes)
	}
}
