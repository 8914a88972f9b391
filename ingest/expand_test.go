package ingest_test

import (
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

func TestExpand(t *testing.T) {
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ text, day, want string }{
		{"ledger-{yyyy}-{mm}.csv", "2026-03-01", "ledger-2026-03.csv"},
		{"ledger-{yyyymm -1m}.csv", "2026-03-31", "ledger-202602.csv"},
		{"{yyyy-mm-dd -1m}", "2026-03-31", "2026-02-28"},
		{"{yyyy-mm-dd -1m}", "2024-03-31", "2024-02-29"},
		{"{yyyy-mm-dd +1m}", "2026-01-31", "2026-02-28"},
		{"{yyyy-mm-dd -1y}", "2024-02-29", "2023-02-28"},
		{"{yyyy-mm-dd -1w}", "2026-01-03", "2025-12-27"},
		{"?from={yyyy-mm-dd -7d}", "2026-03-01", "?from=2026-02-22"},
		{"{yyyy/mm/dd}/{yy}{mm}", "2005-01-09", "2005/01/09/0501"},
		{"{yyyy -12m}", "2026-12-31", "2025"},
		{"plain } and {{not this}", "2026-01-01", "plain } and {not this}"},
		{"", "2026-01-01", ""},
	} {
		if got, err := ingest.Expand(c.text, day(c.day)); err != nil || got != c.want {
			t.Errorf("%s on %s: %q, %v; want %q", c.text, c.day, got, err, c.want)
		}
	}
	for _, text := range []string{"{", "{}", "{yyyy", "{month}", "{-}", "{yyyy 1m}", "{yyyy -m}", "{yyyy -1q}", "{yyyy -99999m}", "{yyyy  -1m}", "{yyyy -1.5m}"} {
		if _, err := ingest.Expand(text, day("2026-01-01")); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v; want an Invalid error", text, err)
		}
	}
}

// The month before is right for every day, also the 31st.
func TestExpandMonthBeforeEveryDay(t *testing.T) {
	for d := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2029; d = d.AddDate(0, 0, 1) {
		got, err := ingest.Expand("{yyyy-mm -1m}", d)
		if want := time.Date(d.Year(), d.Month(), 0, 0, 0, 0, 0, time.UTC).Format("2006-01"); err != nil || got != want {
			t.Fatalf("%s: %s, %v; want %s", d.Format(time.DateOnly), got, err, want)
		}
	}
}

func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"ledger-{yyyy}-{mm}.csv", "{yyyymm -1m}", "{{", "{yyyy", "{yy +9999y}", "å{dd}"} {
		f.Add(seed, int64(1772323200))
	}
	f.Fuzz(func(t *testing.T, text string, at int64) {
		got, err := ingest.Expand(text, time.Unix(at, 0).UTC())
		if err == nil && !strings.Contains(text, "{") && got != text {
			t.Errorf("%q became %q", text, got)
		}
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Error(err)
		}
	})
}
