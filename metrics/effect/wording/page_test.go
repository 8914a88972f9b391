package wording_test

import (
	"os"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/metrics/effect/wording"
)

// docs/effects.md has the sentences as they are written.
func TestThePageHasTheSentences(t *testing.T) {
	text, err := os.ReadFile("../../../docs/effects.md")
	if err != nil {
		t.Fatal(err)
	}
	across := wording.Council(estimated(func(f *wording.Facts) { f.Published.Low = -0.01 }))
	for _, l := range []dubbelkrona.Label{
		wording.Council(estimated(nil)), wording.Council(closed("history", "failed")),
		wording.Council(wording.Facts{Verdict: "for_fa", Unit: "share", Treated: 18, Detectable: 0.2}), wording.Council(wording.Facts{Verdict: "antagen"}),
		{SV: "*" + last(across.SV) + "*", EN: "*" + last(across.EN) + "*"},
	} {
		for _, sentence := range []string{l.SV, l.EN} {
			if !strings.Contains(string(text), sentence) {
				t.Errorf("docs/effects.md does not have %q", sentence)
			}
		}
	}
	for _, verdict := range []string{"skattad", "antagen", "ej_belagd", "for_fa"} {
		if l := wording.Grade(verdict); !strings.Contains(string(text), "| "+l.SV+" |") || !strings.Contains(string(text), "| "+l.EN+" |") {
			t.Errorf("docs/effects.md does not explain %v", l)
		}
	}
}

// last returns the last sentence of a text.
func last(text string) string { return text[strings.LastIndex(text, ". ")+2:] }
