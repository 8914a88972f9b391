package dubbelkrona_test

import (
	"testing"
	"unicode"

	"dubbelkrona"
)

// Characters with an effect on a terminal, a log or a page are escaped; all
// others are unchanged.
func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"lev_2026-01.csv":       "lev_2026-01.csv",
		"åäö – 3 000 ‰ 👍":       "åäö – 3 000 ‰ 👍",
		"a\nb\r\tc":             `a\nb\r\tc`,
		"\x1b[2J\x1b]0;hej\x07": `\u001b[2J\u001b]0;hej\u0007`,
		"\x7f\u0085\u009b31m":   `\u007f\u0085\u009b31m`,
		"x\u202egpj.exe":        `x\u202egpj.exe`,
		"\u2066a\u2069\u200f":   `\u2066a\u2069\u200f`,
		"a\u2028b\ufeff":        `a\u2028b\ufeff`,
		"\U000e0041":            `\U000e0041`,
		"lev_\xe5r.csv":         `lev_\xe5r.csv`,
		"\ufffd":                "\ufffd",
	} {
		if got := dubbelkrona.Printable(in); got != want {
			t.Errorf("%q: %q; want %q", in, got, want)
		}
	}
	if got, want := dubbelkrona.PrintableLines("a\tb\n\x1b[0m\r\n"), "a\tb\n\\u001b[0m\\r\n"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if shown := dubbelkrona.Printable(string(r)); unicode.IsControl([]rune(shown)[0]) {
			t.Fatalf("%U comes out as it is", r)
		}
	}
}
