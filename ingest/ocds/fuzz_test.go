package ocds

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/jsontext"
)

// FuzzDecode checks that nothing panics, that errors are Invalid, and that an object
// with every release twice has the same rows, since equal releases count once.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"releases":[{"ocid":"a","id":"1","date":"2020-01-01","contracts":[{"id":1,"value":{"amount":1e3}}]}]}`,
		`{"ocid":"a","awards":[{"id":"1","suppliers":[{"id":"s"}]}],"parties":[{"id":"s","name":"S"}]}`,
		`[{"ocid":"a","id":"1","date":"2020-01-02","tender":{"lots":[{"id":"1"}]}},{"ocid":"a","id":"2","date":"2020-01-01T00:00:00Z"}]`,
		`{"records":[{"ocid":"a","releases":[{"url":"u"}],"compiledRelease":{"ocid":"a","tag":["compiled"]}}]}` + "\n" + `{"ocid":"b"}`,
		`{"ocid":"a","contracts":[{"id":"1","implementation":{"transactions":[{"value":{"amount":-1}}]},"amendment":{"x":1}}]}`,
		`{"releases":[7,{"id":"1"}]}`, `{"ocid":"a","id":"1","x":1}{"ocid":"a","id":"1","x":2}`, `{"releases":null}`, ` `,
		`{"ocid":"a","tag":"contract","awards":{"id":1.0,"suppliers":{"name":"S"}},"contracts":[{"id":"1","value":[{"amount":1}]},{"id":1}]}`,
		`[{"ocid":"a","id":"1","date":"2020-01-01","contracts":[{"id":"1","value":{"amount":1}}]},{"ocid":"a","id":2,"date":"2020-01-01","contracts":[{"id":1,"value":{"amount":2}}]}]`,
	} {
		f.Add([]byte(seed))
	}
	format, err := New(ingest.Env{}, Settings{Charset: "utf-8"})
	if err != nil {
		f.Fatal(err)
	}
	limits := ingest.Limits{Record: 1 << 16, Depth: 20, BatchRows: 3}
	f.Fuzz(func(t *testing.T, data []byte) {
		once, err := ingesttest.DecodeWith(t, format, "x.json", data, limits)
		if err != nil {
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		if strings.HasPrefix(string(data), "\ufeff") || slices.ContainsFunc(once.Rows, func(r ingesttest.Row) bool { return r.Fault != "" }) {
			return
		}
		twice, err := ingesttest.DecodeWith(t, format, "x.json", append(append(slices.Clone(data), '\n'), data...), limits)
		if err != nil || len(twice.Rows) != len(once.Rows) {
			t.Fatalf("%d rows, twice %d: %v", len(once.Rows), len(twice.Rows), err)
		}
		for i := range once.Rows {
			for name, cell := range once.Rows[i].Cells {
				if twice.Rows[i].Cells[name] != cell {
					t.Fatalf("row %d: %s is %q, twice %q", i, name, cell, twice.Rows[i].Cells[name])
				}
			}
		}
	})
}

// FuzzMerge checks that the compiled release has the latest values of the versioned
// one, except for objects that have become empty, and that merging does not change
// the releases.
func FuzzMerge(f *testing.F) {
	for _, seed := range []string{
		`[{"ocid":"a","tender":{"id":"A","items":[{"id":1,"q":2},{"id":"1"}]}},{"tender":{"items":[{"id":1,"q":null}],"submissionMethod":["x"]}}]`,
		`[{"x":{"y":{"z":1}}},{"x":null},{"x":{"y":{"w":[]}}}]`, `[{"parties":[{"roles":[]}]},{"parties":[{"roles":["a"]}]}]`,
		`[{"x":null},{"x":{"y":1}},{"x":{}}]`, `[{"a":[{"b":1}]},{"a":[{"b":1}]},{"a":[]}]`, `[{"a":[1]},{"a":[2,{}]}]`,
	} {
		f.Add([]byte(seed))
	}
	tree := standardRules().tree()
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := jsontext.Parse(data, 20)
		if err != nil || !utf8.Valid(data) || slices.ContainsFunc(v.Items, func(r jsontext.Value) bool { return r.Kind != jsontext.Object }) {
			return
		}
		before := string(jsontext.Canonical(nil, &v))
		got := compiled(v.Items, tree)
		past, err := historyOf(v.Items, tree)
		if after := string(jsontext.Canonical(nil, &v)); after != before {
			t.Fatalf("merging changed %s to %s", before, after)
		}
		if err != nil {
			return // types that disagree
		}
		want := past.latest()
		for _, name := range []string{"ocid", "id", "date", "tag"} {
			got.Remove(name)
		}
		if a, b := pruned(got), pruned(want); !jsontext.Equal(&a, &b) {
			t.Fatalf("compiled %s\nversioned %s", a.AppendJSON(nil), b.AppendJSON(nil))
		}
	})
}

// latest returns the latest values of a history, without null.
func (h *history) latest() jsontext.Value {
	switch h.kind {
	case jsontext.Null:
		return *h.versions[len(h.versions)-1].Get("value")
	case jsontext.Array:
		out := jsontext.Value{Kind: jsontext.Array}
		for _, e := range h.fields {
			out.Items = append(out.Items, e.latest())
		}
		return out
	}
	out := jsontext.Value{Kind: jsontext.Object}
	if h.id != nil {
		out.Set("id", *h.id)
	}
	for i, f := range h.fields {
		if v := f.latest(); v.Kind != jsontext.Null {
			out.Set(h.names[i], v)
		}
	}
	return out
}

// pruned returns a value without objects that are empty or have only an id, and with
// sorted arrays, because an item that was removed and added again is in another
// position.
func pruned(v jsontext.Value) jsontext.Value {
	out := jsontext.Value{Kind: v.Kind, Text: v.Text}
	for _, item := range v.Items {
		if p := pruned(item); !hollow(p) && !(len(p.Fields) == 1 && p.Fields[0].Name == "id") {
			out.Items = append(out.Items, p)
		}
	}
	slices.SortStableFunc(out.Items, func(a, b jsontext.Value) int {
		return strings.Compare(string(jsontext.Canonical(nil, &a)), string(jsontext.Canonical(nil, &b)))
	})
	for _, field := range v.Fields {
		if p := pruned(field.Value); !hollow(p) {
			out.Set(field.Name, p)
		}
	}
	return out
}

func hollow(v jsontext.Value) bool {
	return (v.Kind == jsontext.Array || v.Kind == jsontext.Object) && len(v.Items) == 0 && len(v.Fields) == 0
}
