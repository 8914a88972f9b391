package transform

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dubbelkrona"
)

// The limits on rejected rows if the source sets none: more than 5 % and more
// than three, or all of them (see onlyBroken).
const (
	ceilingOneIn = 20
	ceilingRows  = 3
)

// tooMany returns an Invalid error if more rows were rejected than allowed.
// Rows that the mapping leaves out, such as totals, are not counted.
func (p *Pass) tooMany() error {
	rejected, rows := p.counts.Rejected, p.counts.Read-p.counts.Skipped
	limits := p.plan.quarantine
	switch {
	case rejected == 0:
		return nil
	case limits.MaxShare != nil:
		if float64(rejected) <= *limits.MaxShare*float64(rows) {
			return nil
		}
		return p.refused("%d of %d rows were rejected, more than the share %g in quarantine.max_share", rejected, rows, *limits.MaxShare)
	case limits.MaxRows != nil:
		return nil // see tooManyRows
	case rejected == rows && (rows > ceilingRows || !p.report.onlyBroken()):
		return p.refused("all %d rows were rejected; set quarantine.max_share to accept it anyway", rejected)
	case rejected > ceilingRows && rejected*ceilingOneIn > rows:
		return p.refused("%d of %d rows were rejected, more than 5 %% of them; set quarantine.max_share to accept the others anyway", rejected, rows)
	}
	return nil
}

// onlyBroken reports whether all rejected rows were reported as broken by the
// format itself. An object of a single notice, invoice or process is then not
// refused, so that the row's issue is kept; if the object replaces an earlier
// version, it is held back because nothing is left of it.
func (r *reporter) onlyBroken() bool {
	for why := range r.reasons {
		if why.rule != string(ruleFields) {
			return false
		}
	}
	return len(r.reasons) > 0
}

// tooManyRows returns an Invalid error as soon as more rows have been rejected
// than quarantine.max_rows allows.
func (p *Pass) tooManyRows() error {
	limit := p.plan.quarantine.MaxRows
	if limit == nil || p.counts.Rejected <= *limit {
		return nil
	}
	return p.refused("more than %d rows were rejected, the limit in quarantine.max_rows", *limit)
}

// refused returns the error for an object with too many rejected rows. It
// names the most frequent reasons, because the issues of a refused object are
// not stored.
func (p *Pass) refused(format string, args ...any) error {
	return dubbelkrona.Invalidf("object %s refused: %s (%s)", p.origin.Object, fmt.Sprintf(format, args...), p.report.worst())
}

// cause is the column and rule of a rejection.
type cause struct {
	table, column string
	rule          string
}

// occurrence is how often a cause occurred and the first row in which it did.
type occurrence struct{ count, first int64 }

// worst formats the most frequent causes of rejection.
func (r *reporter) worst() string {
	const shown = 3
	all := slices.SortedFunc(maps.Keys(r.reasons), func(a, b cause) int {
		return cmp.Or(cmp.Compare(r.reasons[b].count, r.reasons[a].count), cmp.Compare(a.table, b.table), cmp.Compare(a.column, b.column), cmp.Compare(a.rule, b.rule))
	})
	var texts []string
	for _, why := range all[:min(len(all), shown)] {
		column := why.table
		if why.column != "" {
			column += "." + why.column
		}
		texts = append(texts, fmt.Sprintf("%s %s: %d, the first in row %d", column, why.rule, r.reasons[why].count, r.reasons[why].first))
	}
	return strings.Join(texts, "; ")
}

// remember counts the cause of an issue.
func (r *reporter) remember(i dubbelkrona.Issue) {
	if r.reasons == nil {
		r.reasons = make(map[cause]occurrence)
	}
	why := cause{i.Table, i.Column, i.Rule}
	o, known := r.reasons[why]
	if !known {
		o.first = i.Row
	}
	o.count++
	r.reasons[why] = o
}
