package dubbelkrona_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
)

// The models require that names are unique, that a required name is the
// parameter itself or one of its series, and that the positions of rates by
// contract have no gap.
func TestParametersFitTheModels(t *testing.T) {
	names := make(map[string]bool)
	for _, p := range dubbelkrona.Parameters() {
		prefix, series := strings.CutSuffix(p.Name, "*")
		switch {
		case names[p.Name]:
			t.Errorf("%s is there twice", p.Name)
		case p.Required != "" && p.Required != p.Name && !(series && strings.HasPrefix(p.Required, prefix)):
			t.Errorf("%s requires %s, which is another parameter", p.Name, p.Required)
		case p.Common && p.Rate.Column != 0:
			t.Errorf("%s is not in parameter_in_force, which the contract needs", p.Name)
		case series && p.Scope == dubbelkrona.ScopeResidence:
			t.Errorf("%s: a series is resolved by the buyer", p.Name)
		case p.Unit == "" || p.Doc == "" || rangeOf(p) == "":
			t.Errorf("%s lacks a unit, a range or a sentence", p.Name)
		}
		names[p.Name] = true
	}
	for i, of := range rates() {
		if of[0].Rate.Column != i+1 {
			t.Errorf("column %d of the rates is %s, with position %d", i+1, of[0].Rate.Name, of[0].Rate.Column)
		}
	}
}

// readsParameter matches the parameter names in SQL.
var readsParameter = regexp.MustCompile(`\bname (?:=|LIKE|<>) '([a-z_0-9.]+)%?'`)

// listed reports whether a parameter or a series has a name.
func listed(name string) bool {
	return slices.ContainsFunc(dubbelkrona.Parameters(), func(p dubbelkrona.Parameter) bool {
		prefix, series := strings.CutSuffix(p.Name, "*")
		return p.Name == name || series && strings.HasPrefix(name, prefix)
	})
}

// Definitions read only listed parameters, and every listed parameter is read
// by a definition.
func TestParametersAreThoseThatTheSQLReads(t *testing.T) {
	read := make(map[string]bool)
	files, err := fs.Glob(os.DirFS("queries"), "*/*.sql")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d definitions: %v", len(files), err)
	}
	for _, file := range files {
		sql, err := os.ReadFile("queries/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range readsParameter.FindAllStringSubmatch(string(sql), -1) {
			read[m[1]] = true
			if !listed(m[1]) {
				t.Errorf("%s reads %s, which is not in parameters.go", file, m[1])
			}
		}
	}
	for _, p := range dubbelkrona.Parameters() {
		if !read[strings.TrimSuffix(p.Name, "*")] {
			t.Errorf("no definition reads %s", p.Name)
		}
	}
}

// A built-in row whose name is not listed would be a rate that no formula reads.
func TestBuiltInParametersAreListed(t *testing.T) {
	for _, row := range builtIn(t) {
		if !listed(row["name"]) {
			t.Errorf("%s is not in parameters.go: %v", row["name"], row)
		}
	}
}
