package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/kinds"
	"dubbelkrona/internal/pipeline"
)

var updateDocs = flag.Bool("update", false, "write docs/sources.md")

// A kind without a version could not say that it decodes in another way now.
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

// What a kind shows as its example is a source that a project takes as it is.
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

// The page of sources is made from what the program itself says of its kinds.
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

const sourcesHead = `# Sources

Generated from the code that reads them (` + "`dubbelkrona sources`" + ` says the same); a test holds it current.

A source is a place (where bytes come from) and a format (what they are); any place goes with any format. Where ` + "`format`" + ` is
absent it is found from the content. Some interfaces are both in one and are named as a place. ` + "`files: GLOB`" + ` is short for
` + "`place: {kind: directory, glob: GLOB}`" + `. ` + "`dubbelkrona probe FILE|URL`" + ` tells what something is and prints an entry.

A secret is named by ` + "`env`" + ` or ` + "`file`" + ` and never written into the configuration.
`

func settingRows(page *bytes.Buffer, before string, all []kinds.Setting) {
	for _, s := range all {
		fmt.Fprintf(page, "| `%s%s` | %s | %s |\n", before, s.Key, s.Type, strings.ReplaceAll(s.Doc, "|", `\|`))
		settingRows(page, before+s.Key+".", s.Settings)
	}
}
