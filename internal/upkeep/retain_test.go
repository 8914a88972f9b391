package upkeep_test

import (
	"slices"
	"testing"
	"time"

	"dubbelkrona/internal/upkeep"
)

// Rows are dropped if their day is before the limit. The day is an outcome's month;
// a placement's last day, or the day of the delivery if it has not ended; and for a
// participant the latest of these, or the day of the delivery if there are none.
func TestRetainDropsByTheDayOfEachTable(t *testing.T) {
	l := openLake(t)
	cleo, dag, eva := person(0xc3), person(0xd4), person(0xe5)
	limit := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	outcomes := segment(t, l, 1, "2026-01-01", table(t, "outcome"),
		row{"person": anna, "month": "2025-06-30"}, row{"person": bo, "month": "2025-07-01"}, row{"person": cleo, "month": "2024-01-01"})
	placements := segment(t, l, 2, "2025-06-30", table(t, "placement"), // delivered before the limit
		row{"person": anna, "end": "2025-06-30"}, row{"person": cleo, "end": "2025-07-01"}, row{"person": dag})
	later := segment(t, l, 3, "2025-07-01", table(t, "placement"), row{"person": dag})
	early := segment(t, l, 4, "2025-06-30", table(t, "participant"),
		row{"person": anna}, row{"person": bo}, row{"person": cleo}, row{"person": dag}, row{"person": eva})
	late := segment(t, l, 5, "2025-07-01", table(t, "participant"), row{"person": anna}, row{"person": eva})
	all := files(t, outcomes, placements, later, early, late)
	editor := &upkeep.Retain{Before: map[string]time.Time{"outcome": limit, "placement": limit, "participant": limit}}
	if err := editor.LoadDays(t.Context(), l, all); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{
		{digits(bo)},   // her month is the limit
		{digits(cleo)}, // ended on the limit; Dag's has not ended and was delivered before it
		{digits(dag)},  // delivered on the limit
		// These have other rows that are kept; Anna's are all older, and Eva has none.
		{digits(bo), digits(cleo), digits(dag)},
		{digits(eva)}, // Anna's other rows are older; for Eva the delivery decides
	} {
		if left, _, _ := edit(t, l, all[i], editor, "person"); !slices.Equal(left, want) {
			t.Errorf("%s: %v, not %v", all[i].Table.Name, left, want)
		}
	}
}

// A table without a limit keeps everything.
func TestRetainWithoutALimit(t *testing.T) {
	l := openLake(t)
	f := files(t, segment(t, l, 1, "2000-01-01", table(t, "outcome"), row{"person": anna, "month": "1999-01-01"}))[0]
	editor := &upkeep.Retain{Before: map[string]time.Time{"placement": time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}}
	if left, _, changed := edit(t, l, f, editor, "person"); changed || len(left) != 1 {
		t.Errorf("%v", left)
	}
}
