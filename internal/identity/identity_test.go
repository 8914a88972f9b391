package identity

import (
	"strings"
	"testing"
	"time"
)

func TestParsePerson(t *testing.T) {
	tests := map[string]struct {
		in, number string
		kind       Kind
		year       int
		sex        string
	}{
		"century from the reference day":   {"000229-2399", "200002292399", Personal, 2000, "M"},
		"not born yet, so a century older": {"570428-9999", "195704289999", Personal, 1957, "M"},
		"plus":                             {"090121+9931", "190901219931", Personal, 1909, "M"},
		"en dash":                          {"19090121–9931", "190901219931", Personal, 1909, "M"},
		"white space around":               {"\u00a0190901219931 ", "190901219931", Personal, 1909, "M"},
		"coordination keeps its day":       {"730288-9931", "197302889931", Coordination, 1973, "M"},
		"coordination, unknown month":      {"191500722390", "191500722390", Coordination, 1915, "M"},
		"coordination, day past its month": {"19420991-2387", "194209912387", Coordination, 1942, "K"},
		"birth number 000":                 {in: "20150916-0006"},
		"interim in lower case":            {"000101t220", "20000101T220", Interim, 2000, "K"},
		"trader's VAT number":              {"SE510217997401", "195102179974", Personal, 1951, "M"},
		"impossible date":                  {in: "199902299998"},
		"inner space":                      {in: "090121 9931"},
		"two hyphens":                      {in: "090121--9931"},
		"wrong check digit":                {in: "190901219932"},
		"not born yet with a century":      {in: "20990101-0008"},
		"nineteenth century is the limit":  {in: "179001011233"},
		"organisation":                     {in: "556016-0680"},
		"empty":                            {},
		"letters":                          {in: "abcdef-ghij"},
		"interim with the wrong letter":    {in: "20000101E221"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, ok := ParsePerson(tt.in, day)
			want := Person{tt.number, tt.kind, tt.year, tt.sex}
			if ok != (tt.number != "") || p != want {
				t.Errorf("ParsePerson(%q) = %+v, %v; want %+v", tt.in, p, ok, want)
			}
		})
	}
}

func TestCenturyTurnsOnTheDay(t *testing.T) {
	birthday := time.Date(2000, 2, 29, 0, 0, 0, 0, time.UTC) // 1900 had no such day
	for offset, want := range map[int]int{-1: 0, 0: 2000, 1: 2000} {
		p, ok := ParsePerson("000229-2399", birthday.AddDate(0, 0, offset))
		if p.BirthYear != want || ok != (want != 0) {
			t.Errorf("%+d days: %d %v, want %d", offset, p.BirthYear, ok, want)
		}
	}
	for year, want := range map[int]int{2056: 1957, 2057: 1957, 2058: 2057} {
		p, ok := ParsePerson("570428-9999", time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
		if !ok || p.BirthYear != want {
			t.Errorf("read in %d: %d %v, want %d", year, p.BirthYear, ok, want)
		}
	}
}

func TestParseOrg(t *testing.T) {
	for in, want := range map[string]string{
		"556016-0680": "5560160680", "5560160680": "5560160680", "16556016-0680": "5560160680",
		"165560160680": "5560160680", "SE556016068001": "5560160680", "se556016068001": "5560160680",
		" 232100-0164 ": "2321000164", "232100–0164": "2321000164",
		"556016-0681": "", "55601606": "", "55-60160680": "", "17556016-0680": "", "SE556016068002": "",
		"510217-9974": "", "": "", "abc": "", "5560160680556016": "", "0020001230": "", "******-****": "",
	} {
		if got, ok := ParseOrg(in); got != want || ok != (want != "") {
			t.Errorf("ParseOrg(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}

func TestMask(t *testing.T) {
	m := Mark
	for in, want := range map[string]string{
		// Numbers, right and mistyped.
		"Anna 19090121-9931 ringde": "Anna " + m + " ringde",
		"19090121-9932":             m,
		"090121+9932":               m,
		"pnr090121-9931x":           "pnr" + m + "x",
		"090121 9931":               m,
		"090121 9932":               "090121 9932",
		"0901219931,7302889931":     m + "," + m,
		"190901219931190901219931":  m,
		"99190901219931":            m,
		"190901219931 12":           m + " 12",
		"1909-01-21-9931":           m,
		"09/01/21 9931":             m,
		"20000101-T220":             m,
		"20000101T220":              m,
		"000101-k999":               m,
		"SE510217997401":            "SE" + m,
		"16510217-9974":             m,
		"090121-99311":              m,
		"1909 0121 - 9931":          m,
		// Others.
		"556016-0680":               "556016-0680",
		"5560160680":                "5560160680",
		"165560160680":              "165560160680",
		"SE556016068001":            "SE556016068001",
		"2022-06-01 12:00":          "2022-06-01 12:00",
		"20220101-20221231":         "20220101-20221231",
		"2022-06-01-2022-06-30":     "2022-06-01-2022-06-30",
		"220601-220630":             "220601-220630",
		"08-123 456 78":             "08-123 456 78",
		"konto 5831, ver 3007259":   "konto 5831, ver 3007259",
		"":                          "",
		"199913321234 201399-1234 ": "199913321234 201399-1234 ",
	} {
		got, n := Mask(in)
		if got != want || n != strings.Count(want, m) {
			t.Errorf("Mask(%q) = %q, %d; want %q", in, got, n, want)
		}
	}
}

func TestMaskWithoutHitDoesNotAllocate(t *testing.T) {
	text := strings.Repeat("Konsulter utredn (ej IT), 2026-01-07, 556691-0917; 3285.00 ", 20)
	if n := testing.AllocsPerRun(100, func() { Mask(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"19090121-9931", "090121 9931 220601-1990-01-21-9931", "000101-T2201-900101-1234",
		"99190901219931x0901219931", "SE556016068001 16556016-0680", "1909-01-21-2022-06-01-9931", "920101-900101-1234\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		masked, n := Mask(s)
		if (n > 0) != Contains(s) || (n == 0 && masked != s) {
			t.Fatalf("Mask(%q) hit %d times and Contains is %v", s, n, Contains(s))
		}
		if Contains(masked) {
			t.Fatalf("Mask(%q) = %q still contains one", s, masked)
		}
		if again, n := Mask(masked); again != masked || n != 0 {
			t.Fatalf("Mask(%q) = %q", masked, again)
		}
		if p, ok := ParsePerson(s, day); ok {
			if n == 0 {
				t.Fatalf("ParsePerson accepts %q, Mask leaves it", s)
			}
			if back, ok := ParsePerson(p.Number, day); !ok || back != p {
				t.Fatalf("the normal form of %q is not stable", s)
			}
			if _, ok := ParseOrg(s); ok {
				t.Fatalf("%q is both a person and an organisation", s)
			}
		}
	})
}

func BenchmarkMaskNoHit(b *testing.B) {
	for name, text := range map[string]string{
		"prose":  strings.Repeat("Övr ej verksamhetskn tjänster för kommunen ", 10),
		"ledger": strings.Repeat("Konsult 2026-01-07 verifikation 3007259 konto 7551; ", 10),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Mask(text)
			}
		})
	}
}

func TestReplace(t *testing.T) {
	got, n := Replace("AVT-090121-9931/730288-9931", func(number string) string { return "<" + number[:6] + ">" })
	if want := "AVT-<090121>/<730288>"; got != want || n != 2 {
		t.Errorf("Replace = %q, %d; want %q", got, n, want)
	}
}

func TestResembles(t *testing.T) {
	for in, want := range map[string]bool{
		"7809171056": true, "780917-1056": true, "19780917-1056": true, "000101T229": true, "SE780917105601": true,
		"556016-0680": false, "556016-0681": false, "5560160680": false, "165560160680": false, "780917": false, "": false, "7813171056": false,
	} {
		if got := Resembles(in); got != want {
			t.Errorf("Resembles(%q) = %v", in, got)
		}
	}
}
