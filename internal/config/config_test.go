package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
)

func load(t *testing.T, text string) (*Project, []string) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	project, faults := Load(folder)
	var texts []string
	for _, f := range faults {
		texts = append(texts, strings.TrimPrefix(f.String(), filepath.Join(folder, FileName)+":"))
	}
	return project, texts
}

func TestDefaults(t *testing.T) {
	p, faults := load(t, "project: tierp\nsources:\n  - {name: a, files: data/a.csv, profile: contract}\n")
	if faults != nil {
		t.Fatal(faults)
	}
	if p.Language != "sv" || p.Publish.Keep != 7 || p.Publish.MemoryMB != 400 || !*p.Publish.GroupReadable ||
		!slices.Equal(p.Exports, []string{"parquet", "csv", "json", "xlsx", "headline"}) || p.Sources[0].Load != dubbelkrona.ReplaceObject {
		t.Errorf("%+v", p)
	}
	t.Setenv("XDG_CONFIG_HOME", "/somewhere")
	if path, err := p.KeyPath(); err != nil || path != "/somewhere/dubbelkrona/tierp.key" {
		t.Errorf("%s %v", path, err)
	}
	t.Setenv("HOME", "/home/of")
	p.Key = "~/keys/k"
	if path, err := p.KeyPath(); err != nil || path != "/home/of/keys/k" {
		t.Errorf("%s %v", path, err)
	}
}

func TestFaults(t *testing.T) {
	source := func(s string) string { return "project: p\nsources:\n  - " + s + "\n" }
	for name, tc := range map[string]struct{ text, want string }{
		"no name":        {"language: sv\n", "1:1: project: a name of lower-case"},
		"language":       {"project: p\nlanguage: fi\n", `2:11: language: "fi" is neither sv nor en`},
		"keep":           {"project: p\npublish: {keep: -1}\n", "2:17: publish.keep: at least 1"},
		"memory":         {"project: p\npublish: {memory_mb: 64}\n", "2:22: publish.memory_mb: at least 128"},
		"reserved":       {source("{name: dubbelkrona, files: data/a.csv}"), "3:12: the name dubbelkrona is kept"},
		"nowhere":        {source("{name: a}"), "source a: set either files"},
		"two places":     {source("{name: a, files: data/x, place: {kind: directory}}"), "source a: set either files"},
		"owner":          {source(`{name: a, files: data/x, owner: "a\nb"}`), "source a: owner: it has control characters"},
		"owner's number": {source("{name: a, files: data/x, owner: ring 19121212-1212}"), "source a: owner: it contains what may be an identity number"},
		"load":           {source("{name: a, files: data/x, load: merge}"), `load: "merge" is none of replace-object`},
		"own folders":    {source("{name: a, files: '**/*.csv'}"), "would also find what dubbelkrona itself writes"},
		"own folders 2":  {source("{name: a, files: 'v*/*.csv'}"), "would also find what dubbelkrona itself writes"},
		"secrets inside": {source("{name: a, files: data/x, pasword: x}"), `unknown key "pasword"`},
	} {
		_, faults := load(t, tc.text)
		if len(faults) != 1 || !strings.Contains(faults[0], tc.want) {
			t.Errorf("%s: %q, want one with %q", name, faults, tc.want)
		}
	}
}

// A source's name is part of folder names and reports, so it may not contain an
// identity number, and the fault does not repeat it.
func TestSourceNameIsNoIdentityNumber(t *testing.T) {
	for _, name := range []string{"19640823-3234", "640823-3234", "196408233234", "19640823_3234", "ledger-19640823-3235-a"} {
		// Without files there is a second fault, which names the source.
		_, faults := load(t, "project: p\nsources:\n  - {name: '"+name+"'}\n")
		if len(faults) != 2 || !strings.HasPrefix(faults[0], "3:5: source ") || !strings.HasPrefix(faults[1], "3:12: name: it contains what may be an identity number") {
			t.Errorf("%s: %q", name, faults)
		}
		if all := strings.Join(faults, "\n"); strings.Contains(all, "640823") {
			t.Errorf("%s: the number is in %q", name, all)
		}
	}
	for _, name := range []string{"ledger-2024-01", "ledger-20240131", "556036-0793", "a1"} {
		if _, faults := load(t, "project: p\nsources:\n  - {name: '"+name+"', files: data/x}\n"); faults != nil {
			t.Errorf("%s: %q", name, faults)
		}
	}
}

func TestKeyInsideTheProjectIsRefused(t *testing.T) {
	p := &Project{Paths: Paths{Root: "/srv/p"}}
	for path, refused := range map[string]bool{"/srv/p/key": true, "/srv/p/var/key": true, "/srv/p": true, "/srv/p2/key": false, "/etc/key": false} {
		if err := p.Outside(path); (err != nil) != refused {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestMissingProjectSaysHowToMakeOne(t *testing.T) {
	_, faults := Load(t.TempDir())
	if len(faults) != 1 || !strings.Contains(faults[0].Message, "dubbelkrona init") {
		t.Error(faults)
	}
}
