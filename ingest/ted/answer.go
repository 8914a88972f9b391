package ted

import (
	"fmt"
	"io"
	"slices"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
)

// readAnswer reads a response of the Search API, version 3: an object with the
// array notices, the count totalNoticeCount and the flag timedOut, which means
// that notices are missing although the response looks complete.
func readAnswer(r io.Reader, limits ingest.Limits, w writer) error {
	a := &answer{r: jsontext.NewReader(r, limits.JSON()), limits: limits, w: w}
	if err := a.r.Object(a.member); err != nil {
		return err
	}
	switch {
	case !a.listed:
		return dubbelkrona.Invalidf("it is not a response of the Search API: it has no notices")
	case a.timedOut:
		return dubbelkrona.Invalidf("the search timed out, so notices are missing; fetch it again")
	}
	if _, err := a.r.Peek(); err == nil {
		return dubbelkrona.Invalidf("there is content after the end of the response")
	} else if err != io.EOF {
		return err
	}
	return nil
}

// NumberField is the field of a response that identifies a notice.
const NumberField = "publication-number"

// SearchFields returns the fields of a response that are used for rows.
func SearchFields() []string { return slices.Clone(searchFields) }

// NumberOf returns the publication number of a notice in a response, as
// written, empty if it has none. maxDepth is the max nesting of its values.
func NumberOf(notice []byte, maxDepth int) (string, error) {
	value, err := jsontext.Parse(notice, maxDepth)
	if err != nil {
		return "", err
	}
	return found{&value}.first(NumberField), nil
}

// answer is the state of reading a response.
type answer struct {
	r                *jsontext.Reader
	limits           ingest.Limits
	w                writer
	n                int // notices so far
	listed, timedOut bool
}

func (a *answer) member(key string, first byte) error {
	switch key {
	case "notices":
		if first != '[' {
			return dubbelkrona.Invalidf("it is not a response of the Search API: notices is not an array")
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
	var value jsontext.Value
	raw, err := a.r.Value()
	if err == nil {
		value, err = jsontext.Parse(raw, a.limits.Depth)
	}
	if err == nil && value.Kind != jsontext.Object {
		err = dubbelkrona.Invalidf("it is not an object")
	}
	if err != nil {
		return fmt.Errorf("notice %d: %w", a.n, err)
	}
	return found{&value}.notice().write(a.w)
}
