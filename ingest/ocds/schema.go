package ocds

import (
	"encoding/json"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/jsontext"
)

// schemaDepth is the max nesting of a schema, and of the releases that its
// rules apply to. It also ends recursive definitions.
const schemaDepth = 64

// rulesOf derives the merge rules from a release schema, which may have the
// schemas of extensions merged into it, as "Merging" in the standard says:
//
//   - omitWhenMerged leaves a field out and supersedes everything below it;
//   - an array is one value if it has wholeListMerge, if its items may be
//     something else than objects, or if they are objects without an id.
//
// versionId adds nothing: the versioned ids are those that are not of an object
// in an array. patternProperties are texts in other languages and have no
// rules.
func rulesOf(schema []byte) (ruleList, error) {
	root, err := parseSchema(schema)
	if err != nil {
		return nil, err
	}
	if !root.Get("properties").Is(jsontext.Object) {
		return nil, dubbelkrona.Invalidf("it is not a release schema: it has no properties")
	}
	d := deriver{root: &root, rules: make(ruleList)}
	return d.rules, d.properties(&root, nil)
}

// parseSchema reads a schema. Those of OCDS 1.0.2 and 1.0.3 write a title twice
// in one object; of duplicate keys the last one wins, as in most readers.
func parseSchema(text []byte) (jsontext.Value, error) {
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return jsontext.Value{}, dubbelkrona.Invalidf("it is not JSON: %w", err)
	}
	once, err := json.Marshal(tree)
	if err != nil {
		return jsontext.Value{}, err
	}
	return jsontext.Parse(once, schemaDepth)
}

// deriver walks a schema.
type deriver struct {
	root  *jsontext.Value
	rules ruleList
}

// properties derives the rules of the fields of an object.
func (d *deriver) properties(object *jsontext.Value, path []string) error {
	if len(path) > schemaDepth {
		return dubbelkrona.Invalidf("the schema's definitions are recursive")
	}
	properties := object.Get("properties")
	if properties == nil {
		return nil
	}
	for i := range properties.Fields {
		field, err := d.resolve(&properties.Fields[i].Value)
		if err != nil {
			return err
		}
		if err := d.field(field, append(slices.Clip(path), properties.Fields[i].Name)); err != nil {
			return err
		}
	}
	return nil
}

func (d *deriver) field(field *jsontext.Value, path []string) error {
	name := strings.Join(path, "/")
	switch types := typesOf(field); {
	case isTrue(field.Get("omitWhenMerged")), textOf(field.Get("mergeStrategy")) == "ocdsOmit": // the name in OCDS 1.0
		d.rules[name] = omitted
	case slices.Contains(types, "array") && isTrue(field.Get("wholeListMerge")):
		d.rules[name] = wholeList
	case slices.Contains(types, "object"):
		return d.properties(field, path)
	case slices.Contains(types, "array") && field.Get("items") != nil:
		items, err := d.resolve(field.Get("items"))
		if err != nil {
			return err
		}
		plain := slices.ContainsFunc(typesOf(items), func(t string) bool { return t != "object" })
		if plain || items.Get("properties") != nil && items.At("properties", "id") == nil {
			d.rules[name] = wholeList
			return nil
		}
		return d.properties(items, path)
	}
	return nil
}

// resolve follows $ref inside the schema.
func (d *deriver) resolve(v *jsontext.Value) (*jsontext.Value, error) {
	for range schemaDepth {
		ref := v.Get("$ref")
		if ref == nil {
			return v, nil
		}
		pointer, inside := strings.CutPrefix(ref.Text, "#/")
		if !inside {
			return nil, dubbelkrona.Invalidf("the schema refers to another file ($ref %q); put the definition into it", ref.Text)
		}
		v = d.root
		for part := range strings.SplitSeq(pointer, "/") {
			v = v.Get(strings.NewReplacer("~1", "/", "~0", "~").Replace(part))
		}
		if v == nil {
			return nil, dubbelkrona.Invalidf("the schema refers to %q, which does not exist in it", ref.Text)
		}
	}
	return nil, dubbelkrona.Invalidf("the schema's definitions are recursive")
}

// typesOf returns the types that a schema allows; empty if it states none.
func typesOf(v *jsontext.Value) []string {
	t := v.Get("type")
	if t.Is(jsontext.String) {
		return []string{t.Text}
	}
	var all []string
	for _, item := range t.Elements() {
		all = append(all, item.Text)
	}
	return all
}

func isTrue(v *jsontext.Value) bool { return v.Is(jsontext.Bool) && v.Text == "true" }
