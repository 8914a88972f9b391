package present

import (
	"cmp"
	"strconv"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// Result is one row of results as cells: part, period, group, value, low, high,
// persons, unit, grade, status and warnings.
func Result(l wording.Language, r dubbelkrona.Result) []string {
	persons, value := "", figure(l, r.Value)
	if r.Status == dubbelkrona.Suppressed {
		persons, value = dubbelkrona.SuppressedMark, dubbelkrona.SuppressedMark
	}
	if r.Persons.Valid {
		persons = strconv.FormatInt(r.Persons.N, 10)
	}
	grade := r.Grade
	if r.Synthetic {
		grade += l.Pick(" (syntetisk)", " (synthetic)")
	}
	return []string{cmp.Or(r.Part, "="), cmp.Or(r.Period, l.Pick("alla", "all")), groupOf(l, r), value, bound(l, r.Low), bound(l, r.High), persons,
		r.Unit, grade, r.Status, r.Warnings}
}

// groupOf is the group that a row is about.
func groupOf(l wording.Language, r dubbelkrona.Result) string {
	if r.Grouping == "" {
		return l.Pick("alla", "all")
	}
	var parts []string
	for name := range strings.SplitSeq(r.Grouping, ",") {
		if name == "municipality" {
			parts = append(parts, cmp.Or(r.Municipality, wording.Unknown))
		}
	}
	if r.Dimensions != "" && r.Dimensions != "{}" {
		parts = append(parts, r.Dimensions.String())
	}
	return strings.Join(parts, " ")
}

// figure writes a value with the decimals that it has, at most four.
func figure(l wording.Language, d dubbelkrona.Number) string {
	n := nullable(d)
	if n.Valid {
		return l.Decimal(n.Decimal, min(4, max(0, -n.Decimal.Exponent())))
	}
	return wording.Unknown
}

func bound(l wording.Language, d dubbelkrona.Number) string {
	if !d.Valid {
		return ""
	}
	return figure(l, d)
}
