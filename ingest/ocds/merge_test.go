package ocds

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dubbelkrona/internal/jsontext"
)

// shared returns a file of the public fixtures, or skips the test if they do not exist.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "fixtures", "ocds", filepath.FromSlash(name)))
	if err != nil {
		t.Skip("the public OCDS files are not here: " + name)
	}
	return data
}

func parsed(t testing.TB, data []byte) jsontext.Value {
	t.Helper()
	v, err := jsontext.Parse(data, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sameJSON compares values as JSON: the order of keys does not matter, that of
// elements does.
func sameJSON(t *testing.T, what string, got *jsontext.Value, want []byte) {
	t.Helper()
	decode := func(data []byte) (v any) {
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		return v
	}
	text := got.AppendJSON(nil)
	if !reflect.DeepEqual(decode(text), decode(want)) {
		t.Errorf("%s:\n%s\nwant\n%s", what, text, want)
	}
}

// The merge cases that the standard publishes for other implementations.
func TestStandardMergeCases(t *testing.T) {
	shared(t, "merge-1.1/simple.json")
	files, err := filepath.Glob("../../../shared/fixtures/ocds/merge-1.1/*-compiled.json")
	if err != nil || len(files) != 17 {
		t.Fatalf("%d cases, %v; want 17", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), "-compiled.json")
		t.Run(name, func(t *testing.T) {
			releases := parsed(t, shared(t, "merge-1.1/"+name+".json")).Items
			tree := standardRules().tree()
			got := compiled(releases, tree)
			sameJSON(t, "compiled", &got, shared(t, "merge-1.1/"+name+"-compiled.json"))
			again := parsed(t, shared(t, "merge-1.1/"+name+".json")).Items
			if !reflect.DeepEqual(releases, again) {
				t.Error("merging changed the releases")
			}
			history, err := versioned(releases, tree)
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, "versioned", &history, shared(t, "merge-1.1/"+name+"-versioned.json"))
		})
	}
}

// Rules that are in the text of the standard and not in its published cases.
func TestMergeRulesOfTheText(t *testing.T) {
	for name, c := range map[string]struct{ releases, compiled, versions string }{
		"the number 1 is the text 1": {
			`[{"ocid":"a","date":"d1","items":[{"id":1,"n":1}]},{"ocid":"a","date":"d2","items":[{"id":"1","n":2},{"id":1,"m":3},{"id":"01","n":4}]}]`,
			`"items":[{"id":1,"n":2,"m":3},{"id":"01","n":4}]`,
			`"items":[{"id":1,"n":[{"releaseID":null,"releaseDate":"d1","releaseTag":null,"value":1},{"releaseID":null,"releaseDate":"d2","releaseTag":null,"value":2}],` +
				`"m":[{"releaseID":null,"releaseDate":"d2","releaseTag":null,"value":3}]},{"id":"01","n":[{"releaseID":null,"releaseDate":"d2","releaseTag":null,"value":4}]}]`,
		},
		"null removes a whole object, which may come back": {
			`[{"ocid":"a","date":"d1","x":{"y":1,"z":2}},{"ocid":"a","date":"d2","x":null},{"ocid":"a","date":"d3","x":{"z":3}}]`,
			`"x":{"z":3}`,
			`"x":{"y":[{"releaseID":null,"releaseDate":"d1","releaseTag":null,"value":1},{"releaseID":null,"releaseDate":"d2","releaseTag":null,"value":null}],` +
				`"z":[{"releaseID":null,"releaseDate":"d1","releaseTag":null,"value":2},{"releaseID":null,"releaseDate":"d2","releaseTag":null,"value":null},{"releaseID":null,"releaseDate":"d3","releaseTag":null,"value":3}]}`,
		},
		"numbers stay as they are written": {
			`[{"ocid":"a","date":"d1","n":1299.1199999999999,"m":12345678901234567890.10}]`,
			`"n":1299.1199999999999,"m":12345678901234567890.10`,
			`"n":[{"releaseID":null,"releaseDate":"d1","releaseTag":null,"value":1299.1199999999999}],"m":[{"releaseID":null,"releaseDate":"d1","releaseTag":null,"value":12345678901234567890.10}]`,
		},
		"objects without an id are all kept": {
			`[{"ocid":"a","date":"d1","x":[{"k":1}]},{"ocid":"a","date":"d2","x":[{"k":1}]}]`,
			`"x":[{"k":1},{"k":1}]`,
			`"x":[{"k":[{"releaseID":null,"releaseDate":"d1","releaseTag":null,"value":1}]},{"k":[{"releaseID":null,"releaseDate":"d2","releaseTag":null,"value":1}]}]`,
		},
		"an unknown field merges by default": {
			`[{"ocid":"a","date":"d1","x_ext":{"list":["a"],"o":{"p":1}}},{"ocid":"a","date":"d2","x_ext":{"list":["b"],"o":{"q":2}}}]`,
			`"x_ext":{"list":["b"],"o":{"p":1,"q":2}}`,
			`"x_ext":{"list":[{"releaseID":null,"releaseDate":"d1","releaseTag":null,"value":["a"]},{"releaseID":null,"releaseDate":"d2","releaseTag":null,"value":["b"]}],` +
				`"o":{"p":[{"releaseID":null,"releaseDate":"d1","releaseTag":null,"value":1}],"q":[{"releaseID":null,"releaseDate":"d2","releaseTag":null,"value":2}]}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			releases := parsed(t, []byte(c.releases)).Items
			last := textOf(releases[len(releases)-1].Get("date"))
			got := compiled(releases, standardRules().tree())
			sameJSON(t, "compiled", &got, []byte(`{"tag":["compiled"],"id":"a-`+last+`","date":"`+last+`","ocid":"a",`+c.compiled+`}`))
			history, err := versioned(releases, standardRules().tree())
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, "versioned", &history, []byte(`{"ocid":"a",`+c.versions+`}`))
		})
	}
}

func TestTypesThatDisagree(t *testing.T) {
	releases := parsed(t, []byte(`[{"ocid":"a","date":"d1","x":{"y":{"z":1}}},{"ocid":"a","date":"d2","x":{"y":"text"}}]`)).Items
	got := compiled(releases, nil)
	sameJSON(t, "compiled", &got, []byte(`{"tag":["compiled"],"id":"a-d2","date":"d2","x":{"y":"text"}, "ocid":"a"}`))
	if _, err := versioned(releases, nil); err == nil || !strings.Contains(err.Error(), "x/y") {
		t.Errorf("versioned: %v; want an error that names x/y", err)
	}
}

// The six releases of the fictional example are merged to the compiled release of its
// record.
func TestFictionalExample(t *testing.T) {
	record := parsed(t, shared(t, "sample/record/ocds-213czf-000-00001.json"))
	var releases []jsontext.Value
	for _, part := range []string{"01-planning", "02-tender", "03-tenderAmendment", "04-award", "05-contract", "06-implementation"} {
		pack := parsed(t, shared(t, "sample/ocds-213czf-000-00001-"+part+".json"))
		releases = append(releases, pack.Get("releases").Items...)
	}
	if len(releases) != 6 {
		t.Fatalf("%d releases", len(releases))
	}
	tree := standardRules().tree()
	got := compiled(releases, tree)
	sameJSON(t, "compiled", &got, record.Get("records").Items[0].Get("compiledRelease").AppendJSON(nil))
	history, err := versioned(releases, tree)
	if err != nil {
		t.Fatal(err)
	}
	withVersions := parsed(t, shared(t, "sample/record/ocds-213czf-000-00001-withversions.json"))
	sameJSON(t, "versioned", &history, withVersions.Get("records").Items[0].Get("versionedRelease").AppendJSON(nil))
}

func TestRulesAreThoseOfTheSchema(t *testing.T) {
	for _, c := range []struct {
		file  string
		rules int
	}{{"release-schema-1__1__5.json", 24}, {"release-schema-1__1__4.json", 24}} {
		got, err := rulesOf(shared(t, c.file))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != c.rules || !reflect.DeepEqual(got, standardRules()) {
			t.Errorf("%s: %d rules %v\nwant %d: %v", c.file, len(got), got, c.rules, standardRules())
		}
	}
}

// The schemas of OCDS 1.0.2 and 1.0.3 have the title of Amendment twice, and another
// word for fields that are omitted.
func TestRulesOfAnOlderSchema(t *testing.T) {
	got, err := rulesOf([]byte(`{"properties":{"id":{"type":"string","mergeStrategy":"ocdsOmit"},"tag":{"type":"array","items":{"type":"string"},"mergeStrategy":"ocdsOmit"},
		"awards":{"type":"array","mergeStrategy":"arrayMergeById","mergeOptions":{"idRef":"id"},"items":{"$ref":"#/definitions/Award"}}},
		"definitions":{"Award":{"type":"object","properties":{"id":{"type":["string","integer"],"mergeStrategy":"overwrite"},"amendment":{"$ref":"#/definitions/Amendment"}}},
			"Amendment":{"title":"Amendment","type":"object","title":"Amendment information","properties":{"changes":{"type":"array","items":{"type":"object","properties":{"property":{"type":"string"}}}}}}}}`))
	want := ruleList{"id": omitted, "tag": omitted, "awards/amendment/changes": wholeList}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v\nwant %v", got, err, want)
	}
}

func TestRulesOfAnOwnSchema(t *testing.T) {
	got, err := rulesOf([]byte(`{"properties":{
		"gone":{"omitWhenMerged":true,"type":"object","properties":{"deep":{"type":"array","wholeListMerge":true}}},
		"kept":{"omitWhenMerged":false,"type":["array","null"],"items":{"$ref":"#/definitions/a~1b"}},
		"texts":{"type":["string","array"],"items":{"type":"string"}},
		"mixed":{"type":"array","items":{"type":["object","string"],"properties":{"id":{}}}},
		"nameless":{"type":"array","items":{"type":"object","properties":{"k":{}}}},
		"open":{"type":"array","items":{"type":"object"}},
		"sub":{"$ref":"#/definitions/sub"}},
		"definitions":{"a/b":{"type":"object","properties":{"id":{"versionId":true},"list":{"type":"array","wholeListMerge":true}}},
			"sub":{"type":["object","null"],"properties":{"x":{"type":"array","items":{"type":"number"}}},"patternProperties":{"^(x_..)$":{"type":"string"}}}}}`))
	want := ruleList{"gone": omitted, "kept/list": wholeList, "texts": wholeList, "mixed": wholeList, "nameless": wholeList, "sub/x": wholeList}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v\nwant %v", got, err, want)
	}
	for text, part := range map[string]string{
		`{"properties":{"a":{"$ref":"#/b"}},"b":{"$ref":"#/b"}}`:                                      "are recursive",
		`{"properties":{"a":{"$ref":"#/b"}},"b":{"type":"object","properties":{"c":{"$ref":"#/b"}}}}`: "are recursive",
		`{"properties":{"a":{"$ref":"#/nowhere"}}}`:                                                   "does not exist",
		`{"properties":{"a":{"$ref":"other.json"}}}`:                                                  "another file",
		`{"type":"object"}`: "not a release schema",
		`{"properties"`:     "not JSON",
	} {
		if _, err := rulesOf([]byte(text)); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v; want an error that says %q", text, err, part)
		}
	}
}
