package transform

import (
	"encoding/hex"
	"strings"
	"time"

	"dubbelkrona"
)

// Traces are all pseudonyms and tokens that may be stored for one person.
type Traces struct {
	Persons [][dubbelkrona.PseudonymBytes]byte
	Tokens  []string
	// Numbers are the written forms of the person's identity number, none of
	// which may be stored anywhere.
	Numbers []string
}

// Traces returns the traces of a person's identity number, which may be
// written in any form that cells may have, including those of a mapping with
// as: other_id. It returns an Invalid error, which does not contain the
// number, if the number is not valid.
func (k Key) Traces(number string, now time.Time) (Traces, error) {
	h := k.hasher()
	h.now = now
	text := clean(number)
	p, ok := h.person(text)
	if !ok {
		return Traces{}, dubbelkrona.Invalidf("not a valid identity number of a person; for a case number use --other-id")
	}
	t := Traces{Persons: [][dubbelkrona.PseudonymBytes]byte{h.sum(purposePerson, p.Number)}, Tokens: []string{h.token(p.Number)}}
	long, short := p.Number[:8], p.Number[2:8]
	last := p.Number[8:]
	for _, written := range []string{long + last, long + "-" + last, short + last, short + "-" + last, short + "+" + last, text} {
		t.Persons = append(t.Persons, h.sum(purposeOther, foldCell(written)))
	}
	t.Numbers = []string{long + last, long + "-" + last, short + "-" + last, short + "+" + last}
	return t, nil
}

// OtherTraces returns the traces of a person whom a source identifies by a
// number of its own (as: other_id).
func (k Key) OtherTraces(id string) (Traces, error) {
	text := clean(id)
	if isNull(text) {
		return Traces{}, dubbelkrona.Invalidf("the number is empty")
	}
	return Traces{Persons: [][dubbelkrona.PseudonymBytes]byte{k.hasher().sum(purposeOther, foldCell(text))}}, nil
}

// ParseTrace parses a pseudonym (32 hexadecimal digits) or a token as stored
// in the data.
func ParseTrace(text string) (Traces, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	digits := strings.TrimPrefix(text, tokenPrefix)
	raw, err := hex.DecodeString(digits)
	if err != nil || len(raw) != dubbelkrona.PseudonymBytes || Erased(raw) {
		return Traces{}, dubbelkrona.Invalidf("not a pseudonym; write 32 hexadecimal digits, or %s and 32 hexadecimal digits for a sole trader", tokenPrefix)
	}
	if digits != text {
		return Traces{Tokens: []string{text}}, nil
	}
	return Traces{Persons: [][dubbelkrona.PseudonymBytes]byte{[dubbelkrona.PseudonymBytes]byte(raw)}}, nil
}

// Marks returns the marks by which the traces are recognised if they are
// delivered again after the person was erased. Without the key they reveal
// nothing.
func (k Key) Marks(t Traces) (marks []string) {
	h := k.hasher()
	last := len(h.macs) - 1
	for _, p := range t.Persons {
		marks = append(marks, h.mark(last, string(p[:])))
	}
	for _, token := range t.Tokens {
		marks = append(marks, h.mark(last, token))
	}
	return marks
}
