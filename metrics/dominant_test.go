package metrics_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
)

// A sum is not released if the total of the absolute contributions less the two largest
// is under p percent of the largest, and a share not if it is 0 or 1: compared with a
// second implementation on random rows, where a person may have several.
func TestSensitiveGroups(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	amounts := make(map[string]map[int]float64)
	var rows []string
	for range 400 {
		group, person := fmt.Sprint("g", random.IntN(40)), random.IntN(400)
		amount := math.Round(math.Exp(random.NormFloat64()*3) * 100)
		if random.IntN(4) == 0 {
			amount = -amount
		}
		if amounts[group] == nil {
			amounts[group] = make(map[int]float64)
		}
		amounts[group][person] += amount
		rows = append(rows, fmt.Sprintf("(%d, '%s', CAST(%.0f AS DECIMAL(18, 2)))", person, group, amount))
	}
	definition := func(protect string) string {
		return "-- metrics/m.sql --\n/*\ntitle: {sv: M, en: M}\nunit: x\nvalue: avg(amount)\npersons: count(DISTINCT person)\n" + protect +
			"\nby: [kind]\n*/\nSELECT person, kind, amount FROM (VALUES " + strings.Join(rows, ", ") + ") AS r(person, kind, amount)\n"
	}
	expect := func(protect string, percent int, sensitive func(map[int]float64) bool) {
		var want []string
		for group, of := range amounts {
			if sensitive(of) {
				want = append(want, group)
			}
		}
		slices.Sort(want)
		if len(want) == 0 || len(want) == len(amounts) {
			t.Fatalf("%d of %d groups are sensitive: the test shows nothing", len(want), len(amounts))
		}
		inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
			c := catalogue(t, db, own(definition(protect)))
			got, err := db.Collect(ctx, `SELECT coalesce(string_agg(json_extract_string(dimensions, '$.kind'), ' ' ORDER BY json_extract_string(dimensions, '$.kind')), '')
				FROM (`+c.Protected()[0].Sensitive(percent)+`) WHERE "grouping" = 'kind'`)
			if err != nil || got[0][0] != strings.Join(want, " ") {
				t.Errorf("%s %d: sensitive are\n%v, %v, want\n%v", protect, percent, got, err, strings.Join(want, " "))
			}
		})
	}
	for _, percent := range []int{10, 50} {
		expect("protect: sum\ncontribution: amount", percent, func(of map[int]float64) bool {
			var all []float64
			for _, amount := range of {
				all = append(all, -math.Abs(amount))
			}
			slices.Sort(all)
			rest := 0.0
			for _, amount := range all[min(2, len(all)):] {
				rest -= amount
			}
			return rest < float64(percent)/100*-all[0]
		})
	}
	expect("protect: ratio\nnumerator: count(DISTINCT CASE WHEN person < 60 THEN person END)", 10, func(of map[int]float64) bool {
		few := 0
		for person := range of {
			if person < 60 {
				few++
			}
		}
		return few == 0 || few == len(of)
	})
}
