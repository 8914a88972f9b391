package ocds

import (
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/jsontext"
)

// versioned merges releases of one contracting process, in the order of their
// dates, into a versioned release: all values that each field has had, with
// their releases.
//
// A null for an object or array is a null for each value in it. If releases
// otherwise disagree whether a field is an object, it has no history, and the
// error names the field.
func versioned(releases []jsontext.Value, r *rules) (jsontext.Value, error) {
	h, err := historyOf(releases, r)
	if err != nil {
		return jsontext.Value{}, err
	}
	out := jsontext.Value{Kind: jsontext.Object}
	if n := len(releases); n > 0 {
		out.Set("ocid", jsontext.StringOf(textOf(releases[n-1].Get("ocid"))))
	}
	out.Fields = append(out.Fields, h.value().Fields...)
	return out, nil
}

// historyOf returns the history of all fields except the ocid, which never
// changes.
func historyOf(releases []jsontext.Value, r *rules) (*history, error) {
	root := &history{kind: jsontext.Object}
	for i := range releases {
		v := versioner{release: &releases[i]}
		if _, err := v.fields(root, &releases[i], r, []string{"ocid"}); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// history is the history of a field. Its kind is Object or Array for fields
// with fields, and Null for a leaf.
type history struct {
	kind     jsontext.Kind
	versions []jsontext.Value // of a leaf, as versioned values
	names    []string         // of the fields of an object
	fields   []*history       // of an object, or the elements of an array
	byID     map[string]*history
	id       *jsontext.Value // of an element, which is not versioned
}

// onlyNulls reports whether a leaf has never had a value.
func (h *history) onlyNulls() bool {
	return !slices.ContainsFunc(h.versions, func(v jsontext.Value) bool { return v.Get("value").Kind != jsontext.Null })
}

// versioner merges one release.
type versioner struct {
	release *jsontext.Value
	path    []string
}

func (h *history) get(name string) *history {
	if at := slices.Index(h.names, name); at >= 0 {
		return h.fields[at]
	}
	return nil
}

// fields merges the fields of an object except those in kept, which are not
// versioned. It reports whether there was anything to merge.
func (v *versioner) fields(out *history, in *jsontext.Value, r *rules, kept []string) (found bool, err error) {
	for i := range in.Fields {
		name, value := in.Fields[i].Name, &in.Fields[i].Value
		below := r.at(name)
		if below.is(omitted) || slices.Contains(kept, name) {
			continue
		}
		v.path = append(v.path, name)
		old := out.get(name)
		field := old
		if old == nil {
			field = &history{kind: kindOf(value, below)}
		}
		changed, err := v.field(field, value, below)
		if err != nil {
			return false, err
		}
		v.path = v.path[:len(v.path)-1]
		if changed && old == nil {
			out.names, out.fields = append(out.names, name), append(out.fields, field)
		}
		found = found || changed
	}
	return found, nil
}

// kindOf returns the kind of the history that a value starts.
func kindOf(v *jsontext.Value, r *rules) jsontext.Kind {
	if isLiteral(v, r) {
		return jsontext.Null
	}
	return v.Kind
}

func (v *versioner) field(out *history, in *jsontext.Value, r *rules) (found bool, err error) {
	if in.Kind == jsontext.Null && out.kind != jsontext.Null {
		for _, f := range out.fields {
			if _, err := v.field(f, in, nil); err != nil {
				return false, err
			}
		}
		return true, nil
	}
	if out.kind == jsontext.Null && kindOf(in, r) != jsontext.Null && out.onlyNulls() {
		out.kind, out.versions = in.Kind, nil
	}
	if kindOf(in, r) != out.kind {
		return false, dubbelkrona.Invalidf("its releases disagree on what kind of value %s is", strings.Join(v.path, "/"))
	}
	switch out.kind {
	case jsontext.Null:
		v.leaf(out, in)
		return true, nil
	case jsontext.Object:
		return v.fields(out, in, r, nil)
	}
	for i := range in.Items {
		changed, err := v.element(out, &in.Items[i], r)
		if err != nil {
			return false, err
		}
		found = found || changed
	}
	return found, nil
}

// leaf adds a value to the history unless it equals the last one.
func (v *versioner) leaf(out *history, in *jsontext.Value) {
	if n := len(out.versions); n > 0 && jsontext.Equal(out.versions[n-1].Get("value"), in) {
		return
	}
	one := jsontext.Value{Kind: jsontext.Object}
	for _, f := range [...]struct{ from, to string }{{"id", "releaseID"}, {"date", "releaseDate"}, {"tag", "releaseTag"}} {
		var meta jsontext.Value
		if m := v.release.Get(f.from); m != nil {
			meta = *m
		}
		one.Fields = append(one.Fields, jsontext.Field{Name: f.to, Value: meta})
	}
	one.Fields = append(one.Fields, jsontext.Field{Name: "value", Value: *in})
	out.versions = append(out.versions, one)
}

// element merges an object of an array into the one with the same id.
func (v *versioner) element(out *history, in *jsontext.Value, r *rules) (bool, error) {
	key, hasID := idOf(in)
	if e := out.byID[key]; e != nil && hasID {
		return v.fields(e, in, r, []string{"id"})
	}
	e := &history{kind: jsontext.Object}
	if hasID {
		if out.byID == nil {
			out.byID = make(map[string]*history)
		}
		e.id, out.byID[key] = in.Get("id"), e
	}
	changed, err := v.fields(e, in, r, []string{"id"})
	if changed = changed || hasID; changed {
		out.fields = append(out.fields, e)
	}
	return changed, err
}

// value returns the history in the form of a versioned release.
func (h *history) value() jsontext.Value {
	switch h.kind {
	case jsontext.Null:
		return jsontext.Value{Kind: jsontext.Array, Items: h.versions}
	case jsontext.Array:
		out := jsontext.Value{Kind: jsontext.Array}
		for _, e := range h.fields {
			out.Items = append(out.Items, e.value())
		}
		return out
	}
	out := jsontext.Value{Kind: jsontext.Object}
	if h.id != nil {
		out.Fields = append(out.Fields, jsontext.Field{Name: "id", Value: *h.id})
	}
	for i, f := range h.fields {
		out.Fields = append(out.Fields, jsontext.Field{Name: h.names[i], Value: f.value()})
	}
	return out
}
