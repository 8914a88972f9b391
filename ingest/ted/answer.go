package ted

import (
	"fmt"
	"io"
	"slices"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
)

// readAnswer reads an answer of the Search API, version 3: an object with the
// array notices, the count totalNoticeCount and the flag timedOut, which says
// that notices are missing though the answer looks whole.
func readAnswer(r io.Reader, limits ingest.Limits, w *writer) error {
	a := &answer{r: jsontext.NewReader(r, limits.JSON()), limits: limits, w: w}
	if err := a.r.Object(a.member); err != nil {
		return err
	}
	switch {
	case !a.listed:
		return dubbelkrona.Invalidf("it is no answer of the Search API: it has no notices")
	case a.timedOut:
		return dubbelkrona.Invalidf("the search timed out on the way, so notices are missing; fetch it again")
	}
	if _, err := a.r.Peek(); err == nil {
		return dubbelkrona.Invalidf("there is more behind the end of the answer")
	} else if err != io.EOF {
		return err
	}
	return nil
}

// NumberField is the field of an answer that tells one notice from another.
const NumberField = "publication-number"

// SearchFields returns the fields of an answer that are read into rows.
func SearchFields() []string { return slices.Clone(searchFields) }

// NumberOf returns the publication number of one notice of an answer, as it is
// written there, and empty if it has none. Its values may nest maxDepth deep.
func NumberOf(notice []byte, maxDepth int) (string, error) {
	value, err := jsontext.Parse(notice, maxDepth)
	if err != nil {
		return "", err
	}
	return found{&value}.first(NumberField), nil
}

// answer is an answer that is read.
type answer struct {
	r                *jsontext.Reader
	limits           ingest.Limits
	w                *writer
	n                int // notices so far
	listed, timedOut bool
}

func (a *answer) member(key string, first byte) error {
	switch key {
	case "notices":
		if first != '[' {
			return dubbelkrona.Invalidf("it is no answer of the Search API: notices is no array")
		}
		a.listed = true
		return a.r.Array(func(byte) error { return a.notice() })
	case "timedOut":
		value, err := a.r.Value()
		a.timedOut = string(value) == "true"
		return err
	}
	return a.r.Skip()
}

func (a *answer) notice() error {
	a.n++
	raw, err := a.r.Value()
	if err == nil {
		var value jsontext.Value
		if value, err = jsontext.Parse(raw, a.limits.Depth); err == nil && value.Kind != jsontext.Object {
			err = dubbelkrona.Invalidf("it is no object")
		}
		if err == nil {
			return found{&value}.notice().write(a.w)
		}
	}
	return fmt.Errorf("notice %d: %w", a.n, err)
}
