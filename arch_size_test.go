package dubbelkrona_test

import (
	"bytes"
	"go/ast"
	"os"
	"testing"
)

// The max size of a package, in lines without tests, and of a type, in methods. A
// larger one probably does more than one thing.
const (
	maxPackageLines = 2700
	maxTypeMethods  = 25
)

// largerPackages may have more than maxPackageLines lines: transform does one thing,
// which takes more code, the root describes every table and parameter, cmd/dubbelkrona
// has a file for each command, internal/ledger one for each part of the ledger,
// internal/published one for each part of a snapshot, and internal/warehouse is all that knows DuckDB.
var largerPackages = map[string]int{"": 3200, "transform": 1 << 20, "cmd/dubbelkrona": 3600, "internal/ledger": 3400, "internal/published": 2900, "internal/warehouse": 2900}

func TestPackagesStaySmall(t *testing.T) {
	all, _ := sources(t)
	lines := make(map[string]int)
	for _, s := range all {
		if s.test {
			continue
		}
		text, err := os.ReadFile(s.path)
		if err != nil {
			t.Fatal(err)
		}
		lines[s.folder] += bytes.Count(text, []byte("\n"))
	}
	checkSizes(t, "package", "lines", lines, maxPackageLines, largerPackages)
}

func TestTypesStaySmall(t *testing.T) {
	all, _ := sources(t)
	methods := make(map[string]int)
	for _, s := range all {
		if s.test {
			continue
		}
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
				methods[s.folder+"."+receiver(f.Recv.List[0].Type)]++
			}
		}
	}
	checkSizes(t, "type", "methods", methods, maxTypeMethods, nil)
}

// receiver returns the name of the type of a method's receiver.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

// checkSizes checks sizes against the limit, or against the higher limit of the few that
// have one.
func checkSizes(t *testing.T, what, unit string, sizes map[string]int, limit int, larger map[string]int) {
	t.Helper()
	for name, size := range sizes {
		if may := max(limit, larger[name]); size > may {
			t.Errorf("%s %q has %d %s, more than %d: it is more than one thing", what, name, size, unit, may)
		}
	}
}
