package pxweb

import (
	"regexp"
	"slices"
	"strconv"

	"dubbelkrona"
)

// variable is a dimension in a table's metadata.
type variable struct {
	code     string
	values   []string
	optional bool   // the table has a total over it
	codelist string // of its values, empty for the variable's own values
}

// selected is a variable with the requested values, in the table's order.
type selected struct {
	variable
	values []string
}

var latestForm = regexp.MustCompile(`^latest (\d{1,5})$`)

// checkWords returns an error for selections without a meaning.
func checkWords(words []string) error {
	if len(words) == 0 {
		return dubbelkrona.Invalidf(`no values; write "*" for all`)
	}
	for _, w := range words {
		if m := latestForm.FindStringSubmatch(w); m != nil && m[1] == "0" {
			return dubbelkrona.Invalidf("latest 0 selects nothing")
		}
	}
	return nil
}

// choose resolves a table's selection against its metadata.
func (t *Table) choose(variables []variable) ([]selected, error) {
	for name := range t.Select {
		if !slices.ContainsFunc(variables, func(v variable) bool { return v.code == name }) {
			return nil, dubbelkrona.Invalidf("select: table %s has no variable %q", t.ID, name)
		}
	}
	var all []selected
	for _, v := range variables {
		words, named := t.Select[v.code]
		if !named && v.optional {
			continue
		}
		if !named {
			words = []string{"*"}
		}
		values, err := v.pick(words)
		if err != nil {
			return nil, dubbelkrona.Invalidf("select.%s: %w", v.code, err)
		}
		all = append(all, selected{v, values})
	}
	return all, nil
}

// pick returns the values that words select.
func (v *variable) pick(words []string) ([]string, error) {
	wanted := make(map[string]bool)
	take := func(values []string) {
		for _, value := range values {
			wanted[value] = true
		}
	}
	for _, w := range words {
		if w == "*" {
			take(v.values)
			continue
		}
		if m := latestForm.FindStringSubmatch(w); m != nil {
			n, _ := strconv.Atoi(m[1])
			take(v.values[max(len(v.values)-n, 0):])
			continue
		}
		if len(w) > 5 && w[:5] == "from " {
			for _, value := range v.values {
				if value >= w[5:] {
					wanted[value] = true
				}
			}
			continue
		}
		if !slices.Contains(v.values, w) {
			return nil, dubbelkrona.Invalidf("the table has no value %q", w)
		}
		wanted[w] = true
	}
	picked := slices.DeleteFunc(slices.Clone(v.values), func(value string) bool { return !wanted[value] })
	if len(picked) == 0 {
		return nil, dubbelkrona.Invalidf("the selection matches no value of the table")
	}
	return picked, nil
}

// split divides a selection into parts of at most most cells, along the first
// dimensions, so that the concatenated parts are in the order of the whole.
func split(all []selected, most int) [][]selected {
	rest := 1
	for _, s := range all[min(1, len(all)):] {
		rest *= len(s.values)
	}
	if len(all) == 0 || rest*len(all[0].values) <= most {
		return [][]selected{all}
	}
	var parts [][]selected
	for chunk := range slices.Chunk(all[0].values, max(most/rest, 1)) {
		first := selected{all[0].variable, chunk}
		if rest*len(chunk) <= most {
			parts = append(parts, append([]selected{first}, all[1:]...))
			continue
		}
		for _, tail := range split(all[1:], most) {
			parts = append(parts, append([]selected{first}, tail...))
		}
	}
	return parts
}
