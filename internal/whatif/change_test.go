package whatif_test

import (
	"testing"

	"dubbelkrona/internal/whatif"
)

const kept = `name: Park
effect:
  basis: assumed
  by_year: [0.2]

participants: 4 # so far
municipality: "0360"
expected:
  dv: 1.2
`

// A change replaces a key with all that is under it, and what was expected of the plan as
// it was is left out.
func TestChange(t *testing.T) {
	got, err := whatif.Change([]byte(kept), []string{"effect=own", "participants=40", "municipality=0180", "year=2027"})
	if err != nil {
		t.Fatal(err)
	}
	want := "name: Park\n\neffect: own\nparticipants: 40\nmunicipality: \"0180\"\nyear: 2027\n"
	if string(got) != want {
		t.Errorf("%q, want %q", got, want)
	}
	if same, err := whatif.Change([]byte(kept), nil); err != nil || string(same) != kept {
		t.Errorf("without changes: %q, %v", same, err)
	}
	if got, err := whatif.Change(nil, []string{"name=Park"}); err != nil || string(got) != "name: \"Park\"\n" {
		t.Errorf("without a file: %q, %v", got, err)
	}
	for _, wrong := range []string{"participants", "=4", "Participants=4", "name=a\nexpected: {}"} {
		if _, err := whatif.Change(nil, []string{wrong}); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
