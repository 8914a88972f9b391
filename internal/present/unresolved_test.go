package present_test

import (
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/present"
)

func TestUnresolved(t *testing.T) {
	checks := []dubbelkrona.CheckResult{
		{Name: "contract_not_found", Status: dubbelkrona.CheckOK},
		{Name: "contract_repeated", Status: dubbelkrona.CheckOffending, Offending: 1, Sample: dubbelkrona.Label{SV: "x", EN: "x"}},
		{Name: "requirement_contract_not_found", Status: dubbelkrona.CheckOffending, Offending: 1, Sample: dubbelkrona.Label{SV: "Avtal K9\x1b finns inte", EN: "Contract K9\x1b does not exist"}},
	}
	var b strings.Builder
	if err := present.Unresolved(&b, "en", checks); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); strings.Contains(got, "\x1b") || !strings.HasPrefix(got, "\nRows that refer to something that does not exist\n  requirement_contract_not_found (1): Contract K9") || strings.Count(got, "\n") != 3 {
		t.Errorf("it says %q", got)
	}
	b.Reset()
	if err := present.Unresolved(&b, "sv", checks[:2]); err != nil || b.Len() > 0 {
		t.Errorf("without such rows it says %q, %v", b.String(), err)
	}
}
