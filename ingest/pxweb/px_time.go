package pxweb

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"dubbelkrona"
)

// maxTimes is the max number of periods of a range in TIMEVAL.
const maxTimes = 100_000

// pxScale is a time scale of TLIST: the form of its periods and their order.
type pxScale struct {
	form     timeForm
	perYear  int // periods per year; 0 if that varies
	numbered int // digits of the number after the year
}

// pxScales are the scales of the PX file format. A period is its year and its
// number; some programs write a letter between.
var pxScales = map[string]pxScale{
	"A1": {timeForm{regexp.MustCompile(`^(\d{4})$`), yearSpan}, 1, 0},
	"H1": {timeForm{regexp.MustCompile(`^(\d{4})[H-]?(\d)$`), halfSpan}, 2, 1},
	"Q1": {timeForm{regexp.MustCompile(`^(\d{4})[KQ-]?(\d)$`), quarterSpan}, 4, 1},
	"M1": {timeForm{regexp.MustCompile(`^(\d{4})[M-]?(\d{2})$`), monthSpan}, 12, 2},
	"W1": {timeForm{regexp.MustCompile(`^(\d{4})[VW-]?(\d{2})$`), weekSpan}, 0, 2},
	"D1": {timeForm{regexp.MustCompile(`^(\d{4})-?(\d{2})-?(\d{2})$`), daySpan}, 0, 4},
}

// pxTimes are the periods in TIMEVAL, and their scale.
type pxTimes struct {
	codes []string
	scale *pxScale // nil if TIMEVAL has none
}

// timesOf parses the value of TIMEVAL, without its parentheses: TLIST A1 "2023"
// "2024", or TLIST A1 "2023" - "2024" for a range.
func timesOf(words []string) (pxTimes, error) {
	t := pxTimes{codes: words}
	if len(words) == 0 || !strings.EqualFold(words[0], "TLIST") {
		return t, nil
	}
	if len(words) == 1 {
		return t, dubbelkrona.Invalidf("TLIST in TIMEVAL has no scale")
	}
	scale, known := pxScales[strings.ToUpper(words[1])]
	if !known {
		return t, dubbelkrona.Invalidf("TIMEVAL has the unknown scale %.10q; it must be A1, H1, Q1, M1, W1 or D1", words[1])
	}
	t.codes, t.scale = words[2:], &scale
	if len(t.codes) != 3 || t.codes[1] != "-" {
		return t, nil
	}
	var err error
	t.codes, err = scale.between(t.codes[0], t.codes[2])
	return t, err
}

// between lists the periods from one to another.
func (s *pxScale) between(from, to string) ([]string, error) {
	a, b := s.form.form.FindStringSubmatch(from), s.form.form.FindStringSubmatch(to)
	if a == nil || b == nil || len(a) > 3 {
		return nil, dubbelkrona.Invalidf("the range %.20q to %.20q in TIMEVAL is not of its scale", from, to)
	}
	year, _ := strconv.Atoi(a[1])
	number := 1
	if s.numbered > 0 {
		number, _ = strconv.Atoi(a[2])
	}
	var all []string
	for len(all) < maxTimes {
		code := fmt.Sprintf("%04d", year)
		if s.numbered > 0 {
			code += fmt.Sprintf("%0*d", s.numbered, number)
		}
		if spanIn([]timeForm{s.form}, code).from == "" {
			break
		}
		all = append(all, code)
		if code == strings.Join(b[1:], "") {
			return all, nil
		}
		if number++; s.last(year, number) {
			year, number = year+1, 1
		}
	}
	return nil, dubbelkrona.Invalidf("the range %.20q to %.20q in TIMEVAL does not end", from, to)
}

// last reports whether a year has fewer periods than number.
func (s *pxScale) last(year, number int) bool {
	if s.perYear > 0 {
		return number > s.perYear
	}
	_, ok := s.form.span(year, number, 0)
	return !ok
}

// span returns the period of a value: by the scale of TIMEVAL, or by the code
// itself. A school year in a scale of years is recognised by its text.
func (t *pxTimes) span(i int, p place) span {
	if t.scale == nil {
		return spanOf(p.code)
	}
	code := p.code
	if len(t.codes) > 0 {
		code = t.codes[i]
	}
	s := spanIn([]timeForm{t.scale.form}, code)
	for _, text := range []string{p.text, p.code} {
		if school := spanOf(text); strings.Contains(text, "/") && school.period == s.period {
			return school
		}
	}
	return s
}
