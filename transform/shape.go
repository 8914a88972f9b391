package transform

import (
	"regexp"
	"slices"
	"strings"

	"dubbelkrona"
)

// The rules of shaping.
const (
	rulePattern rule = "pattern.mismatch"
	ruleSplit   rule = "split.missing"
)

// shaper transforms cleaned cells before they are parsed: values, split and
// pattern, in this order.
type shaper struct {
	values  map[string]string
	several bool // a cell may have several of the texts in values
	split   int
	by      string
	pattern *regexp.Regexp
	nulls   map[string]bool
	number  bool // a single dot means unknown
	// sure shapers cannot fail, so that equal cells need not be checked again.
	sure   bool
	memory memo[string]
	// constants caches the results for constants and object names.
	constants memo[string]
}

// newShaper returns nil if cells are used unchanged.
func newShaper(p *columnPlan, number bool) *shaper {
	if p.values == nil && p.split == 0 && p.pattern == nil && p.nulls == nil && !number {
		return nil
	}
	return &shaper{values: p.values, several: p.column.Several, split: p.split, by: p.by, pattern: p.pattern, nulls: p.nulls, number: number,
		sure: p.split == 0 && p.pattern == nil}
}

// apply transforms a cleaned text; data is true if it is a cell, in which some
// texts mean unknown.
func (s *shaper) apply(text string, data bool) (string, rule) {
	if s.values == nil && s.sure {
		return text, ""
	}
	memory := &s.memory
	if !data {
		memory = &s.constants
	}
	if v, ok := memory.get(text); ok {
		return v, ""
	}
	v, why := s.shaped(text, data)
	if why == "" {
		memory.put(text, v)
	}
	return v, why
}

// replaces reports whether the mapping replaces a cell.
func (s *shaper) replaces(text string) bool {
	_, ok := s.values[foldCell(text)]
	return ok
}

func (s *shaper) shaped(text string, data bool) (string, rule) {
	if to, ok := s.values[foldCell(text)]; ok {
		if text = to; text == "" {
			return "", ""
		}
	} else if text == "" || data && s.isNull(text) {
		return "", ""
	} else if s.several && s.split == 0 {
		text = s.replaced(text)
	} else if to, ok := s.values[anyOther]; ok {
		text = to
	}
	if s.split > 0 {
		parts := s.parts(text)
		if len(parts) < s.split {
			return "", ruleSplit
		}
		text = parts[s.split-1]
	}
	if s.pattern != nil {
		match, ok := firstMatch(s.pattern, text)
		if !ok {
			return "", rulePattern
		}
		text = match
	}
	return strings.Clone(clean(text)), ""
}

// replaced replaces each part of a cell that has several. A part that is
// replaced by nothing is left out.
func (s *shaper) replaced(text string) string {
	var parts []string
	for _, part := range splitCodes(text) {
		if to, ok := s.values[foldCell(part)]; ok {
			part = to
		} else if to, ok := s.values[anyOther]; ok {
			part = to
		}
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, dubbelkrona.CodeSeparator)
}

// parts returns the values of one cell.
func (s *shaper) parts(text string) []string {
	if s.by == "" {
		return splitValues(text)
	}
	var parts []string
	for part := range strings.SplitSeq(text, s.by) {
		if part = clean(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// splitValues splits a cell at punctuation and white space.
func splitValues(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,/|", r) || blank(r) })
}

// firstMatch returns the groups of the first match joined by hyphens, or the
// whole match if the pattern has no groups.
func firstMatch(pattern *regexp.Regexp, text string) (string, bool) {
	m := pattern.FindStringSubmatch(text)
	switch {
	case m == nil:
		return "", false
	case len(m) == 1:
		return m[0], true
	}
	groups := slices.DeleteFunc(m[1:], func(g string) bool { return g == "" })
	return strings.Join(groups, "-"), true
}

// isNull reports whether a cleaned cell is unknown in this column.
func (s *shaper) isNull(text string) bool {
	return isNull(text) || s.number && text == "." || s.nulls != nil && s.nulls[foldCell(text)]
}
