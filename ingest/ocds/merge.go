package ocds

import (
	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/numeral"
)

// compiled merges releases of one contracting process, in the order of their
// dates, into a compiled release: the last value of every field.
//
// An empty object and an empty array of objects change nothing. If releases
// disagree whether a field is an object, an array of objects or something else,
// the last one wins.
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

// mergeObject merges the fields of in into out, which it owns. It reports
// whether there was anything to merge: a value or a null, at any depth.
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

// mergeValue returns the new value of a field that was old (nil if absent)
// after merging in. The result shares no nodes with them, except values that
// are not merged field by field.
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

// isLiteral reports whether a value is merged as a whole: anything but objects
// and arrays of objects, and an array that the rules call a whole list.
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

// idOf returns the id of an object, if it has one.
func idOf(v *jsontext.Value) (string, bool) {
	id := v.Get("id")
	return idText(id), id.Is(jsontext.String) || id.Is(jsontext.Number)
}

// idText returns an id, or a reference to one, as text. By the standard an id
// is a text or a whole number, and publishers write the same id in different
// ways: 1, 1.0 and "1" are equal.
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

// textOf returns the text of a string or number, empty for anything else.
func textOf(v *jsontext.Value) string {
	if v.Is(jsontext.String) || v.Is(jsontext.Number) {
		return v.Text
	}
	return ""
}
