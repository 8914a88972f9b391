package ocds

import (
	"slices"
	"strings"

	"dubbelkrona/internal/jsontext"
)

// terms are the tender and those of its lots that belong to a contract.
// Extensions of both state who may participate and which other requirements
// there are.
type terms struct {
	tender *jsontext.Value
	lots   []*jsontext.Value
}

// termsOf returns the related lots of a contract, or all lots if it has no
// relations.
func termsOf(tender, contract, award *jsontext.Value) terms {
	t := terms{tender: tender}
	related := contract.Get("relatedLots").Elements()
	if len(related) == 0 {
		related = award.Get("relatedLots").Elements()
	}
	lots := tender.Get("lots").Elements()
	for i := range lots {
		id := idText(lots[i].Get("id"))
		if len(related) == 0 || slices.ContainsFunc(related, func(r jsontext.Value) bool { return idText(&r) == id }) {
			t.lots = append(t.lots, &lots[i])
		}
	}
	return t
}

// fact returns the answer of the terms to a question: true, false, or empty for
// unknown. The tender's answer applies to every lot; otherwise all lots must
// agree.
func (t terms) fact(of func(part *jsontext.Value) string) string {
	if said := of(t.tender); said != "" || len(t.lots) == 0 {
		return said
	}
	said := of(t.lots[0])
	for _, lot := range t.lots[1:] {
		if of(lot) != said {
			return ""
		}
	}
	return said
}

// reserved returns whether the procurement was reserved for workshops or
// organisations (otherRequirements.reservedParticipation).
func (t terms) reserved() string {
	return t.fact(func(part *jsontext.Value) string {
		list := part.At("otherRequirements", "reservedParticipation").Elements()
		if len(list) == 0 {
			return ""
		}
		for i := range list {
			if code := textOf(&list[i]); code != "none" {
				return "true"
			}
		}
		return "false"
	})
}

// reservedExecution returns whether the contract must be performed in sheltered
// employment (contractTerms.reservedExecution).
func (t terms) reservedExecution() string {
	return t.fact(func(part *jsontext.Value) string {
		if v := part.At("contractTerms", "reservedExecution"); v.Is(jsontext.Bool) {
			return v.Text
		}
		return ""
	})
}

// socialClause returns whether there are social goals (sustainability) or
// standards (contractTerms.socialStandards). Goals of which none is social mean
// false, and so does a statement that there are no such goals.
func (t terms) socialClause() string {
	return t.fact(func(part *jsontext.Value) string {
		goals := goalsOf(part)
		switch has := part.Get("hasSustainability"); {
		case slices.ContainsFunc(goals, isSocial) || textOf(part.At("contractTerms", "socialStandards")) != "":
			return "true"
		case len(goals) > 0:
			return "false"
		case has.Is(jsontext.Bool) && has.Text == "false":
			return "false"
		}
		return ""
	})
}

// socialObjectives returns the distinct codes of the social goals, if it is
// known that the contract has any.
func (t terms) socialObjectives() string {
	if t.socialClause() != "true" {
		return ""
	}
	var codes []string
	for _, part := range append([]*jsontext.Value{t.tender}, t.lots...) {
		for _, goal := range goalsOf(part) {
			if isSocial(goal) && !slices.Contains(codes, goal) {
				codes = append(codes, goal)
			}
		}
	}
	return strings.Join(codes, "; ")
}

func goalsOf(part *jsontext.Value) []string {
	var goals []string
	list := part.Get("sustainability").Elements()
	for i := range list {
		if goal := textOf(list[i].Get("goal")); goal != "" {
			goals = append(goals, goal)
		}
	}
	return goals
}

// isSocial reports whether a code of a goal is social, or narrower:
// social.disadvantagedEmploymentOpportunities.
func isSocial(goal string) bool { return goal == "social" || strings.HasPrefix(goal, "social.") }
