package strictyaml

import (
	"slices"
	"strings"
	"testing"
)

type inner struct {
	Name  string   `yaml:"name"`
	Count int      `yaml:"count"`
	Tags  []string `yaml:"tags"`
}

type common struct {
	Profile string `yaml:"profile"`
}

type outer struct {
	common  `yaml:",inline"`
	Title   string           `yaml:"title"`
	Items   []inner          `yaml:"items"`
	ByName  map[string]inner `yaml:"by_name"`
	Format  Section          `yaml:"format"`
	Pointer *inner           `yaml:"pointer"`
}

func texts(faults []Fault) []string {
	Sort(faults)
	var out []string
	for _, f := range faults {
		out = append(out, f.String())
	}
	return out
}

func TestEveryFaultOfADocumentIsReportedWithItsPosition(t *testing.T) {
	doc, faults := Parse("p.yaml", []byte(strings.Join([]string{
		"titel: x",        // 1: unknown
		"items:",          // 2
		"  - name: a",     // 3
		"    count: many", // 4: not a number
		"  - nmae: b",     // 5: unknown
		"by_name:",        // 6
		"  x: {cuont: 1}", // 7: unknown
		"pointer: 7",      // 8: not a mapping
	}, "\n")))
	if faults != nil {
		t.Fatal(faults)
	}
	var o outer
	got := texts(doc.Decode(&o))
	if len(got) != 5 {
		t.Fatalf("%d faults: %q", len(got), got)
	}
	for i, prefix := range []string{
		`p.yaml:1:1: unknown key "titel"; known: by_name, format, items, pointer, profile, title`,
		"p.yaml:4:12: ", "p.yaml:5:5: unknown key \"nmae\"", "p.yaml:7:7: unknown key \"cuont\"", "p.yaml:8:10: expected keys"} {
		if !strings.HasPrefix(got[i], prefix) {
			t.Errorf("fault %d is %q, want prefix %q", i, got[i], prefix)
		}
	}
	if o.Items[0].Name != "a" {
		t.Error("what could be read was not kept")
	}
}

func TestValidDocument(t *testing.T) {
	doc, faults := Parse("p.yaml", []byte("title: t\nprofile: p\nitems: [{name: a, tags: [x, y]}]\nformat: {kind: csv, delimiter: ';'}\n"))
	if faults != nil {
		t.Fatal(faults)
	}
	var o outer
	if f := doc.Decode(&o); f != nil {
		t.Fatal(f)
	}
	if o.Title != "t" || o.Profile != "p" || !slices.Equal(o.Items[0].Tags, []string{"x", "y"}) {
		t.Errorf("%+v", o)
	}
	var settings struct {
		Delimiter string `yaml:"delimiter"`
	}
	if f := o.Format.Decode(&settings, "kind"); f != nil || settings.Delimiter != ";" || o.Format.Key("kind") != "csv" {
		t.Errorf("section: %+v %v", settings, f)
	}
	var none struct{}
	if f := texts(o.Format.Decode(&none, "kind")); len(f) != 1 || f[0] != `p.yaml:4:21: unknown key "delimiter"; known: kind` {
		t.Errorf("section faults: %q", f)
	}
}

func TestPaths(t *testing.T) {
	doc, _ := Parse("p.yaml", []byte("items:\n  - name: a\n  - name: b\n    tags: [x]\n"))
	for path, want := range map[string]string{
		"items[1].tags":     "p.yaml:4:11: m",
		"items[1].nowhere":  "p.yaml:3:5: m",
		"items[0].name":     "p.yaml:2:11: m",
		"nothing.like.this": "p.yaml:1:1: m",
	} {
		if got := doc.At(path, "m").String(); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"syntax":    {"a: [1\nb: 2", "p.yaml:"},
		"alias":     {"a: &x 1\nb: *x", "p.yaml:"},
		"empty":     {"", "p.yaml:1:1: the document is empty"},
		"two":       {"a: 1\n---\nb: 2", "p.yaml:3:1: only one YAML document"},
		"twice":     {"title: 1\ntitle: 2", "p.yaml:2:1: "},
		"oversized": {strings.Repeat("#", MaxBytes+1), "p.yaml: larger than"},
	} {
		doc, faults := Parse("p.yaml", []byte(tc.text))
		if doc != nil {
			faults = append(faults, doc.Decode(&outer{})...)
		}
		if got := texts(faults); len(got) == 0 || !strings.HasPrefix(got[0], tc.want) {
			t.Errorf("%s: %q, want prefix %q", name, got, tc.want)
		}
	}
}

func TestOffsetMovesLines(t *testing.T) {
	doc, _ := ParseAt("m.sql", 10, []byte("titel: x"))
	if got := texts(doc.Decode(&outer{})); !strings.HasPrefix(got[0], "m.sql:11:1:") {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("a: [1, {b: c}]"))
	f.Add([]byte("items:\n  - name: a\n"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		doc, _ := Parse("f", data)
		if doc != nil {
			doc.Decode(&outer{})
		}
	})
}

func TestCanonicalIgnoresNotation(t *testing.T) {
	canonical := func(text string) string {
		doc, faults := Parse("x.yaml", []byte(text))
		var o outer
		if faults = append(faults, doc.Decode(&o)...); len(faults) > 0 {
			t.Fatal(faults)
		}
		return o.Format.Canonical("kind")
	}
	first := canonical("format: {kind: csv, delimiter: ';', rows: [1, 2]}\n")
	if second := canonical("format:\n  rows: # of the header\n    - 1\n    - 2\n  delimiter: \";\"\n  kind: tsv\n"); second != first {
		t.Errorf("%s and %s", first, second)
	}
	for _, other := range []string{"format: {delimiter: ',', rows: [1, 2]}", "format: {delimiter: ';', rows: [2, 1]}", "format: {delimiter: ';'}", "title: x"} {
		if canonical(other) == first {
			t.Errorf("%s is treated as equal", other)
		}
	}
}
