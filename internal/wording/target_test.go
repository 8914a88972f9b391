package wording

import (
	"testing"

	"dubbelkrona"
)

func TestTarget(t *testing.T) {
	number := func(text string) dubbelkrona.Number {
		n, err := dubbelkrona.ParseNumber(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	atLeast, atMost := &dubbelkrona.Target{Direction: "at_least"}, &dubbelkrona.Target{Direction: "at_most", Synthetic: true}
	for _, tc := range []struct {
		status, gap string
		target      *dubbelkrona.Target
		sv, en      string
	}{
		{"uppnatt", "0.5", atLeast, "minst 2: uppnått, 0.5 över målet", "at least 2: reached, 0.5 above the target"},
		{"ej_uppnatt", "-0.5", atLeast, "minst 2: ej uppnått, 0.5 under målet", "at least 2: not reached, 0.5 below the target"},
		{"uppnatt", "0", atMost, "högst 2 (påhittat): uppnått, värdet är lika med målet", "at most 2 (made up): reached, the value equals the target"},
		{"gar_inte_att_saga", "", atLeast, "minst 2: går inte att säga", "at least 2: cannot be said"},
		{"", "", atLeast, "minst 2", "at least 2"},
		{"uppnatt", "1", nil, "2: uppnått, 1 över målet", "2: reached, 1 above the target"},
	} {
		r := dubbelkrona.Result{Target: number("2"), Gap: number(tc.gap), TargetStatus: tc.status}
		write := func(n dubbelkrona.Number) string { return n.String() }
		if sv, en := Language("sv").Target(&r, tc.target, write), Language("en").Target(&r, tc.target, write); sv != tc.sv || en != tc.en {
			t.Errorf("%q, %q; want %q, %q", sv, en, tc.sv, tc.en)
		}
	}
}
