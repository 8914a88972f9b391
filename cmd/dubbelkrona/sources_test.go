package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/kinds"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/transform"
)

var updateDocs = flag.Bool("update", false, "write docs/sources.md")

// Every kind has a version, by which changes of its decoder are detected.
func TestKindsHaveVersions(t *testing.T) {
	for _, k := range registry().Formats() {
		if k.Version < 1 {
			t.Errorf("format %s has no version", k.Name)
		}
	}
	for _, k := range registry().Sources() {
		if k.Version < 1 {
			t.Errorf("source %s has no version", k.Name)
		}
	}
}

// The example of each kind compiles as a source of a project.
func TestExamplesOfKindsCompile(t *testing.T) {
	t.Parallel()
	all, err := kinds.Of(registry())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 15 {
		t.Fatalf("%d kinds", len(all))
	}
	p := &program{now: time.Now}
	options, err := p.options(new(config.Project))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		t.Run(string(k.Seam)+" "+k.Name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.WriteFile(filepath.Join(root, config.FileName), []byte("project: p\nsources:\n"+k.Example), 0o600); err != nil {
				t.Fatal(err)
			}
			project, faults := config.Load(root)
			if len(faults) == 0 {
				_, faults = pipeline.Compile(context.Background(), project, options)
			}
			if len(faults) > 0 {
				t.Errorf("%v\n%s", faults, k.Example)
			}
			if !strings.Contains(k.Example, k.Name) && !strings.Contains(k.Example, "files:") {
				t.Errorf("the example does not use it:\n%s", k.Example)
			}
			for _, s := range k.Settings {
				if s.Doc == "" {
					t.Errorf("the setting %s has no comment", s.Key)
				}
			}
		})
	}
}

// docs/sources.md is generated from the program's own descriptions of its kinds.
func TestSourcesPageIsCurrent(t *testing.T) {
	t.Parallel()
	all, err := kinds.Of(registry())
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	page.WriteString(sourcesHead)
	for _, k := range all {
		fmt.Fprintf(&page, "\n## %s (%s)\n\n%s. %s.\n", k.Name, k.Seam, k.Title.EN, k.Title.SV)
		if k.Profile != "" {
			fmt.Fprintf(&page, "\nProfile: `%s`.\n", k.Profile)
		}
		if len(k.Settings) > 0 {
			page.WriteString("\n| setting | type | what |\n|---|---|---|\n")
			settingRows(&page, "", k.Settings)
		}
		fmt.Fprintf(&page, "\n```yaml\nsources:\n%s```\n", k.Example)
	}
	profileRows(&page)
	path := filepath.FromSlash("../../docs/sources.md")
	if *updateDocs {
		if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(written, page.Bytes()) {
		t.Errorf("docs/sources.md is out of date (%v); run `go test ./internal/kinds -update` and then `go test ./cmd/dubbelkrona -run TestSourcesPage -update`", err)
	}
}

// A mapping that is a copy of a printed profile has the same plan as the profile, and so
// the same rows.
func TestPrintedProfileHasTheSamePlan(t *testing.T) {
	t.Parallel()
	for _, name := range transform.Profiles() {
		var printed bytes.Buffer
		p := &program{now: time.Now, stdout: &printed}
		if err := showProfile(p, name, nil); err != nil {
			t.Fatal(err)
		}
		for _, rest := range []string{"", "    period: {from: name, pattern: '\\d{4}'}\n", "    nulls: [okänd]\n    decimal: comma\n"} {
			named, own := planOf(t, "    profile: "+name+"\n"+rest), planOf(t, printed.String()+rest)
			if named != own {
				t.Errorf("%s: with %q the name is the plan %s, what it prints is %s", name, rest, named, own)
			}
		}
	}
}

// planOf compiles the mapping of a source and returns the plan's hash.
func planOf(t *testing.T, mapping string) string {
	t.Helper()
	root := t.TempDir()
	text := "project: p\nsources:\n  - name: s\n    files: in/*.csv\n" + mapping
	if err := os.WriteFile(filepath.Join(root, config.FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	project, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatalf("%v\n%s", faults, text)
	}
	plan, wrong := transform.Compile(project.Sources[0].Spec)
	if len(wrong) > 0 {
		t.Fatalf("%v\n%s", wrong, text)
	}
	return plan.Hash()
}

const sourcesHead = `# Sources

Generated from the code that reads them (` + "`dubbelkrona sources`" + ` prints the same); a test keeps it current.

A source is a place (where bytes come from) and a format (what they are); any place can be combined with any format. Without
` + "`format`" + ` it is detected from the content. Some sources are both, and are configured as a place. ` + "`files: GLOB`" + ` is short for
` + "`place: {kind: directory, glob: GLOB}`" + `. ` + "`dubbelkrona probe FILE|URL`" + ` shows what a file is and prints an entry.

A mapping is a profile or your own tables; [the profiles](#profiles) are at the end.

A secret is named by ` + "`env`" + ` or ` + "`file`" + ` and never written into the configuration.
`

func settingRows(page *bytes.Buffer, before string, all []kinds.Setting) {
	for _, s := range all {
		fmt.Fprintf(page, "| `%s%s` | %s | %s |\n", before, s.Key, s.Type, strings.ReplaceAll(s.Doc, "|", `\|`))
		settingRows(page, before+s.Key+".", s.Settings)
	}
}

// profileRows lists the ready mappings.
func profileRows(page *bytes.Buffer) {
	page.WriteString(profilesHead)
	for _, name := range transform.Profiles() {
		if p, _ := transform.ProfileByName(name); !slices.ContainsFunc(dubbelkrona.Tables(), func(t *dubbelkrona.Table) bool { return t.Name == name }) {
			fmt.Fprintf(page, "| `%s` | %s |\n", name, p.Doc)
		}
	}
}

const profilesHead = `
## Profiles

A profile is a ready-made mapping. ` + "`dubbelkrona sources --profile NAME`" + ` prints it as it is written in ` + "`dubbelkrona.yaml`" + `. It can replace the
line ` + "`profile: NAME`" + ` of a source, with the same result, as the start of your own mapping: no row is read again for that, and each
column can then be changed. To change only some columns, keep the profile and name them under ` + "`tables`" + `. The name of a table is a profile too, for files in the
[column names of that table](data-dictionary.md).

| profile | what it maps |
|---|---|
`
