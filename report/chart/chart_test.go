package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
)

type shape struct {
	name string
	attr map[string]string
	text string
}

// shapes reads a chart, which is well-formed XML.
func shapes(t *testing.T, svg string) (all []shape) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			s := shape{token.Name.Local, make(map[string]string), ""}
			for _, a := range token.Attr {
				s.attr[a.Name.Local] = a.Value
			}
			all = append(all, s)
		case xml.CharData:
			all[len(all)-1].text += string(token)
		}
	}
}

func of(all []shape, name, class string) (some []shape) {
	for _, s := range all {
		if s.name == name && s.attr["class"] == class {
			some = append(some, s)
		}
	}
	return some
}

func percent(t *testing.T, s shape, name string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(strings.TrimSuffix(s.attr[name], "%"), 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Lengths are proportional to the values, parts begin where the one before ends, and a
// line is where its value is.
func TestStackIsToScale(t *testing.T) {
	all := shapes(t, Stack{First: 1, Second: 0.5, Low: 1.2, High: 1.8, Lines: []Line{{2, "2 kr"}}}.SVG(Text{ID: "x", Title: "a < b", Desc: "\"'&"}))
	first, second, span, point, line := of(all, "rect", "s1")[0], of(all, "rect", "second")[0], of(all, "line", "span")[0], of(all, "circle", "point")[0], of(all, "line", "ref")[0]
	one := percent(t, first, "width")
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 0.02 {
			t.Errorf("%s is at %v, not %v", what, got, want)
		}
	}
	near("the second part", percent(t, second, "width"), one/2)
	near("its beginning", percent(t, second, "x"), one)
	near("the low end", percent(t, span, "x1"), 1.2*one)
	near("the high end", percent(t, span, "x2"), 1.8*one)
	near("the sum", percent(t, point, "cx"), 1.5*one)
	near("the line at 2", percent(t, line, "x1"), 2*one)
	if len(of(all, "title", "")) != 1 || of(all, "title", "")[0].text != "a < b" {
		t.Error("the title is not there")
	}
}

// A part below 0 goes back from the first part's end.
func TestStackBelowZero(t *testing.T) {
	all := shapes(t, Stack{First: 1, Second: -1.5}.SVG(Text{ID: "x"}))
	first, second := of(all, "rect", "s1")[0], of(all, "rect", "second")[0]
	if end := percent(t, second, "x") + percent(t, second, "width"); math.Abs(end-percent(t, first, "x")-percent(t, first, "width")) > 0.02 || percent(t, second, "x") < 0 {
		t.Errorf("the second part is from %s, %s wide", second.attr["x"], second.attr["width"])
	}
}

// Every row has its label and its text; one that is not known has no bar.
func TestBars(t *testing.T) {
	all := shapes(t, Bars{Rows: []Bar{{Label: "a", Text: "2", To: 2, Known: true}, {Label: "b", Text: "−1", To: -1, Known: true}, {Label: "c", Text: "..", To: 99}}}.SVG(Text{ID: "x"}))
	plus, minus := of(all, "rect", "plus"), of(all, "rect", "minus")
	if len(plus) != 1 || len(minus) != 1 || math.Abs(percent(t, plus[0], "width")-2*percent(t, minus[0], "width")) > 0.03 {
		t.Errorf("bars are %v and %v", plus, minus)
	}
	if texts := of(all, "text", "value"); len(texts) != 3 || texts[2].text != ".." {
		t.Errorf("texts are %v", texts)
	}
}

// A part of a bar is hatched from its beginning on; bars without one have no pattern.
func TestBarInPart(t *testing.T) {
	all := shapes(t, Bars{Rows: []Bar{{To: 12, Part: 3, Known: true}, {To: 12, Known: true}}}.SVG(Text{ID: "x"}))
	whole, part := of(all, "rect", "plus"), of(all, "rect", "second")
	if len(part) != 1 || part[0].attr["fill"] != "url(#x.p)" || math.Abs(percent(t, whole[0], "width")-4*percent(t, part[0], "width")) > 0.05 || percent(t, part[0], "x") != percent(t, whole[0], "x") {
		t.Errorf("the bar is %v and its part %v", whole, part)
	}
	if plain := (Bars{Rows: []Bar{{To: 12, Known: true}}}).SVG(Text{ID: "x"}); strings.Contains(plain, "pattern") {
		t.Error("a chart without a part has a pattern")
	}
}

// Points are over their labels, and a higher value is higher up.
func TestSeries(t *testing.T) {
	all := shapes(t, Series{Lines: []Line{{0, "0"}}, Points: []Point{{Label: "2020", Text: "1", Value: 1, Known: true}, {Label: "2021", Text: ".."}, {Label: "2022", Text: "2", Value: 2, Low: 1, High: 3, Known: true}}}.SVG(Text{ID: "x"}))
	dots, spans := of(all, "circle", "point"), of(all, "line", "span")
	if len(dots) != 2 || len(spans) != 1 {
		t.Fatalf("%d points and %d intervals", len(dots), len(spans))
	}
	height := func(s shape, name string) float64 {
		x, err := strconv.ParseFloat(strings.TrimSuffix(s.attr[name], "em"), 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	// 2 is as far above 1 as the low end, 1, is above 0.
	zero := height(of(all, "line", "zero")[0], "y1")
	if a, b := height(dots[0], "cy")-height(dots[1], "cy"), zero-height(spans[0], "y1"); math.Abs(a-b) > 0.02 || a <= 0 {
		t.Errorf("the points are %v apart, and 1 is %v above 0", a, b)
	}
}

// Values that are all the same, and none at all, have a chart too.
func TestNoRange(t *testing.T) {
	for _, svg := range []string{Stack{}.SVG(Text{}), Bars{}.SVG(Text{}), Series{}.SVG(Text{}), Series{Points: []Point{{Known: true}}}.SVG(Text{}), NewCells(nil).SVG(0, 0, 0)} {
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%s", svg)
		}
		shapes(t, svg)
	}
}
