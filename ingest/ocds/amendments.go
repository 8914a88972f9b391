package ocds

import (
	"slices"
	"strings"
	"time"

	"dubbelkrona/internal/jsontext"
)

// amendmentsOf returns the history of a contract, award or tender as a JSON
// array, oldest first and undated entries last: the published amendments,
// unchanged, and the changes of value and term between its releases (history),
// for which many publishers write no amendment.
func amendmentsOf(part, history *jsontext.Value) string {
	var all []jsontext.Value
	all = append(all, part.Get("amendments").Elements()...)
	// Before OCDS 1.1 there was a single amendment.
	if one := part.Get("amendment"); one.Is(jsontext.Object) && len(one.Fields) > 0 && len(all) == 0 {
		all = append(all, *one)
	}
	all = append(all, changesOf(part, history)...)
	if len(all) == 0 {
		return ""
	}
	slices.SortStableFunc(all, func(a, b jsontext.Value) int { return amendedAt(&a).Compare(amendedAt(&b)) })
	list := jsontext.Value{Kind: jsontext.Array, Items: all}
	return string(list.AppendJSON(nil))
}

func amendedAt(a *jsontext.Value) time.Time {
	if at, ok := parseInstant(textOf(a.Get("date"))); ok {
		return at
	}
	return time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
}

// changesOf returns the changes of a contract from release to release: field,
// before and after, with the date and id of the release.
func changesOf(contract, history *jsontext.Value) []jsontext.Value {
	key, _ := idOf(contract)
	var past *jsontext.Value
	list := history.Get("contracts").Elements()
	for i := range list {
		if k, ok := idOf(&list[i]); ok && k == key {
			past = &list[i]
		}
	}
	var all []jsontext.Value
	for _, path := range []string{"value/amount", "period/startDate", "period/endDate"} {
		versions := past.At(strings.Split(path, "/")...).Elements()
		for i := 1; i < len(versions); i++ {
			before, now := &versions[i-1], &versions[i]
			all = append(all, jsontext.Value{Kind: jsontext.Object, Fields: []jsontext.Field{
				{Name: "date", Value: *now.Get("releaseDate")},
				{Name: "releaseID", Value: *now.Get("releaseID")},
				{Name: "field", Value: jsontext.StringOf(path)},
				{Name: "before", Value: *before.Get("value")},
				{Name: "after", Value: *now.Get("value")},
			}})
		}
	}
	return all
}
