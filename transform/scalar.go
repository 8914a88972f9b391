package transform

import "fmt"

// List is a list of texts; in YAML a single text is a list of one.
type List []string

// UnmarshalYAML reads a scalar or a sequence of scalars.
func (l *List) UnmarshalYAML(unmarshal func(any) error) error {
	var v any
	if err := unmarshal(&v); err != nil {
		return err
	}
	var many []Scalar
	if _, sequence := v.([]any); !sequence {
		many = make([]Scalar, 1)
		if err := many[0].UnmarshalYAML(unmarshal); err != nil {
			return fmt.Errorf("expected a text or a list of texts")
		}
	} else if err := unmarshal(&many); err != nil {
		return err
	}
	*l = make(List, len(many))
	for i, s := range many {
		(*l)[i] = string(s)
	}
	return nil
}

// Scalar is a text; in YAML also a number or a boolean, taken as it is
// written, so that the code 0360 keeps its zero.
type Scalar string

// UnmarshalYAML reads any scalar; null is the empty text.
func (s *Scalar) UnmarshalYAML(unmarshal func(any) error) error {
	var v any
	if err := unmarshal(&v); err != nil {
		return err
	}
	switch v.(type) {
	case nil:
		*s = ""
		return nil
	case []any, map[string]any:
		return fmt.Errorf("expected a single value")
	}
	var text string
	if err := unmarshal(&text); err == nil {
		*s = Scalar(text)
		return nil
	}
	*s = Scalar(fmt.Sprint(v))
	return nil
}

// UnmarshalYAML reads a column's name, a list of names, or an object.
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
