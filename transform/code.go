package transform

import (
	"slices"
	"strings"

	"dubbelkrona"
)

// The rules of codes.
const (
	ruleCode         rule = "code.unknown"
	ruleBoolean      rule = "boolean.invalid"
	ruleMunicipality rule = "municipality.unknown"
)

// codeParser returns a parser for the codes of a column, ignoring case; it
// also accepts common words for them.
func codeParser(col *dubbelkrona.Column) func(string) (string, rule) {
	allowed := make(map[string]string, len(col.Values))
	for _, v := range col.Values {
		allowed[foldCell(v)] = v
	}
	if col.Name == sexColumn {
		for word, code := range map[string]string{"kvinna": "K", "kvinnor": "K", "man": "M", "män": "M", "totalt": "T"} {
			if own, ok := allowed[foldCell(code)]; ok {
				allowed[word] = own
			}
		}
	}
	one := func(text string) (string, rule) {
		if code, ok := allowed[foldCell(text)]; ok {
			return code, ""
		}
		return "", ruleCode
	}
	if col.Several {
		return func(text string) (string, rule) { return parseSeveral(text, one) }
	}
	return one
}

// parseSeveral parses a cell that states several codes. A cell with an unknown
// one is unknown as a whole: the codes beside it would look like all there are.
func parseSeveral(text string, one func(string) (string, rule)) (string, rule) {
	var codes []string
	for _, part := range splitCodes(text) {
		code, why := one(part)
		if why != "" {
			return "", why
		}
		codes = append(codes, code)
	}
	if len(codes) == 0 {
		return "", ruleCode
	}
	slices.Sort(codes)
	return strings.Join(slices.Compact(codes), dubbelkrona.CodeSeparator), ""
}

// splitCodes splits a cell that states several codes or words for them, which
// may have spaces in them.
func splitCodes(text string) (parts []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,|\n", r) }) {
		if part = clean(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// municipalityParser returns a parser for a municipality's code (with or
// without its leading zero, optionally followed by the name) or its name.
// Unknown four-digit codes are kept, because they may have been valid earlier;
// a check reports them.
func municipalityParser(find func(string) (string, bool)) func(string) (string, rule) {
	return func(text string) (string, rule) {
		if code, ok := find(text); ok {
			return code, ""
		}
		switch n := leadingDigits(text); {
		case n == 4 && (n == len(text) || text[n] == ' '):
			return strings.Clone(text[:n]), ""
		case n == 3 && n < len(text) && text[n] == ' ':
			if code, ok := find(text[:n]); ok {
				return code, ""
			}
		}
		return "", ruleMunicipality
	}
}

// parseFlag parses a word that states a property or denies it, such as
// "Direktivstyrd" and "Inte direktivstyrd", and the words for yes and no. A
// cell with digits is an error: it probably came from another column.
func parseFlag(text string) (bool, rule) {
	if v, why := parseBoolean(text); why == "" {
		return v, ""
	}
	folded := foldCell(text)
	if strings.ContainsAny(folded, "0123456789") {
		return false, ruleBoolean
	}
	for _, no := range [...]string{"inte", "inga", "ingen", "inget", "ej", "icke"} {
		if rest, ok := strings.CutPrefix(folded, no); ok && (rest == "" || rest[0] == ' ' || rest[0] == '-') {
			return false, ""
		}
	}
	return true, ""
}

// parseBoolean parses yes and no in Swedish and English.
func parseBoolean(text string) (bool, rule) {
	if len(text) <= len("falskt") {
		switch strings.ToLower(text) {
		case "1", "ja", "j", "yes", "y", "true", "t", "sant", "sann", "x":
			return true, ""
		case "0", "nej", "n", "no", "false", "f", "falskt", "falsk":
			return false, ""
		}
	}
	return false, ruleBoolean
}
