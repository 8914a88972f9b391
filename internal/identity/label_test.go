package identity_test

import (
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/identity"
)

func TestLabelKeepsMaskedNamesApart(t *testing.T) {
	secret := []byte("a secret of this test")
	for _, plain := range []string{"data/lev_2025-01.csv", "data/2025-01/lev.csv", "https://example.org/a?page=2", "å.zip/ä.csv"} {
		if got := identity.Label(plain, secret, printable); got != plain {
			t.Errorf("%s became %s", plain, got)
		}
	}
	seen := make(map[string]string)
	var names []string
	for n := range 4000 {
		names = append(names, fmt.Sprintf("lev_20260115-%04d.csv", n), fmt.Sprintf("a.zip/20260115-%04d/20260116-0930.csv", n))
	}
	// A file may be called like a mask or like the label of another file.
	names = append(names, "lev_[personnummer].csv", identity.Label("lev_20260115-0930.csv", secret, printable))
	for _, name := range names {
		label := identity.Label(name, secret, printable)
		if other, twice := seen[label]; twice {
			t.Fatalf("%s and %s are both %s", name, other, label)
		}
		seen[label] = name
		if identity.Contains(label) || strings.Contains(label, "0115") {
			t.Fatalf("the label %s shows the number", label)
		}
		if label != identity.Label(name, secret, printable) {
			t.Fatalf("%s has two labels", name)
		}
	}
}

func TestLabelDependsOnTheSecret(t *testing.T) {
	const name = "lev_20260115-0930.csv"
	if identity.Label(name, []byte("one"), printable) == identity.Label(name, []byte("other"), printable) {
		t.Error("the label does not depend on the secret: numbers could be tried")
	}
}

func TestLabelledBefore(t *testing.T) {
	for _, c := range []struct {
		name, label string
		want        bool
	}{
		{"lev_20260115-0930.csv", "lev_[personnummer].csv", true},
		{"lev_20260115-0930.txt", "lev_[personnummer].csv", false},
		{"x_lev_20260115-0930.csv", "lev_[personnummer].csv", false},
		{"a 20260115-0930 b 20260116-0930 c", "a [personnummer] b [personnummer] c", true},
		{"a 20260115-0930 c", "a [personnummer] b [personnummer] c", false},
		{"lev_2025.csv", "lev_2025.csv", false}, // was never masked
	} {
		if got := identity.LabelledBefore(c.name, c.label); got != c.want {
			t.Errorf("%s, %s: %t", c.name, c.label, got)
		}
	}
}

// printable replaces line breaks, as a stand-in for dubbelkrona.Printable.
func printable(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }

// A name with a line break and a name with the escaped form of it have different
// labels.
func TestLabelOfUnprintableName(t *testing.T) {
	secret := []byte("secret")
	raw, written := identity.Label("a\nb.csv", secret, printable), identity.Label(`a\nb.csv`, secret, printable)
	if written != `a\nb.csv` || raw == written || !strings.HasPrefix(raw, written+"-") || strings.Contains(raw, "\n") {
		t.Errorf("%q and %q", raw, written)
	}
}
