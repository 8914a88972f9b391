package dubbelkrona_test

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "dubbelkrona"

// layer lists which packages of this module the packages below a folder may
// import. Modules from elsewhere are listed in arch_modules_test.go.
type layer struct {
	folder string   // "" is the root package; "x/..." means x and everything below it
	may    []string // folders, in the same notation
}

// layers are the architecture, lowest layer first. A package belongs to the
// first layer that matches it; a package that matches none fails the test.
var layers = []layer{
	{"", nil},
	{"internal/identity/...", nil},
	{"internal/regular", nil},
	{"internal/scratch", nil},
	{"internal/browsertest", nil},
	{"internal/strictyaml", nil},
	{"internal/numeral", nil},
	{"internal/jsontext", []string{"", "internal/numeral"}},
	{"internal/xmltoken", []string{""}},
	{"internal/charset", []string{""}},
	{"internal/durable", nil},
	{"internal/memlimit", nil},
	{"internal/sqltree", nil},
	{"internal/fold", []string{""}},
	{"internal/spool", []string{""}},
	{"internal/reference", nil},
	{"queries", nil},
	{"internal/fetch", []string{""}},
	{"internal/secret", []string{"", "internal/regular"}},
	{"internal/postgres/...", []string{"", "internal/fetch", "internal/secret"}},
	{"internal/rawbatch", []string{""}},
	{"internal/token", []string{"", "internal/regular"}},
	{"internal/bundle", []string{"", "internal/durable", "internal/regular"}},
	{"internal/api", []string{""}},
	{"ingest/ted/search", []string{"", "internal/charset", "internal/fetch", "internal/jsontext", "internal/secret", "ingest", "ingest/ted"}},
	{"ingest/...", []string{"", "internal/charset", "internal/identity", "internal/jsontext", "internal/numeral", "internal/fetch", "internal/postgres", "internal/rawbatch", "internal/regular", "internal/secret", "internal/spool", "internal/xmltoken", "ingest", "ingest/ingesttest"}},
	{"internal/kinds", []string{"", "ingest"}},
	{"internal/probe", []string{"", "ingest", "transform", "internal/charset", "internal/identity", "internal/present", "internal/rawbatch", "internal/wording"}},
	{"transform", []string{"", "internal/identity", "internal/reference", "internal/regular", "internal/strictyaml"}},
	{"internal/lake", []string{"", "internal/durable"}},
	{"internal/filelock", []string{""}},
	{"internal/ledger", []string{""}},
	{"internal/warehouse", []string{"", "queries", "internal/durable", "internal/fold", "internal/lake", "internal/scratch", "internal/sqltree"}},
	{"metrics/effect/simulate/...", []string{"metrics/effect", "metrics/effect/gate", "metrics/effect/simulate"}},
	{"metrics/effect/wording", []string{""}},
	{"metrics/effect/evaluate", []string{"metrics/effect", "metrics/effect/gate", "metrics/effect/sensitivity"}},
	{"metrics/effect/record", []string{"", "metrics/effect/evaluate", "metrics/effect/gate"}},
	{"metrics/effect/study", []string{"", "internal/strictyaml", "metrics/effect", "metrics/effect/evaluate", "metrics/effect/gate", "metrics/effect/record", "metrics/effect/wording"}},
	{"metrics/effect/...", nil},
	{"metrics/fresh", []string{""}},
	{"metrics/figure", []string{"", "internal/strictyaml", "metrics/fresh"}},
	{"metrics/golden", []string{"", "metrics"}},
	{"metrics/views", []string{"", "metrics", "metrics/figure"}},
	{"metrics/...", []string{"", "queries", "internal/identity", "internal/strictyaml", "metrics/effect/...", "metrics/figure", "metrics/fresh"}},
	{"disclosure/...", []string{"", "disclosure"}},
	{"export/postgres", []string{"", "internal/postgres", "internal/secret"}},
	{"export/...", []string{"", "export", "export/exporttest", "internal/durable"}},
	{"report/chart", nil},
	{"report", []string{"", "internal/wording", "metrics/effect/wording", "report/chart"}},
	{"scheduler", []string{""}},
	{"internal/disclose", []string{"", "disclosure", "metrics", "internal/ledger"}},
	{"internal/config", []string{"", "transform", "scheduler", "internal/fetch", "internal/identity", "internal/notify", "internal/regular", "internal/secret", "internal/strictyaml"}},
	{"internal/wording", []string{""}},
	{"internal/changes", []string{""}},
	{"internal/compile", []string{"internal/disclose", "", "ingest", "transform", "queries", "metrics", "metrics/effect/record", "metrics/views", "export", "export/postgres", "internal/config", "internal/fetch", "internal/strictyaml", "internal/warehouse"}},
	{"internal/session", []string{"", "transform", "internal/config", "internal/filelock", "internal/identity", "internal/lake", "internal/ledger", "internal/lineage", "internal/scratch",
		"internal/warehouse", "internal/wording"}},
	{"internal/published", []string{"", "export", "export/postgres", "metrics", "internal/changes", "internal/config", "internal/filelock", "internal/ledger", "internal/session", "internal/warehouse", "internal/wording"}},
	{"internal/apidata", []string{"", "export", "internal/api", "internal/bundle", "internal/published"}},
	{"internal/arrival", []string{"", "ingest", "transform", "internal/compile", "internal/config", "internal/identity", "internal/ledger"}},
	{"internal/intake", []string{"", "ingest", "transform", "internal/arrival", "internal/compile", "internal/config", "internal/lake", "internal/ledger", "internal/session"}},
	{"internal/pipeline", []string{"", "internal/disclose", "ingest", "metrics", "metrics/golden", "metrics/views", "export", "export/postgres", "internal/api", "internal/apidata", "internal/arrival", "internal/bundle", "internal/compile", "internal/config", "internal/durable", "internal/fetch", "internal/filelock", "internal/identity", "internal/intake",
		"internal/changes", "internal/ledger", "internal/memlimit", "internal/published", "internal/reportdata", "report", "internal/scratch", "internal/session", "internal/strictyaml", "internal/warehouse"}},
	{"internal/reportdata", []string{"", "internal/durable", "internal/published", "internal/session", "report"}},
	{"internal/whatif", []string{"", "metrics/effect/sensitivity", "internal/durable", "internal/pipeline", "internal/published", "internal/session", "internal/strictyaml", "internal/warehouse"}},
	{"internal/preview", []string{"", "internal/config", "internal/durable", "internal/ledger", "internal/pipeline", "internal/published", "internal/scratch", "internal/session", "internal/strictyaml", "internal/warehouse"}},
	{"internal/upkeep", []string{"", "export", "transform", "internal/config", "internal/durable", "internal/lake", "internal/ledger", "internal/regular", "internal/scratch", "internal/session", "internal/warehouse"}},
	{"internal/present", []string{"", "internal/changes", "internal/wording", "metrics/effect/wording"}},
	{"internal/web", []string{"", "internal/api", "internal/bundle", "internal/fetch", "internal/identity", "internal/regular", "internal/token", "internal/wording", "metrics/effect/wording"}},
	{"internal/serving", []string{"", "internal/bundle", "internal/config", "internal/published", "internal/session", "internal/token", "internal/web"}},
	{"internal/notify", []string{"", "internal/fetch", "internal/regular", "internal/secret"}},
	{"internal/trace", []string{"", "internal/fetch", "internal/secret"}},
	{"internal/lineage", []string{"", "internal/fetch", "internal/secret"}},
	{"internal/sdnotify", []string{""}},
	{"internal/daemon", []string{"", "scheduler", "internal/config", "internal/fetch", "internal/filelock", "internal/ledger", "internal/lineage", "internal/notify", "internal/pipeline", "internal/published", "internal/session",
		"internal/sdnotify", "internal/secret", "internal/serving", "internal/trace", "internal/web", "internal/wording"}},
	{"examples/...", []string{""}},
	{"deploy/...", nil},
	{"dashboards/...", nil},
	{"cmd/...", []string{"..."}},
}

func matches(pattern, folder string) bool {
	if pattern == "..." {
		return true
	}
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return folder == base || strings.HasPrefix(folder, base+"/")
	}
	return pattern == folder
}

// source is one Go file with the folder of its package.
type source struct {
	folder string
	path   string
	test   bool
	file   *ast.File
}

func sources(t *testing.T) (all []source, fset *token.FileSet) {
	t.Helper()
	fset = token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		if folder == "." {
			folder = ""
		}
		all = append(all, source{folder, path, strings.HasSuffix(path, "_test.go"), file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found: the test looks at the wrong place", len(all))
	}
	return all, fset
}

func TestImportsRunOneWay(t *testing.T) {
	all, fset := sources(t)
	for _, s := range all {
		i := slices.IndexFunc(layers, func(l layer) bool { return matches(l.folder, s.folder) })
		if i < 0 {
			t.Errorf("%s: folder %q is in no layer of arch_test.go", s.path, s.folder)
			continue
		}
		for _, spec := range s.file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			where := fset.Position(spec.Pos())
			ours := path == module || strings.HasPrefix(path, module+"/")
			// Tests may combine packages that the code may not.
			if !ours || s.test {
				continue
			}
			target := strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
			if target != s.folder && !slices.ContainsFunc(layers[i].may, func(m string) bool { return matches(m, target) }) {
				t.Errorf("%s: %q may not import %q", where, s.folder, target)
			}
		}
	}
}

func TestEveryPackageAndExportedNameIsDocumented(t *testing.T) {
	all, fset := sources(t)
	packages := make(map[string][]*ast.File)
	for _, s := range all {
		if !s.test {
			packages[s.folder] = append(packages[s.folder], s.file)
		}
	}
	for folder, files := range packages {
		pkg, err := doc.NewFromFiles(fset, files, module+"/"+folder)
		if err != nil {
			t.Errorf("%s: %v", folder, err)
			continue
		}
		if strings.TrimSpace(pkg.Doc) == "" {
			t.Errorf("package %q has no comment", folder)
		}
		for _, name := range undocumented(pkg) {
			t.Errorf("%s: %s has no comment", folder, name)
		}
	}
}

func undocumented(pkg *doc.Package) (names []string) {
	values := func(vs []*doc.Value) {
		for _, v := range vs {
			for _, spec := range v.Decl.Specs {
				s := spec.(*ast.ValueSpec)
				if v.Doc == "" && s.Doc.Text() == "" && s.Comment.Text() == "" {
					names = append(names, s.Names[0].Name)
				}
			}
		}
	}
	funcs := func(prefix string, fs []*doc.Func) {
		for _, f := range fs {
			if f.Doc == "" {
				names = append(names, prefix+f.Name)
			}
		}
	}
	values(pkg.Consts)
	values(pkg.Vars)
	funcs("", pkg.Funcs)
	for _, typ := range pkg.Types {
		if typ.Doc == "" {
			names = append(names, typ.Name)
		}
		values(typ.Consts)
		values(typ.Vars)
		funcs("", typ.Funcs)
		funcs(typ.Name+".", typ.Methods)
	}
	return names
}

// A kind of source, format or sink that is not imported by wiring.go is dead
// code.
func TestEveryKindIsRegistered(t *testing.T) {
	wiring, err := os.ReadFile("cmd/dubbelkrona/wiring.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, seam := range []string{"ingest", "export"} {
		entries, err := os.ReadDir(seam)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !e.IsDir() || strings.HasSuffix(e.Name(), "test") || e.Name() == "testdata" {
				continue
			}
			if seam+"/"+e.Name() == "export/postgres" {
				continue // not a Sink: internal/compile makes it from the section database
			}
			if want := fmt.Sprintf("%q", module+"/"+seam+"/"+e.Name()); !strings.Contains(string(wiring), want) {
				t.Errorf("%s/%s is not imported by cmd/dubbelkrona/wiring.go", seam, e.Name())
			}
		}
	}
}

func TestNoInitAndNoSleepInTests(t *testing.T) {
	all, fset := sources(t)
	for _, s := range all {
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: init functions hide wiring; call it from cmd", fset.Position(n.Pos()))
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && n.Sel.Name == "Sleep" {
					t.Errorf("%s: time.Sleep: wait for the event instead", fset.Position(n.Pos()))
				}
			}
			return true
		})
	}
}
