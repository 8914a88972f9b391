package dubbelkrona_test

import (
	"slices"
	"testing"

	"dubbelkrona"
)

func TestGoals(t *testing.T) {
	if got := dubbelkrona.Goal(8).Title(); got.SV != "8 Anständiga arbetsvillkor och ekonomisk tillväxt" || got.EN != "8 Decent work and economic growth" {
		t.Errorf("goal 8 is %v", got)
	}
	if got := dubbelkrona.Goal(17).Title(); got.EN != "17 Partnerships for the goals" {
		t.Errorf("goal 17 is %v", got)
	}
	for g, want := range map[dubbelkrona.Goal]bool{-1: false, 0: false, 1: true, 17: true, 18: false} {
		if g.Valid() != want {
			t.Errorf("goal %d: %t", g, g.Valid())
		}
		if g.Title().SV == "" {
			t.Errorf("goal %d has no title", g)
		}
	}
	goals := []dubbelkrona.Goal{8, 10}
	if text := dubbelkrona.JoinGoals(goals); text != "8,10" || !slices.Equal(dubbelkrona.SplitGoals(text), goals) || dubbelkrona.SplitGoals("") != nil {
		t.Errorf("joined: %q", text)
	}
}

func TestOwner(t *testing.T) {
	for owner, want := range map[dubbelkrona.Owner]string{
		"": "", "Ekonomienheten": "", "ekonomi@example.se": "ekonomi@example.se", "Ekonomienheten <ekonomi@example.se>": "ekonomi@example.se", "a@example.se, b@example.se": "",
	} {
		if got := owner.Address(); got != want || owner.Check() != nil {
			t.Errorf("%q: address %q, %v", owner, got, owner.Check())
		}
	}
	for _, owner := range []dubbelkrona.Owner{" a", "a ", "a\nBcc: b@example.se", "a\x1b[2J", "\xff", dubbelkrona.Owner(slices.Repeat([]byte("a"), 201))} {
		if dubbelkrona.KindOf(owner.Check()) != dubbelkrona.Invalid {
			t.Errorf("%q is accepted", owner)
		}
	}
}
