package transform

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// spells returns a mapping of a file with spells of persons with case numbers.
func spells(until string) Spec {
	return Spec{Tables: []TableSpec{{Table: "outcome",
		Columns: map[string]ColumnSpec{"person": {Column: List{"ärende"}, As: asOtherID}, "state": named("läge"), "wage": named("lön")},
		Months:  &MonthsSpec{From: named("från"), To: named("till"), Until: until, Amounts: amountsMonthly},
	}}}
}

// months returns rows without person and _row.
func months(rows []string) (all []string) {
	for _, row := range rows {
		_, row, _ = strings.Cut(row, "month=")
		all = append(all, row)
	}
	return all
}

func TestSpellsBecomeMonths(t *testing.T) {
	got := run(t, spells("2024-05-20"), "o", [][]string{
		{"ärende", "läge", "lön", "från", "till"},
		{"SYN-1", "work", "21000", "2023-12-15", "2024-02-03"}, // parts of months at both ends
		{"SYN-1", "study", "", "2024-02-04", "2024-02"},        // to the end of a leap February
		{"SYN-2", "work", "100", "2024-04", ""},                // has not ended
		{"SYN-3", "other", "", "2024-05-20", "9999-12-31"},     // until further notice
		{"SYN-4", "other", "", "2024-04-30", "2025-01-01"},     // ends after the extract
		{"SYN-5", "other", "", "2024-05-21", ""},               // begins after the extract
		{"SYN-6", "other", "", "2024-03-02", "2024-03-01"},
		{"SYN-7", "other", "", "", "2024-03-01"},
		{"SYN-8", "other", "", "1960-01-01", "2024-01-01"},
		{"SYN-9", "other", "", "2024-13-01", "2024-01-01"},
		{"SYN-10", "holiday", "", "2024-01-01", "2024-12-31"}, // one issue, not one for each month
	})
	equalLists(t, "months", months(got.rows), []string{
		"2023-12-01 first_day=2023-12-15 last_day=2023-12-31 state=work wage=21000.00 _row=2",
		"2024-01-01 first_day=2024-01-01 last_day=2024-01-31 state=work wage=21000.00 _row=2",
		"2024-02-01 first_day=2024-02-01 last_day=2024-02-03 state=work wage=21000.00 _row=2",
		"2024-02-01 first_day=2024-02-04 last_day=2024-02-29 state=study _row=3",
		"2024-04-01 first_day=2024-04-01 last_day=2024-04-30 state=work wage=100.00 _row=4",
		"2024-05-01 first_day=2024-05-01 last_day=2024-05-20 state=work wage=100.00 _row=4",
		"2024-05-01 first_day=2024-05-20 last_day=2024-05-20 state=other _row=5",
		"2024-04-01 first_day=2024-04-30 last_day=2024-04-30 state=other _row=6",
		"2024-05-01 first_day=2024-05-01 last_day=2024-05-20 state=other _row=6",
	})
	equalLists(t, "issues", got.rules(), []string{
		"11 first_day date.invalid", "12 state code.unknown",
		"8 last_day spell.order", "9 first_day spell.start", "10 last_day spell.long", "6 last_day spell.future",
	})
	if got.counts != (Counts{Read: 11, Written: 9, Rejected: 5}) {
		t.Errorf("counts %+v", got.counts)
	}
	if got.has("SYN-") {
		t.Error("the result has a case number")
	}
}

// If the last day of the extract is unknown, the length of a spell without an end is
// unknown too.
func TestSpellsWithoutAnEnd(t *testing.T) {
	rows := [][]string{{"ärende", "läge", "lön", "från", "till"}, {"SYN-1", "work", "", "2024-01-31", ""}, {"SYN-2", "work", "", "2024-01-31", "2024-01-31"}}
	got := run(t, spells(""), "o", rows)
	equalLists(t, "issues", got.rules(), []string{"2 last_day spell.open"})
	equalLists(t, "months", months(got.rows), []string{"2024-01-01 first_day=2024-01-31 last_day=2024-01-31 state=work _row=3"})

	s := spells(fromPeriod)
	s.Period = &PeriodSpec{From: fromName, Pattern: `\d{4}-\d\d`}
	got = run(t, s, "utdrag 2024-02.csv", rows[:2])
	equalLists(t, "months to the end of the period", months(got.rows), []string{
		"2024-01-01 first_day=2024-01-31 last_day=2024-01-31 state=work _row=2",
		"2024-02-01 first_day=2024-02-01 last_day=2024-02-29 state=work _row=2",
	})

	plan, faults := Compile(spells(fromModified))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	modified := time.Date(2024, 2, 10, 23, 30, 0, 0, time.FixedZone("CET", 3600))
	pass := plan.Start(dubbelkrona.Origin{Object: "o", Modified: modified}, Env{Key: testKey(t), Now: today, Alloc: mem})
	defer pass.Close()
	raw := rawBatch(mem, "o", rows[:2])
	defer raw.Record.Release()
	var out result
	err := pass.Batch(raw, func(b *dubbelkrona.TypedBatch) error { out.add(b); return nil }, func(i dubbelkrona.Issue) error { return fmt.Errorf("%v", i) })
	if err != nil || len(out.rows) != 2 || !strings.Contains(out.rows[1], "last_day=2024-02-10") {
		t.Errorf("months to the object's last change: %v %v", out.rows, err)
	}
}

// Each day of random spells is in exactly one row, and no other day is: the expected
// counts are computed day by day with package time.
func TestMonthsHoldEveryDayOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	rows := [][]string{{"ärende", "läge", "lön", "från", "till"}}
	want := map[string]int{} // row and month: days
	for n := range 2900 {
		from := time.Date(1990+random.IntN(30), time.Month(1+random.IntN(12)), 1+random.IntN(28), 0, 0, 0, 0, time.UTC)
		to := from.AddDate(0, random.IntN(40), random.IntN(60))
		rows = append(rows, []string{"SYN", "work", "", from.Format(time.DateOnly), to.Format(time.DateOnly)})
		for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
			want[fmt.Sprint(n+2, day.Format(" 2006-01"))]++
		}
	}
	got := run(t, spells(""), "o", rows)
	if got.err != nil || len(got.issues) > 0 || len(got.rows) != len(want) {
		t.Fatalf("%v, %d issues, %d rows, want %d", got.err, len(got.issues), len(got.rows), len(want))
	}
	for _, row := range months(got.rows) {
		var month, first, last, state, position string
		fmt.Sscan(strings.NewReplacer("first_day=", "", "last_day=", "", "state=", "", "_row=", "").Replace(row), &month, &first, &last, &state, &position)
		a, errA := time.Parse(time.DateOnly, first)
		b, errB := time.Parse(time.DateOnly, last)
		key := position + " " + month[:7]
		if days := int(b.Sub(a).Hours()/24) + 1; errA != nil || errB != nil || days != want[key] || first[:7] != month[:7] {
			t.Fatalf("%s: %d days, want %d", row, days, want[key])
		}
		delete(want, key)
	}
}

func TestFaultsOfMonths(t *testing.T) {
	change := func(f func(*TableSpec)) Spec { s := spells(""); f(&s.Tables[0]); return s }
	tests := map[string]struct {
		spec Spec
		path string
		want string
	}{
		"another table": {Spec{Tables: []TableSpec{{Table: "participant", Months: &MonthsSpec{}}}}, "tables[0].months", "only the table outcome"},
		"amounts of the whole": {change(func(t *TableSpec) { t.Months.Amounts = "total" }),
			"tables[0].months.amounts", "cannot be divided"},
		"amounts of who knows what": {change(func(t *TableSpec) { t.Months.Amounts = "" }),
			"tables[0].months.amounts", "wage would be repeated"},
		"no day":          {change(func(t *TableSpec) { t.Months.Until = "today" }), "tables[0].months.until", "unknown"},
		"no period":       {change(func(t *TableSpec) { t.Months.Until = fromPeriod }), "tables[0].months.until", "no period"},
		"no first column": {change(func(t *TableSpec) { t.Months.From = ColumnSpec{} }), "tables[0].months.from", "nothing fills"},
		"months twice": {change(func(t *TableSpec) { t.Columns["month"] = named("m") }),
			"tables[0].months", "take it out of columns"},
	}
	for name, tc := range tests {
		_, faults := Compile(tc.spec)
		if len(faults) != 1 || faults[0].Path != tc.path || !strings.Contains(faults[0].Message, tc.want) {
			t.Errorf("%s: %v", name, faults)
		}
	}
}
