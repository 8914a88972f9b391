package probe

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"dubbelkrona/internal/identity"
)

// Entry returns an entry for the sources of a configuration that reads the
// object. where is the line with its place, such as "files: data/x.csv".
func (r *Report) Entry(name, where string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  - name: %s\n    %s\n", name, where)
	switch {
	case len(r.Fits) > 0:
		fmt.Fprintf(&b, "    profile: %s\n", r.Fits[0].Profile)
	case r.Guess != nil:
		r.Guess.write(&b)
	default:
		b.WriteString("    tables: []   # no table resembles these columns; see docs/data-dictionary.md\n")
	}
	return b.String()
}

func (g *Guess) write(b *strings.Builder) {
	fmt.Fprintf(b, "    tables:\n      - table: %s\n        columns:\n", g.Table)
	for _, column := range slices.Sorted(maps.Keys(g.Columns)) {
		fmt.Fprintf(b, "          %s: %s\n", column, quoted(g.Columns[column]))
	}
	for _, column := range g.Missing {
		fmt.Fprintf(b, "          # %s is required: name its column here\n", column)
	}
}

// quoted returns a column name as YAML, quoted if necessary.
func quoted(name string) string {
	plain := strings.IndexFunc(name, func(r rune) bool {
		return !(r == '_' || r == ' ' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0xc0)
	}) < 0
	word := slices.Contains([]string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(name))
	if plain && !word && name == strings.TrimSpace(name) && strings.Trim(name, "0123456789") != "" {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// SourceName returns a name for a source, made from its file name or address.
func SourceName(target string) string {
	label, _ := identity.Mask(filepath.Base(target))
	base, _, _ := strings.Cut(label, ".")
	name := cmp.Or(PlainName(base), "kalla")
	return name[:min(len(name), 40)]
}

// PlainName returns a text in the form of a name in the configuration, of letters
// from a to z, digits and hyphens; empty if it has none of these.
func PlainName(text string) string {
	text = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e").Replace(strings.ToLower(text))
	return strings.Trim(notInNames.ReplaceAllString(text, "-"), "-")
}
