package identity

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"dubbelkrona/internal/identity/identitytest"
)

// separators are what hyphen or space become in numbers from real systems.
var separators = []string{
	"%2D", "%20", "%E2%80%93", "%u2013", "&nbsp;", "&#45;", "&#x2d;", "&ndash;", "&amp;nbsp;", "&amp;#45;", `\u2013`, `\t`, "_x002D_",
	"=2D", "=E2=80=93", "=\r\n", "<br>", "</td><td>", "\u200e", "\u200e-", "-\u200e", "\u202a", "\ufffd", "\ufffd\ufffd\ufffd", "â€“", "Â\u00ad", "--", "---",
	"      ", "   -   ", "~", "=", ";", "|", " | ", "\t", " ; ", "·", "\n",
}

func TestMaskScattered(t *testing.T) {
	numbers := identitytest.Numbers(20 * len(separators))
	for i, separator := range separators {
		for _, number := range numbers[20*i : 20*i+20] {
			date, last := number[:8], number[8:]
			for _, written := range []string{date[2:] + separator + last, date + separator + last} {
				wantMasked(t, "Avser "+written+" enligt ovan", "Avser ", " enligt ovan")
			}
		}
	}
}

func TestMaskSpacedDigits(t *testing.T) {
	wide := func(s string) string {
		return strings.Map(func(c rune) rune {
			if '0' <= c && c <= '9' {
				return c - '0' + '\uff10'
			}
			return c
		}, s)
	}
	for _, all := range identitytest.Numbers(200) {
		date, last := all[:8], all[8:]
		for _, written := range []string{
			strings.Join(strings.Split(all, ""), " "), strings.Join(strings.Split(all[2:], ""), "."),
			all[:3] + " " + all[3:6] + " " + all[6:9] + " " + all[9:],
			all[:4] + " " + all[4:6] + " " + all[6:8] + " " + all[8:10] + all[10:],
			wide(all), wide(all[2:]), wide(date + "-" + last), wide(date) + last,
		} {
			wantMasked(t, "Avser "+written+"!", "Avser ", "!")
		}
	}
}

// wantMasked checks that no digit of the text is left, and that the text around
// the number is unchanged.
func wantMasked(t *testing.T, text, before, after string) {
	t.Helper()
	got, n := Mask(text)
	if n == 0 || strings.ContainsFunc(got, unicode.IsDigit) || !strings.HasPrefix(got, before) || !strings.HasSuffix(got, after) {
		t.Errorf("Mask(%q) = %q, %d", text, got, n)
	}
}

func TestMaskLeavesDatesTimesAndAmounts(t *testing.T) {
	for _, text := range []string{
		"2022-05-01 - 2022-05-31", "2022-05 – 2024-04", "220501, 220502, 220503", "20220501--20220531",
		"556016--0680", "08-123 456 78", "SE45 5000 0000 0583 9825 7466", "1 234 567,50; 2 345 678,90", "CPV 77310000-6, 77314000-4",
	} {
		if got, n := Mask(text); n > 0 {
			t.Errorf("Mask(%q) = %q", text, got)
		}
	}
	// Times of log lines: every minute of one day in each month.
	for month := 1; month <= 12; month++ {
		for minute := 0; minute < 24*60; minute++ {
			for _, form := range []string{"2026-%02d-15 %02d:%02d", "2026-%02d-15_%02d-%02d", "2026-%02d-15 %02d.%02d", "26%02d15 %02d:%02d"} {
				if text := fmt.Sprintf(form, month, minute/60, minute%60); Contains(text) {
					t.Fatalf("the time %q is read as a number", text)
				}
			}
		}
	}
}

func BenchmarkMaskScattered(b *testing.B) {
	for name, text := range map[string]string{
		"short":  "Faktura 3007259",
		"digits": strings.Repeat("2026-01-07;3007259;7551;556691-0917;3285.00;", 10),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Mask(text)
			}
		})
	}
}
