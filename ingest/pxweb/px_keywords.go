package pxweb

import (
	"cmp"
	"slices"
	"strings"

	"dubbelkrona"
)

// keywords are the entries before the cells: "NAME" and `NAME("variable")` with
// their values, in the file's main language.
type keywords struct {
	most   int64 // bytes that they may hold
	values map[string][]string
}

// read reads the keywords up to and including "DATA=".
func (k *keywords) read(s *pxScanner) error {
	k.values = make(map[string][]string)
	for {
		name, main, err := k.name(s)
		if err != nil {
			return err
		}
		if name == "DATA" {
			return nil
		}
		values, err := k.list(s)
		if err != nil {
			return err
		}
		if _, known := k.values[name]; main && !known {
			k.values[name] = values
		}
	}
}

// name reads a keyword and its subkeys up to the equals sign. A keyword of
// another language than the file's main one has it in brackets.
func (k *keywords) name(s *pxScanner) (name string, main bool, err error) {
	t, err := s.next()
	if err != nil {
		return "", false, pxEnd(err)
	}
	if t.kind != pxWord {
		return "", false, dubbelkrona.Invalidf("a keyword is expected; it is not a PX file, or damaged")
	}
	name, _, translated := strings.Cut(strings.ToUpper(t.text), "[")
	for {
		t, err := s.next()
		switch {
		case err != nil:
			return "", false, pxEnd(err)
		case t.kind == pxEquals:
			return name, !translated, nil
		case t.kind == pxText:
			name += "\x00" + t.text
		case t.kind == pxSemicolon:
			return "", false, dubbelkrona.Invalidf("the keyword %s has no value", printable(name))
		}
		if k.most -= int64(len(t.text)); k.most < 0 {
			return "", false, dubbelkrona.Invalidf("its keywords take more memory than the limit")
		}
	}
}

// list reads values up to the semicolon. In TIMEVAL the words TLIST, its scale
// and the - of a range are among the texts.
func (k *keywords) list(s *pxScanner) (values []string, err error) {
	for {
		t, err := s.next()
		if err != nil {
			return nil, pxEnd(err)
		}
		switch t.kind {
		case pxSemicolon:
			return values, nil
		case pxText, pxWord:
			values = append(values, t.text)
		}
		if k.most -= int64(len(t.text)) + 16; k.most < 0 {
			return nil, dubbelkrona.Invalidf("its keywords take more memory than the limit")
		}
	}
}

// printable returns a keyword without its subkeys.
func printable(name string) string {
	name, _, _ = strings.Cut(name, "\x00")
	return name[:min(len(name), 20)]
}

func (k *keywords) of(name string, variable ...string) []string {
	return k.values[strings.Join(append([]string{name}, variable...), "\x00")]
}

func (k *keywords) text(name string, variable ...string) string {
	if v := k.of(name, variable...); len(v) > 0 {
		return v[0]
	}
	return ""
}

// cube returns the table that the keywords describe, and the keys of its rows
// if DATA has them.
func (k *keywords) cube() (*cube, []pxKeys, error) {
	c := &cube{table: cmp.Or(k.text("TABLEID"), k.text("MATRIX")), title: k.text("TITLE"), source: k.text("SOURCE"), notes: strings.ReplaceAll(k.text("NOTE"), "#", " ")}
	stub, heading := k.of("STUB"), k.of("HEADING")
	names := append(slices.Clone(stub), heading...)
	if len(names) == 0 {
		return nil, nil, dubbelkrona.Invalidf("it has neither STUB nor HEADING")
	}
	var keys []pxKeys
	for i, name := range names {
		d, err := k.dimension(name)
		if err != nil {
			return nil, nil, err
		}
		c.dimensions = append(c.dimensions, d)
		if kind := k.text("KEYS", name); i < len(stub) && kind != "" {
			row, err := keysOf(d, strings.ToUpper(kind))
			if err != nil {
				return nil, nil, err
			}
			keys = append(keys, row)
		}
	}
	if len(keys) > 0 && len(keys) != len(stub) {
		return nil, nil, dubbelkrona.Invalidf("KEYS is set for some of the variables in STUB but not for all")
	}
	c.updated = pxTime(k.text("LAST-UPDATED"))
	for _, d := range c.dimensions {
		if d.role == content && len(d.values) > 0 && c.updated == "" {
			c.updated = pxTime(k.text("LAST-UPDATED", d.values[0].text))
		}
	}
	return c, keys, nil
}

func (k *keywords) dimension(name string) (dimension, error) {
	texts, codes := k.of("VALUES", name), k.of("CODES", name)
	times, err := timesOf(k.of("TIMEVAL", name))
	if err != nil {
		return dimension{}, dubbelkrona.Invalidf("the variable %q: %w", name, err)
	}
	if len(codes) == 0 {
		codes = times.codes
	}
	if len(codes) == 0 {
		codes = texts
	}
	if len(texts) == 0 {
		texts = codes
	}
	if len(codes) != len(texts) {
		return dimension{}, dubbelkrona.Invalidf("the variable %q has %d codes and %d values", name, len(codes), len(texts))
	}
	if len(times.codes) > 0 && len(times.codes) != len(codes) {
		return dimension{}, dubbelkrona.Invalidf("the variable %q has %d values and %d times in TIMEVAL", name, len(codes), len(times.codes))
	}
	d := dimension{code: cmp.Or(k.text("VARIABLECODE", name), name), text: name}
	d.role = cmp.Or(k.roleOf(name), roleOf(d.code, name))
	seen := make(map[string]bool, len(codes))
	for i, code := range codes {
		if seen[code] {
			return dimension{}, dubbelkrona.Invalidf("the variable %q has the value %q twice, so that its cells are ambiguous", name, code)
		}
		seen[code] = true
		p := place{code: code, text: texts[i]}
		if d.role == content {
			p.unit = k.text("UNITS", texts[i])
		}
		if d.role == period {
			p.span = times.span(i, p)
		}
		d.values = append(d.values, p)
	}
	return d, nil
}

func (k *keywords) roleOf(name string) role {
	switch {
	case len(k.of("TIMEVAL", name)) > 0 || k.text("VARIABLE-TYPE", name) == "T":
		return period
	case k.text("CONTVARIABLE") == name:
		return content
	case k.text("VARIABLE-TYPE", name) == "G" || k.text("MAP", name) != "":
		return geography
	}
	return other
}

// pxTime returns a time such as "20230525 15:42" as an ISO date.
func pxTime(text string) string {
	if len(text) < 8 || strings.Trim(text[:8], "0123456789") != "" {
		return ""
	}
	return text[:4] + "-" + text[4:6] + "-" + text[6:8]
}
