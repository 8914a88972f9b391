package transform

import (
	"encoding/hex"
	"strings"
	"time"

	"dubbelkrona"
)

// Traces are what may be stored of one person.
type Traces struct {
	Persons [][dubbelkrona.PseudonymBytes]byte
	Tokens  []string
	// Numbers are ways of writing the person's number, which must be nowhere.
	Numbers []string
}

// Traces are those that the key leaves of a person's identity number, read as
// cells are: in any of the ways of writing it, and also where a mapping took
// it for a number of the source's own (as: other_id). An Invalid error, which
// does not show the number, says that it is none.
func (k Key) Traces(number string, now time.Time) (Traces, error) {
	h := k.hasher()
	h.now = now
	text := clean(number)
	p, ok := h.person(text)
	if !ok && len(text) == 9 {
		p, ok = h.person("0" + text)
	}
	if !ok {
		return Traces{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "that is no valid identity number of a person; a case number needs --other-id")
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

// OtherTraces are those of a person whom a source knows by a number of its own
// (as: other_id).
func (k Key) OtherTraces(id string) (Traces, error) {
	text := clean(id)
	if isNull(text) {
		return Traces{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "that is no number")
	}
	return Traces{Persons: [][dubbelkrona.PseudonymBytes]byte{k.hasher().sum(purposeOther, foldCell(text))}}, nil
}

// ParseTrace reads a pseudonym, 32 hexadecimal digits, or a token as it stands
// in the data.
func ParseTrace(text string) (Traces, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	digits := strings.TrimPrefix(text, tokenPrefix)
	raw, err := hex.DecodeString(digits)
	if err != nil || len(raw) != dubbelkrona.PseudonymBytes || Erased(raw) {
		return Traces{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "that is no pseudonym; one is 32 hexadecimal digits, or %s and 32 for a sole trader's", tokenPrefix)
	}
	if digits != text {
		return Traces{Tokens: []string{text}}, nil
	}
	return Traces{Persons: [][dubbelkrona.PseudonymBytes]byte{[dubbelkrona.PseudonymBytes]byte(raw)}}, nil
}

// Marks are by what the traces are known when they come again; see PersonMark.
func (k Key) Marks(t Traces) (marks []string) {
	for _, p := range t.Persons {
		marks = append(marks, k.PersonMark(p))
	}
	for _, token := range t.Tokens {
		marks = append(marks, k.TokenMark(token))
	}
	return marks
}
