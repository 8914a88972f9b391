package report

import (
	"cmp"
	"fmt"
	"slices"

	"dubbelkrona"
)

// targets are the targets of figures.
func targets(d *Data) map[dubbelkrona.Cell]*dubbelkrona.Target {
	all := make(map[dubbelkrona.Cell]*dubbelkrona.Target, len(d.Targets))
	for i := range d.Targets {
		all[d.Targets[i].Cell] = &d.Targets[i]
	}
	return all
}

// Goal says the target of the figure and how it stands to it; empty if it has none. A value
// that is shown in words has no gap.
func (f figure) Goal() string {
	if !f.Target.Valid {
		return ""
	}
	r := *f.Result
	if !f.Known() {
		r.Gap = dubbelkrona.Number{}
	}
	return f.l.Target(&r, f.decided, f.number)
}

// goals says in sentences what the headline's figures have as targets.
func (p headlines) goals(h hero) (all []string) {
	for _, one := range []struct {
		figure
		name string
	}{{h.DV, p.T("det dubbla värdet", "the double value")}, {h.V, p.T("tjänstekronan", "the service krona")}, {h.E, p.T("den sociala kronan", "the social krona")},
		{h.P, p.T("sannolikheten att värdet är minst 2", "the probability that the value is at least 2")}} {
		goal := one.Goal()
		if goal == "" {
			continue
		}
		if one.decided != nil && one.decided.Decided != "" {
			goal += p.T(" (beslutat ", " (decided ") + one.decided.Decided.String() + ")"
		}
		all = append(all, fmt.Sprintf(p.T("Mål för %s: %s.", "Target for %s: %s."), one.name, goal))
	}
	return all
}

// Targets are the figures that have a target, of what is shown in full.
func (p groups) Targets() table {
	t := table{ID: p.ID("targets"), Quiet: true, Sort: true, Caption: p.T("Mål", "Targets"),
		Head: heads(1, p.T("Tal", "Figure"), p.T("Värde", "Value"), p.T("Spann (90\u00a0%)", "Range (90%)"), p.T("Mål", "Target"), p.T("Värde minus mål", "Value minus target"), p.T("Enhet", "Unit"),
			p.T("Uppnått", "Reached"), p.T("Beslut", "Decision"), p.T("Beslutat", "Decided"))}
	for i := 5; i < len(t.Head); i++ {
		t.Head[i].Number = false
	}
	for _, c := range p.all {
		if p.Municipality != "" && c.municipality != p.Municipality {
			continue
		}
		for _, part := range c.names() {
			if f := p.figure(c, part); f.Target.Valid {
				t.Rows = append(t.Rows, p.goal(c, f))
			}
		}
	}
	return t
}

// names are the names of the parts of a group in alphabetical order.
func (c *cell) names() (all []string) {
	for name := range c.parts {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// goal is the row of a figure that has a target.
func (p groups) goal(c *cell, f figure) row {
	target, gap := words(f.number(f.Target)), words("")
	if f.decided != nil {
		target.Text = f.decided.Whether().In(string(p.l)) + " " + target.Text
		if f.decided.Synthetic {
			target.Text += p.T(" (påhittat)", " (made up)")
		}
	}
	switch {
	case f.Status == dubbelkrona.Suppressed:
		gap.Text = dubbelkrona.SuppressedMark
	case f.Known() && f.Gap.Valid:
		gap = entry{Text: f.number(f.Gap), Exact: f.Gap.String(), Number: true}
	}
	decision := cmp.Or(f.decided, &dubbelkrona.Target{})
	target.Number, gap.Number = true, true
	name := quality(p).named(f.Cell())
	return row{Group: p.about(c, name), Entries: []entry{words(name), {Figure: &f, Number: true}, {Span: &f, Number: true}, target, gap, words(unit(p.l, f.Unit)),
		words(p.In(dubbelkrona.TargetWords(f.TargetStatus))), {Text: decision.Decision, Quoted: true}, words(decision.Decided.String())}}
}
