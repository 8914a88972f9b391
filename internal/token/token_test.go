package token

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
)

// A token that was made is accepted under its name; the file has its hash and not the
// token, and withdrawing its line withdraws it.
func TestAddedTokenIsAccepted(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "secrets", "tokens")
	tokens := make(map[string]string)
	for _, name := range []string{"excel", "power-bi", "grafana_1"} {
		token, err := Add(path, root, name)
		if err != nil {
			t.Fatal(err)
		}
		if len(token) < 43 {
			t.Errorf("%s is shorter than 256 bits", name)
		}
		tokens[name] = token
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(content), "\n"); lines != len(tokens) {
		t.Errorf("%d lines for %d tokens: to withdraw one is to remove its line", lines, len(tokens))
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	entries, err := Read(path, root)
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range tokens {
		if strings.Contains(string(content), token) || !strings.Contains(string(content), fmt.Sprintf("%s sha256:%x", name, sha256.Sum256([]byte(token)))) {
			t.Errorf("%s: the file has the token, or not its hash", name)
		}
		if got, ok := Match(entries, token); !ok || got != name {
			t.Errorf("%s is taken for %q", name, got)
		}
	}
	for _, wrong := range []string{"", "dk_", tokens["excel"] + "x", tokens["excel"][1:], fmt.Sprintf("%x", sha256.Sum256([]byte(tokens["excel"])))} {
		if name, ok := Match(entries, wrong); ok {
			t.Errorf("%q is accepted as %s", wrong, name)
		}
	}
	if _, err := Add(path, root, "excel"); dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
		t.Errorf("the same name twice: %v", err)
	}
	if _, ok := Match(entries[1:], tokens["excel"]); ok {
		t.Error("a withdrawn token is accepted")
	}
}

func TestFileIsRefused(t *testing.T) {
	root := t.TempDir()
	hash := strings.Repeat("ab", 32)
	for name, tc := range map[string]struct {
		text string
		mode os.FileMode
	}{
		"a token in clear":   {"excel hemligt-ord\n", 0o600},
		"short hash":         {"excel sha256:abcd\n", 0o600},
		"long hash":          {"excel sha256:" + hash + "ab\n", 0o600},
		"three words":        {"excel sha256:" + hash + " x\n", 0o600},
		"a strange name":     {"Excel\x1b sha256:" + hash + "\n", 0o600},
		"others can read it": {"excel sha256:" + hash + "\n", 0o604},
		"its group can":      {"excel sha256:" + hash + "\n", 0o640},
		"too large":          {strings.Repeat("# \n", maxFile), 0o600},
	} {
		path := filepath.Join(root, strings.ReplaceAll(name, " ", "-"))
		if err := os.WriteFile(path, []byte(tc.text), tc.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path, root); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || strings.Contains(err.Error(), "hemligt") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(filepath.Join(root, "its-group-can"), t.TempDir()); err != nil {
		t.Errorf("outside the project its group may read it: %v", err)
	}
	if _, err := Read(filepath.Join(root, "missing"), root); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("no file: %v", err)
	}
	for _, name := range []string{"", "Å", "a b", "../a", strings.Repeat("a", 64)} {
		if _, err := Add(filepath.Join(root, "new"), root, name); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A file whose last line was left without its end takes another token.
func TestTokenIsAddedAfterAnUnfinishedLine(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "tokens")
	if err := os.WriteFile(path, fmt.Appendf(nil, "excel sha256:%x", sha256.Sum256([]byte("dk_a"))), 0o600); err != nil {
		t.Fatal(err)
	}
	token, err := Add(path, root, "grafana")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := Read(path, root)
	if err != nil {
		t.Fatal(err)
	}
	for given, want := range map[string]string{"dk_a": "excel", token: "grafana"} {
		if got, ok := Match(entries, given); !ok || got != want {
			t.Errorf("the token of %s is taken for %q", want, got)
		}
	}
}
