package transform

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// rulePerson is the rule for cells that do not identify a person.
const rulePerson rule = "person.invalid"

// facts are what an identity number reveals about its person.
type facts struct {
	birthYear int
	sex       string // K or M; empty if the number does not reveal it
}

// personCell is a parsed person.
type personCell struct {
	pseudonym [dubbelkrona.PseudonymBytes]byte
	facts
}

// personColumn parses identity numbers, or with as: other_id any number, and
// stores only pseudonyms.
type personColumn struct {
	base
	cells[[dubbelkrona.PseudonymBytes]byte]
	hash    *hasher
	otherID bool
	memory  memo[personCell]
	facts   []facts
}

func (c *personColumn) read(r *rows) {
	c.reset(r.n)
	c.facts = resized(c.facts, r.n)
	if c.src.absent() {
		return
	}
	for j := range r.n {
		cell, known := c.src.cell(r.raw(j))
		if !known {
			continue
		}
		p, seen := c.memory.get(cell)
		if !seen {
			text, known, failed := c.text(r, j)
			c.valid[j] = failed
			if !known {
				continue
			}
			var ok bool
			if p, ok = c.parse(text); !ok {
				c.valid[j] = c.fail(r, j, rulePerson, "")
				continue
			}
			c.memory.put(cell, p)
		}
		c.set(j, p.pseudonym)
		c.facts[j] = p.facts
	}
}

func (c *personColumn) parse(text string) (personCell, bool) {
	if isScientific(text) {
		return personCell{}, false
	}
	if c.otherID {
		return personCell{pseudonym: c.hash.sum(purposeOther, foldCell(text))}, true
	}
	p, ok := c.hash.person(text)
	if !ok {
		return personCell{}, false
	}
	return personCell{c.hash.sum(purposePerson, p.Number), facts{p.BirthYear, p.Sex}}, true
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

func (c *personColumn) complete(r *rows) { c.require(r, c.valid) }

func (c *personColumn) array(mem memory.Allocator, keep []int32) arrow.Array {
	values, valid := c.pick(keep)
	return buildPseudonyms(mem, values, valid)
}

func (c *personColumn) birthYear(_ *rows, j int) (int64, bool) {
	return int64(c.facts[j].birthYear), c.facts[j].birthYear != 0
}

func (c *personColumn) sex(_ *rows, j int) (string, bool) {
	return c.facts[j].sex, c.facts[j].sex != ""
}
