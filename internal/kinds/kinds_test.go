package kinds

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/secret"
)

var update = flag.Bool("update", false, "write comments.json")

// comments.json has the current comments of the code.
func TestCommentsAreCurrent(t *testing.T) {
	found := make(comments)
	walk := func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		collect(found, filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), filepath.FromSlash("../../"))), file)
		return nil
	}
	for _, folder := range []string{"ingest", "internal/secret"} {
		if err := filepath.WalkDir("../../"+folder, walk); err != nil {
			t.Fatal(err)
		}
	}
	text, err := json.MarshalIndent(found, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	if *update {
		if err := os.WriteFile("comments.json", text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(text, embedded) {
		t.Error("comments.json is out of date; run `go test ./internal/kinds -update`")
	}
}

// collect collects the comments of fields with a yaml key.
func collect(into comments, folder string, file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		structure, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		for _, f := range structure.Fields.List {
			if f.Tag == nil || !strings.Contains(f.Tag.Value, "yaml:") {
				continue
			}
			text := f.Doc.Text() + f.Comment.Text()
			for _, name := range f.Names {
				into[folder+"."+spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(text), " ")
			}
		}
		return true
	})
}

type login struct {
	User     string     `yaml:"user"`
	Password secret.Ref `yaml:"password"`
}

type settings struct {
	Login login    `yaml:",inline"`
	URLs  []string `yaml:"urls"`
	Deep  bool     `yaml:"deep"`
	inner int
}

func TestSettingsAreThoseOfTheStruct(t *testing.T) {
	r := ingest.NewRegistry([]ingest.PlaceKind{{Name: "x", Title: dubbelkrona.Label{SV: "X", EN: "X"}, Settings: settings{inner: 1}}}, nil, nil)
	all, err := Of(r)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range all[0].Settings {
		got = append(got, s.Key+" "+s.Type)
	}
	if want := []string{"user text", "password section", "urls list of text", "deep yes/no"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	secret := all[0].Settings[1].Settings
	if len(secret) != 2 || secret[0].Key != "env" || !strings.Contains(secret[0].Doc, "environment variable") {
		t.Errorf("a secret's settings are %+v", secret)
	}
}
