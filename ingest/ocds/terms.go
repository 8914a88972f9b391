package ocds

import (
	"slices"
	"strings"

	"dubbelkrona/internal/jsontext"
)

// terms are the tender and those of its lots that a contract is about: where
// extensions say who may take part and what is asked for besides the service.
type terms struct {
	tender *jsontext.Value
	lots   []*jsontext.Value
}

// termsOf finds the lots of a contract: the related ones, and all of them
// where it does not say.
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

// fact is what the terms say on a question: true, false, or empty for unknown.
// What the tender says counts for every lot. Lots must agree: whether a
// contract for three lots of which one is reserved is reserved is unknown.
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

// reserved tells whether the procurement was reserved for workshops or
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

// reservedExecution tells whether the contract must be carried out in
// sheltered employment (contractTerms.reservedExecution).
func (t terms) reservedExecution() string {
	return t.fact(func(part *jsontext.Value) string {
		if v := part.At("contractTerms", "reservedExecution"); v.Is(jsontext.Bool) {
			return v.Text
		}
		return ""
	})
}

// socialClause tells whether there are social goals (sustainability) or
// standards (contractTerms.socialStandards). Known goals of which none is
// social say no, as does that the procurement has no such goals at all.
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

// socialObjectives are the codes of the social goals, each once, where it is
// known that the contract has such.
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

// isSocial says whether a code of the list of goals is social, or a narrower
// one: social.disadvantagedEmploymentOpportunities.
func isSocial(goal string) bool { return goal == "social" || strings.HasPrefix(goal, "social.") }
