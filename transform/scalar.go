package transform

import (
	"fmt"
	"strconv"
	"strings"
)

// List is a list of texts; in YAML a single text is a list of one.
type List []string

// UnmarshalYAML reads a scalar or a sequence of scalars.
func (l *List) UnmarshalYAML(unmarshal func(any) error) error {
	var v any
	if err := unmarshal(&v); err != nil {
		return err
	}
	many := make([]Scalar, 1)
	into := any(&many[0])
	switch v.(type) {
	case map[string]any:
		return fmt.Errorf("expected a text or a list of texts")
	case []any:
		into = &many
	}
	if err := unmarshal(into); err != nil {
		return err
	}
	*l = make(List, len(many))
	for i, s := range many {
		(*l)[i] = string(s)
	}
	return nil
}

// Scalar is a text; in YAML also a number or a boolean, kept as written, so
// that the code 0360 keeps its zero.
type Scalar string

// UnmarshalYAML keeps the source text of a scalar, because YAML would read
// 0360 as octal; ~ and null become the empty text.
func (s *Scalar) UnmarshalYAML(source []byte) error {
	text := strings.TrimSpace(string(source))
	if text == "" || text == "~" || text == "null" {
		*s = ""
		return nil
	}
	switch text[0] {
	case '\'':
		text = strings.ReplaceAll(strings.TrimSuffix(text[1:], "'"), "''", "'")
	case '"':
		unquoted, err := strconv.Unquote(text)
		if err != nil {
			return fmt.Errorf("cannot read the text %s; write it in single quotes", text)
		}
		text = unquoted
	case '[', '{', '|', '>', '&', '*', '!':
		return fmt.Errorf("expected a single value on one line")
	default:
		text, _, _ = strings.Cut(text, " #")
		if text = strings.TrimSpace(text); strings.ContainsRune(text, '\n') || strings.Contains(text, ": ") || strings.HasPrefix(text, "- ") {
			return fmt.Errorf("expected a single value on one line")
		}
	}
	*s = Scalar(text)
	return nil
}

// UnmarshalYAML reads a column name, a list of names, or an object.
func (c *ColumnSpec) UnmarshalYAML(unmarshal func(any) error) error {
	var v any
	if err := unmarshal(&v); err != nil {
		return err
	}
	if _, object := v.(map[string]any); !object {
		*c = ColumnSpec{}
		return c.Column.UnmarshalYAML(unmarshal)
	}
	type plain ColumnSpec
	return unmarshal((*plain)(c))
}
