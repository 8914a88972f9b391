package disclose

import (
	"context"
	"math"
	"slices"

	"dubbelkrona/disclosure"
)

// now is the number of the release under way, in the place of one that has no number.
const now = math.MaxInt64

// class is the persons who are in the same sets of this build, were in the same sets of
// earlier releases, and whose rows were last changed at the same release.
type class struct {
	persons int64
	// sets are numbers of disclosure.counted, and before ids of sets in the ledger.
	sets, before []int64
	changed      int64 // number of the release with the last change, or now
}

// classes are all classes, with the sets that they form.
type classes struct {
	all []class
	// sets are the classes of each set of this build, by its number, and before those of
	// each set of the ledger, by its id.
	sets, before map[int64]disclosure.Set
}

// readClasses reads the classes of disclosure.person, and those of persons who are no
// longer in the data.
func (r *reading) readClasses(ctx context.Context) (*classes, error) {
	signatures, err := r.signatures(ctx)
	if err != nil {
		return nil, err
	}
	earlier := r.earlier()
	rows, err := r.from.Collect(ctx, `SELECT class, before, CASE WHEN differs THEN NULL ELSE changed END AS changed, count(*)
		FROM disclosure.person GROUP BY ALL ORDER BY class NULLS FIRST, before NULLS FIRST, 3 NULLS FIRST`)
	if err != nil {
		return nil, err
	}
	found := &classes{sets: make(map[int64]disclosure.Set), before: make(map[int64]disclosure.Set)}
	for _, row := range rows {
		k := class{persons: row[3].(int64), changed: now}
		if no, is := row[0].(int64); is {
			k.sets = signatures[no]
		}
		if id, is := row[1].(int64); is {
			k.before = earlier[id]
		}
		if changed, is := row[2].(int64); is {
			k.changed = changed
		}
		found.add(k)
	}
	for _, absent := range r.known.Absent {
		found.add(class{persons: absent.Persons, before: earlier[absent.Class], changed: absent.Changed})
	}
	return found, nil
}

func (f *classes) add(k class) {
	index := int32(len(f.all))
	f.all = append(f.all, k)
	for _, no := range k.sets {
		f.sets[no] = append(f.sets[no], index)
	}
	for _, id := range k.before {
		f.before[id] = append(f.before[id], index)
	}
}

// persons returns the number of persons of a set.
func (f *classes) persons(s disclosure.Set) (n int64) {
	for _, i := range s {
		n += f.all[i].persons
	}
	return n
}

func union(a, b disclosure.Set) disclosure.Set {
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}

// without returns the classes of a that b does not have.
func without(a, b disclosure.Set) (left disclosure.Set) {
	for _, i := range a {
		if _, in := slices.BinarySearch(b, i); !in {
			left = append(left, i)
		}
	}
	return left
}

// earlier returns the sets of each class of the ledger.
func (r *reading) earlier() map[int64][]int64 {
	sets := make(map[int64][]int64, len(r.known.Classes))
	for _, k := range r.known.Classes {
		sets[k.ID] = k.Sets
	}
	return sets
}

// signatures returns the sets of each class of disclosure.class.
func (r *reading) signatures(ctx context.Context) (map[int64][]int64, error) {
	rows, err := r.from.Collect(ctx, "SELECT class, unnest(sets) AS no FROM disclosure.class ORDER BY class, no")
	if err != nil {
		return nil, err
	}
	signatures := make(map[int64][]int64)
	for _, row := range rows {
		class := row[0].(int64)
		signatures[class] = append(signatures[class], row[1].(int64))
	}
	return signatures, nil
}
