package ocds

import (
	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/numeral"
)

// compiled merges releases of one contracting process, in the order of their
// dates, into a compiled release: the last value of every field.
//
// An empty object and an empty array of objects change nothing. Where releases
// disagree whether a field is an object, an array of objects or something
// else, the last one decides.
func compiled(releases []jsontext.Value, r *rules) jsontext.Value {
	out := jsontext.Value{Kind: jsontext.Object}
	for i := range releases {
		in := &releases[i]
		date := textOf(in.Get("date"))
		out.Set("tag", jsontext.Value{Kind: jsontext.Array, Items: []jsontext.Value{jsontext.StringOf("compiled")}})
		out.Set("id", jsontext.StringOf(textOf(in.Get("ocid"))+"-"+date))
		out.Set("date", jsontext.StringOf(date))
		mergeObject(&out, in, r)
	}
	return out
}

// mergeObject merges the fields of one object into another, which it owns. It
// says whether there was anything to merge: a value or a null, at any depth.
func mergeObject(out, in *jsontext.Value, r *rules) (found bool) {
	for i := range in.Fields {
		name, value := in.Fields[i].Name, &in.Fields[i].Value
		below := r.at(name)
		if below.is(omitted) {
			continue
		}
		if value.Kind == jsontext.Null {
			out.Remove(name)
			found = true
			continue
		}
		old := out.Get(name)
		result, changed := mergeValue(old, value, below)
		switch {
		case !changed:
			continue
		case old != nil:
			*old = result
		default:
			out.Fields = append(out.Fields, jsontext.Field{Name: name, Value: result})
		}
		found = true
	}
	return found
}

// mergeValue is what a field becomes that was old, nil where there was none,
// when a release has in for it. The result is a tree of its own down to the
// values that merging does not look into.
func mergeValue(old, in *jsontext.Value, r *rules) (out jsontext.Value, changed bool) {
	if isLiteral(in, r) {
		return *in, true
	}
	out.Kind = in.Kind
	if old.Is(in.Kind) && !isLiteral(old, r) {
		out = *old
	}
	if in.Kind == jsontext.Object {
		changed = mergeObject(&out, in, r)
		return out, changed
	}
	index := indexByID(out.Items)
	for i := range in.Items {
		changed = mergeElement(&out, &in.Items[i], r, index) || changed
	}
	return out, changed
}

// mergeElement merges an object of an array into the one with the same id.
func mergeElement(out, in *jsontext.Value, r *rules, index map[string]int) bool {
	key, hasID := idOf(in)
	if at, known := index[key]; known && hasID {
		return mergeObject(&out.Items[at], in, r)
	}
	element := jsontext.Value{Kind: jsontext.Object}
	if !mergeObject(&element, in, r) {
		return false
	}
	if hasID {
		index[key] = len(out.Items)
	}
	out.Items = append(out.Items, element)
	return true
}

// isLiteral says whether merging takes a value as a whole: one that is neither
// object nor array, an array that holds anything but objects, and an array
// that the rules call a whole list.
func isLiteral(v *jsontext.Value, r *rules) bool {
	switch v.Kind {
	case jsontext.Object:
		return false
	case jsontext.Array:
		if r.is(wholeList) {
			return true
		}
		for i := range v.Items {
			if v.Items[i].Kind != jsontext.Object {
				return true
			}
		}
		return false
	}
	return true
}

// idOf is the id of an object, if it has one.
func idOf(v *jsontext.Value) (string, bool) {
	id := v.Get("id")
	return idText(id), id.Is(jsontext.String) || id.Is(jsontext.Number)
}

// idText is an id, or a reference to one, as text. The standard has an id be a
// text or a whole number, and publishers write the same one now as this and now
// as that: 1, 1.0 and "1" are one.
func idText(v *jsontext.Value) string {
	if !v.Is(jsontext.Number) {
		return textOf(v)
	}
	return numeral.Text(v.Text)
}

func indexByID(items []jsontext.Value) map[string]int {
	index := make(map[string]int, len(items))
	for i := range items {
		if key, ok := idOf(&items[i]); ok {
			index[key] = i
		}
	}
	return index
}

// textOf is the text of a string or number, empty for anything else.
func textOf(v *jsontext.Value) string {
	if v.Is(jsontext.String) || v.Is(jsontext.Number) {
		return v.Text
	}
	return ""
}
