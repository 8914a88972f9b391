package ocds

import (
	"fmt"
	"strings"

	"dubbelkrona/internal/jsontext"
)

// twinsIn describes two things in a release that have the same id, empty if
// there are none. Merging by id would join them and lose one of two amounts.
func twinsIn(release *jsontext.Value) string {
	always := func(_, _ *jsontext.Value) bool { return true }
	for _, list := range []struct {
		what     string
		elements []jsontext.Value
	}{
		{"contracts", release.Get("contracts").Elements()},
		{"awards", release.Get("awards").Elements()},
		{"lots", release.At("tender", "lots").Elements()},
	} {
		if id := repeated(list.elements, always); id != "" {
			return fmt.Sprintf("two %s with the id %s", list.what, id)
		}
	}
	contracts := release.Get("contracts").Elements()
	for i := range contracts {
		payments := contracts[i].At("implementation", "transactions").Elements()
		if id := repeated(payments, always); id != "" {
			return fmt.Sprintf("two transactions with the id %s in one contract", id)
		}
	}
	// A party may be listed once for each of its roles.
	if id := repeated(release.Get("parties").Elements(), differ); id != "" {
		return fmt.Sprintf("two organisations with the id %s", id)
	}
	return ""
}

// differ reports whether two parties are different organisations.
func differ(a, b *jsontext.Value) bool {
	return !strings.EqualFold(nameOf(a), nameOf(b)) || numberOf(a) != numberOf(b)
}

// repeated returns the first id that two elements share for which holds is
// true; empty if there is none.
func repeated(elements []jsontext.Value, holds func(a, b *jsontext.Value) bool) string {
	seen := make(map[string]*jsontext.Value, len(elements))
	for i := range elements {
		id, ok := idOf(&elements[i])
		if !ok {
			continue
		}
		if before := seen[id]; before != nil && holds(before, &elements[i]) {
			return id
		}
		seen[id] = &elements[i]
	}
	return ""
}

// contradiction returns the path of a field that has different values in two
// releases, empty if there is none.
func contradiction(a, b *jsontext.Value, r *rules, path string) string {
	switch {
	case a.Kind == jsontext.Object && b.Kind == jsontext.Object:
		return contradictionOfObjects(a, b, r, path)
	case isLiteral(a, r) || isLiteral(b, r) || a.Kind != b.Kind:
		if jsontext.Equal(a, b) {
			return ""
		}
		return path
	}
	other := indexByID(b.Items)
	for i := range a.Items {
		id, ok := idOf(&a.Items[i])
		if at, both := other[id]; ok && both {
			if found := contradiction(&a.Items[i], &b.Items[at], r, path); found != "" {
				return found
			}
		}
	}
	return ""
}

func contradictionOfObjects(a, b *jsontext.Value, r *rules, path string) string {
	for i := range a.Fields {
		name := a.Fields[i].Name
		below, other := r.at(name), b.Get(name)
		if other == nil || below.is(omitted) || name == "id" || path == "" && (name == "date" || name == "tag") {
			continue
		}
		if found := contradiction(&a.Fields[i].Value, other, below, strings.TrimPrefix(path+"/"+name, "/")); found != "" {
			return found
		}
	}
	return ""
}
