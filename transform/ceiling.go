package transform

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dubbelkrona"
)

// The ceiling on rejected rows of a source that sets none: more than one in
// twenty and more than three, or all there are (see onlyBroken).
const (
	ceilingOneIn = 20
	ceilingRows  = 3
)

// tooMany is an Invalid error where more rows were rejected than the ceiling
// allows. Rows that the mapping sends nowhere, totals among them, do not count.
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
		return p.refused("%d of %d rows were rejected, more than the share %g that quarantine.max_share allows", rejected, rows, *limits.MaxShare)
	case limits.MaxRows != nil:
		return nil // see tooManyRows
	case rejected == rows && (rows > ceilingRows || !p.report.onlyBroken()):
		return p.refused("all of its rows, %d, were rejected; set quarantine.max_share to take it nevertheless", rejected)
	case rejected > ceilingRows && rejected*ceilingOneIn > rows:
		return p.refused("%d of %d rows were rejected, more than 5 %% of them; set quarantine.max_share to take the others nevertheless", rejected, rows)
	}
	return nil
}

// onlyBroken reports whether nothing was rejected but what the format itself
// calls broken. An object of so few rows is one notice, invoice or process, and
// what is wrong with it is told by that row's issue, which a refusal would lose;
// where it replaces something, it is a fall to nothing and held back.
func (r *reporter) onlyBroken() bool {
	for why := range r.reasons {
		if why.rule != string(ruleFields) {
			return false
		}
	}
	return len(r.reasons) > 0
}

// tooManyRows is an Invalid error as soon as more rows were rejected than
// quarantine.max_rows allows.
func (p *Pass) tooManyRows() error {
	limit := p.plan.quarantine.MaxRows
	if limit == nil || p.counts.Rejected <= *limit {
		return nil
	}
	return p.refused("more than %d rows were rejected, the ceiling of quarantine.max_rows", *limit)
}

// refused is the error of an object with too many rejected rows. It says what
// was most often wrong: the issues of a refused object are kept nowhere.
func (p *Pass) refused(format string, args ...any) error {
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "object %s refused: %s (%s)", p.origin.Object, fmt.Sprintf(format, args...), p.report.worst())
}

// cause is why rows were rejected.
type cause struct {
	table, column string
	rule          string
}

// occurrence is how often there was a reason, and where first.
type occurrence struct{ count, first int64 }

// worst names the most frequent reasons of rejections.
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

// remember counts a reason.
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
