package fold_test

import (
	"reflect"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/fold"
)

func plain(id int64) dubbelkrona.Segment {
	return dubbelkrona.Segment{ID: id, Source: "ledger", Mode: dubbelkrona.ReplaceObject, SHA256: "a"}
}

func upsert(id int64, source string) dubbelkrona.Segment {
	return dubbelkrona.Segment{ID: id, Source: source, Mode: dubbelkrona.Upsert, SHA256: "a"}
}

func TestPlan(t *testing.T) {
	type segments = []dubbelkrona.Segment
	reused := plain(1) // in a restored ledger another file has number 1
	reused.SHA256 = "b"
	for name, tc := range map[string]struct {
		seen, want segments
		change     fold.Change
	}{
		"nothing": {},
		"equal":   {seen: segments{plain(1), upsert(2, "s")}, want: segments{upsert(2, "s"), plain(1)}},
		"added": {seen: segments{plain(1)}, want: segments{plain(1), plain(2)},
			change: fold.Change{Fresh: 1, Plain: segments{plain(2)}}},
		"removed": {seen: segments{plain(1), plain(2)}, want: segments{plain(2)},
			change: fold.Change{Gone: 1, Remove: []int64{1}}},
		"reused number": {seen: segments{plain(1)}, want: segments{reused},
			change: fold.Change{Gone: 1, Fresh: 1, Remove: []int64{1}, Plain: segments{reused}}},
		"newest upsert": {seen: segments{upsert(1, "s"), upsert(2, "other")}, want: segments{upsert(1, "s"), upsert(2, "other"), upsert(3, "s")},
			change: fold.Change{Fresh: 1, Upsert: []fold.Upsert{{Segments: segments{upsert(3, "s")}, Existing: []int64{1}}}}},
		"older upsert": {seen: segments{upsert(2, "s")}, want: segments{upsert(1, "s"), upsert(2, "s")},
			change: fold.Change{Fresh: 1, Remove: []int64{2}, Upsert: []fold.Upsert{{Segments: segments{upsert(1, "s"), upsert(2, "s")}}}}},
		"removed upsert": {seen: segments{upsert(1, "s"), upsert(2, "s")}, want: segments{upsert(1, "s")},
			change: fold.Change{Gone: 1, Remove: []int64{2, 1}, Upsert: []fold.Upsert{{Segments: segments{upsert(1, "s")}}}}},
		"last upsert removed": {seen: segments{upsert(1, "s")},
			change: fold.Change{Gone: 1, Remove: []int64{1}}},
		"two sources": {want: segments{upsert(1, "b"), upsert(2, "a")},
			change: fold.Change{Fresh: 2, Upsert: []fold.Upsert{{Segments: segments{upsert(2, "a")}}, {Segments: segments{upsert(1, "b")}}}}},
	} {
		if got := fold.Plan(tc.seen, tc.want); !reflect.DeepEqual(got, tc.change) {
			t.Errorf("%s: %+v\nwant %+v", name, got, tc.change)
		}
	}
}
