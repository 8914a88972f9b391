package metrics

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dubbelkrona"
)

// checkColumns has the names of the columns of a check's result, and which of
// them are decimals.
type checkColumns struct {
	all      []string
	decimals map[string]bool
}

// columns returns the columns of a check's result. Columns about persons are an
// error, since offending rows are shown to users.
func (r *run) columns(ctx context.Context, d *Definition) (c checkColumns, err error) {
	described, err := r.db.Collect(ctx, "DESCRIBE "+d.SQL)
	if err != nil {
		return c, err
	}
	c.decimals = make(map[string]bool)
	for _, row := range described {
		name, kind := fmt.Sprint(row[0]), fmt.Sprint(row[1])
		if strings.Contains(kind, "BLOB") || name == "person" {
			return c, fmt.Errorf("column %s is about persons; count them instead", name)
		}
		c.all = append(c.all, name)
		c.decimals[name] = strings.HasPrefix(kind, "DECIMAL") || kind == "DOUBLE"
	}
	return c, nil
}

var (
	placeholder = regexp.MustCompile(`\{[a-z0-9_]+\}`)
	plainNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
)

// render fills the placeholders of a message with a row's values, with decimals
// in the format of the language. A placeholder without a column is unchanged.
func (c checkColumns) render(message, language string, cells []any) string {
	return placeholder.ReplaceAllStringFunc(message, func(p string) string {
		name := p[1 : len(p)-1]
		i := slices.Index(c.all, name)
		switch {
		case i < 0:
			return p
		case cells[i] == nil:
			return "–"
		}
		text := fmt.Sprint(cells[i])
		if c.decimals[name] && plainNumber.MatchString(text) {
			text = dubbelkrona.FormatNumber(text, language)
		}
		return clip(text)
	})
}

// pseudonym matches a person's pseudonym in hexadecimal.
var pseudonym = regexp.MustCompile(`(?i)\b(?:\\x)?[0-9a-f]{32}\b`)

func clip(cell string) string {
	cell = dubbelkrona.Printable(pseudonym.ReplaceAllString(cell, "…"))
	if runes := []rune(cell); len(runes) > sampleCell {
		return string(runes[:sampleCell]) + "…"
	}
	return cell
}
