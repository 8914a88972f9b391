package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona/internal/config"
)

// A relative key path does not depend on the working directory; a key that
// exists relative to the working directory only is reported.
func TestKeyIsRelativeToTheProject(t *testing.T) {
	parent := t.TempDir()
	root, elsewhere := filepath.Join(parent, "p"), filepath.Join(parent, "elsewhere", "deep")
	for _, folder := range []string{root, elsewhere} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, config.FileName), []byte("project: p\nkey: ../keys/p.key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(elsewhere)
	project, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	path, err := project.KeyPath()
	if want := filepath.Join(parent, "keys", "p.key"); path != want || err != nil {
		t.Errorf("%s, %v; want %s", path, err, want)
	}
	if err := project.FormerKey(path); err != nil {
		t.Error(err)
	}
	former := filepath.Join(parent, "elsewhere", "keys", "p.key")
	if err := os.MkdirAll(filepath.Dir(former), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(former, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := project.FormerKey(path); err == nil || !strings.Contains(err.Error(), former) {
		t.Error(err)
	}
}
