package transform

import (
	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// rulePerson is the rule for cells that do not identify a person.
const rulePerson rule = "person.invalid"

// personCell is a parsed person: the pseudonym, which alone is stored, and what
// the identity number reveals.
type personCell struct {
	pseudonym [dubbelkrona.PseudonymBytes]byte
	birthYear int    // 0 if unknown
	sex       string // K or M; empty if unknown
}

// personCell parses an identity number.
func (h *hasher) personCell(text string) (personCell, rule) {
	if p, ok := h.person(text); ok {
		return personCell{h.sum(purposePerson, p.Number), p.BirthYear, p.Sex}, ""
	}
	return personCell{}, rulePerson
}

// otherID parses another number of a person.
func (h *hasher) otherID(text string) (personCell, rule) {
	if isScientific(text) {
		return personCell{}, rulePerson
	}
	return personCell{pseudonym: h.sum(purposeOther, foldCell(text))}, ""
}

// person parses an identity number; the day of the pass determines the
// century. A spreadsheet drops the leading zero of those born in the first years
// of a century.
func (h *hasher) person(text string) (identity.Person, bool) {
	if len(text) == 9 {
		text = "0" + text
	}
	return identity.ParsePerson(text, h.now)
}
