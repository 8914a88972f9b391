package ledger_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dubbelkrona/internal/ledger"
)

// The error about a damaged ledger says in words what is wrong and what to do,
// without SQLite's error codes.
func TestErrorsAreInWords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l, err := ledger.Open(path, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		if err := l.Facts.Set(t.Context(), strings.Repeat("x", i), strings.Repeat("y", 200)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 4096; at < len(whole); at += 512 {
		copy(whole[at:at+256], strings.Repeat("\xa5", 256))
	}
	for name, content := range map[string][]byte{"pages": whole, "cut": whole[:6000], "text": []byte(strings.Repeat("no ledger ", 999))} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := ledger.OpenReadOnly(path)
		if err == nil {
			_, _, err = l.Facts.Get(t.Context(), "x")
			l.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "damaged") || regexp.MustCompile(`\(\d+\)`).MatchString(err.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
