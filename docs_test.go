package dubbelkrona_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	fences    = regexp.MustCompile("(?ms)^```.*?^```$")
	headings  = regexp.MustCompile(`(?m)^#+ (.*)$`)
	links     = regexp.MustCompile(`\]\(([^)#\s]*)(#[^)\s]+)?\)`)
	unslugged = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchorsOf returns the anchors of a page's headings, as GitHub writes them.
func anchorsOf(page string) (anchors []string) {
	for _, h := range headings.FindAllStringSubmatch(fences.ReplaceAllString(page, ""), -1) {
		anchors = append(anchors, strings.ReplaceAll(unslugged.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-"))
	}
	return anchors
}

// Every link from one page to another, or to a file, has its target.
func TestLinksOfPagesHaveTargets(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	followed := 0
	for _, path := range append(pages, "README.md", "CONTRIBUTING.md") {
		text := string(read(t, path))
		for _, link := range links.FindAllStringSubmatch(fences.ReplaceAllString(text, ""), -1) {
			target, anchor := filepath.Join(filepath.Dir(path), link[1]), strings.TrimPrefix(link[2], "#")
			if strings.Contains(link[1], ":") {
				continue // of the web
			}
			if link[1] == "" {
				target = path
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			if anchor != "" && !slices.Contains(anchorsOf(string(read(t, target))), anchor) {
				t.Errorf("%s: %s has no heading %s", path, target, anchor)
			}
			followed++
		}
	}
	if followed < 100 {
		t.Errorf("only %d links were found", followed)
	}
}

var testNames = regexp.MustCompile(`\b(?:Test|Fuzz|Example)[A-Z]\w*`)

// Every test that a page names is there.
func TestPagesNameTestsThatExist(t *testing.T) {
	all, _ := sources(t)
	functions := make(map[string]bool)
	for _, s := range all {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test {
				functions[f.Name.Name] = true
			}
		}
	}
	for _, path := range []string{"README.md", "docs/guarantees.md", "docs/method.md", "docs/effects.md"} {
		for _, name := range testNames.FindAllString(string(read(t, path)), -1) {
			if !functions[name] {
				t.Errorf("%s: there is no %s", path, name)
			}
		}
	}
}
