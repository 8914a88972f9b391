package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"

	"dubbelkrona/queries"
)

// lightHeaders are the headers of definitions that replace the built-in ones.
var lightHeaders = map[string]string{
	"models":  "title: {sv: inget, en: nothing}",
	"checks":  "title: {sv: inget, en: nothing}\nseverity: warn\nmessage: {sv: inget, en: nothing}",
	"metrics": "title: {sv: inget, en: nothing}\nunit: \"1\"\nvalue: count(*)\ngrade: registrerad",
	"effects": `title: {sv: inget, en: nothing}
design: randomised
treatment: {sv: ingen, en: nobody}
pool: {sv: ingen, en: nobody}
comparison_source: {sv: ingen, en: none}
blocks: 1
outcomes: {work: {title: {sv: inget, en: nothing}, unit: share, known: known}}
primary: {outcome: work, block: 1}`,
}

// lightSelects are their SELECTs. The columns of models are those that the program
// reads of effect_setting.
var lightSelects = map[string]string{
	"models":  "SELECT contract_id AS name, CAST(NULL AS DOUBLE) AS value FROM core.contract WHERE false",
	"checks":  "SELECT contract_id FROM core.contract WHERE false",
	"metrics": "SELECT contract_id FROM core.contract WHERE false",
	"effects": `SELECT contract_id AS person, municipality AS scope, start AS start_month, true AS treated, false AS starts_later, supplier_name AS supplier,
    contract_id AS region, contract_id AS source, true AS due_1, 1 AS work_1, 1 AS known_1
FROM core.contract WHERE false`,
}

// lighten replaces every built-in definition of a project by one without rows, which
// halves the time of a run. It is for tests of storage, not of figures: the commit
// protocol, its points, the ledger and the lake are the same.
func lighten(t *testing.T, root string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(root, "queries")); err != nil {
		t.Fatal(err)
	}
	builtIn := 0
	for kind, header := range lightHeaders {
		if err := os.MkdirAll(filepath.Join(root, "queries", kind), 0o700); err != nil {
			t.Fatal(err)
		}
		names, err := fs.Glob(queries.FS(), kind+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		text := "/*\n" + header + "\nreplaces: true\n*/\n" + lightSelects[kind] + "\n"
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(root, "queries", kind, path.Base(name)), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			builtIn++
		}
	}
	if builtIn < 50 {
		t.Fatalf("%d built-in definitions: they are elsewhere", builtIn)
	}
}

// lightProject is project with light definitions.
func lightProject(t *testing.T, name, sources string) string {
	t.Helper()
	root := project(t, name, sources)
	lighten(t, root)
	return root
}
