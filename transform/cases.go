package transform

import (
	"slices"
	"strings"

	"dubbelkrona"
)

// caseLimits is a Case of a column with its limits parsed.
type caseLimits struct {
	dubbelkrona.Case
	limits limits
}

func casesOf(col *dubbelkrona.Column) (all []caseLimits, err error) {
	for _, c := range col.Cases {
		l, err := limitsOf(col.Type, c.Range)
		if err != nil {
			return nil, err
		}
		all = append(all, caseLimits{c, l})
	}
	return all, nil
}

// holds reports whether the case applies to a row in which the other column
// has this text.
func (c *caseLimits) holds(text string) bool {
	return slices.ContainsFunc(c.Is, func(is string) bool {
		before, after, any := strings.Cut(is, "*")
		if any {
			return len(text) >= len(before)+len(after) && strings.HasPrefix(text, before) && strings.HasSuffix(text, after)
		}
		return text == is
	})
}

// checkCases rejects or blanks numbers that are outside the narrower range of
// their row.
func (e *boundEntry) checkCases() {
	for _, c := range e.columns {
		number, ok := c.(*typed[int64])
		if !ok || number.src.absent() {
			continue
		}
		for i := range number.plan.cases {
			e.checkCase(number, &number.plan.cases[i])
		}
	}
}

func (e *boundEntry) checkCase(number *typed[int64], c *caseLimits) {
	other, ok := e.named(c.Column).(*textColumn)
	if !ok {
		return
	}
	for j := range e.rows.n {
		if e.rows.bad[j] || !number.valid[j] || c.limits.number(number.values[j]) == "" || !c.holds(other.at(j)) {
			continue
		}
		cell, _ := number.src.cell(e.rows.raw(j))
		detail := explainLimits(ruleRange, number.plan.column, c.Range) + " where " + c.Column + " is " + strings.Join(c.Is, ", ")
		number.valid[j] = number.failed(&e.rows, j, ruleRange, cell, detail)
	}
}
