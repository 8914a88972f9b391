package transform

import (
	"strings"
	"testing"
	"time"
)

func (d date) written() string {
	if d.unknown {
		return "unknown"
	}
	return time.Unix(int64(d.days)*86400, 0).UTC().Format("2006-01-02") + " " + d.precision.String()
}

func TestDates(t *testing.T) {
	for cell, want := range map[string]string{
		"2022-06-01": "2022-06-01 day", "2022/06/01": "2022-06-01 day", "2022.6.1": "2022-06-01 day", "20220601": "2022-06-01 day",
		"220601": "2022-06-01 day", "2022-06": "2022-06-01 month", "202206": "2022-06-01 month", "2022": "2022-01-01 year", "2022-6": "2022-06-01 month",
		"2022-06-01T12:30:00": "2022-06-01 day", "2022-06-01 00:00:00.000": "2022-06-01 day", "2026-08-31+02:00": "2026-08-31 day", "2022-06-01Z": "2022-06-01 day",
		"20220601 12:00": "2022-06-01 day", "991231": "1999-12-31 day", "199812": "1998-12-01 month", "190612": "2019-06-12 day", "2024-02-29": "2024-02-29 day",
		"9999-12-31": "unknown", "99991231": "unknown", "infinity": "unknown", "Infinity": "unknown",
		"202613": "date.invalid", "200112": "date.ambiguous", "2022-13-01": "date.invalid", "2023-02-29": "date.invalid", "2022-00-01": "date.invalid",
		"2022-06-": "date.invalid", "2022-06-01x": "date.invalid", "1/6/2022": "date.invalid", "44713": "date.invalid", "0022-06-01": "value.range",
		"2022-06/01": "date.invalid", "juni": "date.invalid", "2022-0601": "date.invalid", "1": "date.invalid", "3022-01-01": "value.range", "2022-06-01T": "date.invalid",
	} {
		got, why := parseDate(cell, stockholm(t))
		text := string(why)
		if why == "" {
			text = got.written()
		}
		if text != want {
			t.Errorf("%q is %s, want %s", cell, text, want)
		}
	}
}

func TestLayouts(t *testing.T) {
	for _, tt := range []struct{ layout, cell, want string }{
		{"d/m/yyyy", "1/6/2022", "2022-06-01 day"}, {"d/m/yyyy", "13/12/2022", "2022-12-13 day"}, {"m/d/yyyy", "12/13/2022", "2022-12-13 day"},
		{"dd.mm.yy", "01.06.22", "2022-06-01 day"}, {"dd.mm.yy", "1.6.22", "date.invalid"}, {"yymmdd", "200112", "2020-01-12 day"},
		{"yyyymm", "200112", "2001-12-01 month"}, {"yyyy", "2022", "2022-01-01 year"}, {"excel", "44713", "2022-06-01 day"}, {"excel", "44713.75", "2022-06-01 day"},
		{"excel", "60", "date.invalid"}, {"excel", "44713.x", "date.invalid"}, {"excel", "999999", "date.invalid"}, {"d/m/yyyy", "31/2/2022", "date.invalid"},
		{"mm-yyyy", "06-2022", "2022-06-01 month"}, {"d/m/yyyy", "1/6/2022 12:00", "2022-06-01 day"}, {"d/m/yyyy", "/6/2022", "date.invalid"},
	} {
		l, err := parseLayout(tt.layout)
		if err != nil {
			t.Fatal(err)
		}
		got, why := l.parse(tt.cell, stockholm(t))
		text := string(why)
		if why == "" {
			text = got.written()
		}
		if text != tt.want {
			t.Errorf("%q as %s is %s, want %s", tt.cell, tt.layout, text, tt.want)
		}
	}
	for _, bad := range []string{"", "hh:mi", "d/m/d", "dd", "dd yyyy"} {
		if _, err := parseLayout(bad); err == nil {
			t.Errorf("layout %q was accepted", bad)
		}
	}
}

// Every day equals that of package time.
func TestEveryDay(t *testing.T) {
	for d := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() <= lastYear; d = d.AddDate(0, 0, 1) {
		got, why := parseDate(d.Format("2006-01-02"), nil)
		if why != "" || int64(got.days)*86400 != d.Unix() {
			t.Fatalf("%v is %v %s", d, got, why)
		}
		if first := firstOfMonth(got.days); int64(first)*86400 != d.AddDate(0, 0, 1-d.Day()).Unix() {
			t.Fatalf("first of the month of %v is %d", d, first)
		}
	}
}

// FuzzDate checks that every date that package time reads is read, and no other.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2022-06-01", "20220601", "220601", "2022-02-30", "9999-12-31", "2022-06-01T00:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return
		}
		got, why := parseDate(s, nil)
		for _, l := range []string{"2006-01-02", "20060102", "2006/01/02"} {
			want, err := time.Parse(l, s)
			inRange := err == nil && want.Year() >= firstYear && want.Year() <= lastYear
			if inRange && (why != "" || int64(got.days)*86400 != want.Unix() || got.precision != toDay) {
				t.Fatalf("%q is %v %s, want %v", s, got, why, want)
			}
			if err != nil && why == "" && len(s) == 10 && l == "2006-01-02" && s[4] == '-' && s[7] == '-' {
				t.Fatalf("%q is no date and was read as %v", s, got.written())
			}
		}
	})
}

// stockholm returns the default zone of instants.
func stockholm(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(defaultZone)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// The date of an instant is that in the mapping's zone, whatever zone the text has. A
// text without a time or without a zone keeps its date.
func TestInstants(t *testing.T) {
	for cell, want := range map[string]string{
		"2024-01-15T23:30:00Z": "2024-01-16", "2024-01-15T22:30:00Z": "2024-01-15", "2024-01-15 23:30:00+00": "2024-01-16", "20240115T233000Z": "2024-01-16",
		"2024-07-15T22:30:00Z": "2024-07-16", "2024-07-15T21:30:00Z": "2024-07-15", "2024-01-16T00:30:00+01:00": "2024-01-16", "2024-01-16T00:30:00+0300": "2024-01-15",
		"2024-01-15T18:30:00.0000000 -05:00": "2024-01-16", "2024-01-15 23:30:00 UTC": "2024-01-16", "2024-01-16T00:30+01:00[Europe/Stockholm]": "2024-01-16",
		"2024-01-15T23:59:59.997": "2024-01-15", "2024-01-15T22:59:59.9999999Z": "2024-01-15", "2024-01-15 23:59:59,997": "2024-01-15", "2024-01-15T24:00:00": "2024-01-15",
		"2024-01-15Z": "2024-01-15", "2024-01-15+14:00": "2024-01-15", "2024-01-15 9:30": "2024-01-15", "2023-12-31T23:00:00Z": "2024-01-01",
		"9999-12-31T23:59:59Z": "unknown", "9999-12-30T23:00:00Z": "unknown", "infinity": "unknown",
		"15.01.2024": "2024-01-15", "5.1.2024": "2024-01-05", "15.01.2024 23:30:00Z": "2024-01-16", "29.02.2024": "2024-02-29",
		"2024-01-15T25:00:00Z": "date.invalid", "2024-01-15T23:60Z": "date.invalid", "2024-01-15T23:30:00+99:00": "date.invalid", "2024-01-15T23:30:00[Europe": "date.invalid",
		"01.15.2024": "date.invalid", "30.02.2024": "date.invalid", "15.01.24": "date.invalid", "15.01.20245": "date.invalid", "15/01/2024": "date.invalid", "1.5": "date.invalid",
		"-infinity": "date.invalid",
	} {
		got, why := parseDate(cell, stockholm(t))
		text := string(why)
		if why == "" {
			text, _, _ = strings.Cut(got.written(), " ")
		}
		if text != want {
			t.Errorf("%q is %s, want %s", cell, text, want)
		}
	}
	rows := [][]string{{"contract_id", "signed"}, {"1", "2024-01-15T23:30:00Z"}}
	for zone, want := range map[string]string{"": "2024-01-16", "UTC": "2024-01-15", "America/New_York": "2024-01-15"} {
		got := run(t, Spec{Profile: "contract", Zone: zone}, "x.csv", rows)
		equalLists(t, zone, got.rows, []string{"contract: contract_id=1 signed=" + want + " _row=2"})
	}
	_, faults := Compile(Spec{Profile: "contract", Zone: "Europe/Nowhere"})
	if len(faults) == 0 {
		t.Error("a zone that is none was accepted")
	}
}
