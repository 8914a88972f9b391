package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// Text says what a chart shows, for those who cannot see it.
type Text struct {
	ID          string // unique in the page
	Title, Desc string
}

// Line is a marked place of the scale.
type Line struct {
	At    float64
	Label string
}

// drawing is an SVG element that is being written.
type drawing struct{ strings.Builder }

// open begins a chart of a height in em.
func open(t Text, class string, height float64) *drawing {
	d := new(drawing)
	id := html.EscapeString(t.ID)
	fmt.Fprintf(d, `<svg class="chart %s" role="img" aria-labelledby="%s.t %s.d" width="100%%" height="%sem"><title id="%s.t">%s</title><desc id="%s.d">%s</desc>`,
		class, id, id, number(height), id, html.EscapeString(t.Title), id, html.EscapeString(t.Desc))
	return d
}

func (d *drawing) close() string {
	d.WriteString("</svg>")
	return d.String()
}

// text writes a text with its baseline at y em.
func (d *drawing) text(class, anchor string, x, y float64, content string) {
	fmt.Fprintf(d, `<text class="%s" text-anchor="%s" x="%s%%" y="%sem">%s</text>`, class, anchor, number(x), number(y), html.EscapeString(content))
}

// rect draws a rectangle from x1 to x2 percent, y and height in em.
func (d *drawing) rect(class string, x1, x2, y, height float64) {
	if x2 < x1 {
		x1, x2 = x2, x1
	}
	fmt.Fprintf(d, `<rect class="%s" x="%s%%" width="%s%%" y="%sem" height="%sem"/>`, class, number(x1), number(x2-x1), number(y), number(height))
}

// hatching defines the pattern of hatched rectangles, which differ from others by more
// than their colour.
func (d *drawing) hatching(t Text) {
	fmt.Fprintf(d, `<defs><pattern id="%s.p" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="s2" width="6" height="6"/><rect class="gap" width="1.5" height="6"/></pattern></defs>`, html.EscapeString(t.ID))
}

// hatched draws a hatched rectangle from x1 to x2 percent, y and height in em.
func (d *drawing) hatched(t Text, x1, x2, y, height float64) {
	if x2 < x1 {
		x1, x2 = x2, x1
	}
	fmt.Fprintf(d, `<rect class="second" fill="url(#%s.p)" x="%s%%" width="%s%%" y="%sem" height="%sem"/>`, html.EscapeString(t.ID), number(x1), number(x2-x1), number(y), number(height))
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(d, `<line class="%s" x1="%s%%" y1="%sem" x2="%s%%" y2="%sem"/>`, class, number(x1), number(y1), number(x2), number(y2))
}

func (d *drawing) dot(class string, x, y float64) {
	fmt.Fprintf(d, `<circle class="%s" cx="%s%%" cy="%sem" r=".32em"/>`, class, number(x), number(y))
}

// number writes a coordinate with at most two decimals.
func number(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}

// scale maps values to percentages.
type scale struct{ low, high, from, to float64 }

// spanning returns a scale from 0 to 100 percent that has room for every value, with
// a margin.
func spanning(values ...float64) scale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = math.Min(low, v), math.Max(high, v)
	}
	if !(low < high) {
		low, high = low-1, low+1
	}
	margin := (high - low) * 0.04
	if low < 0 {
		low -= margin
	}
	return scale{low, high + margin, 0, 100}
}

func (s scale) at(value float64) float64 {
	return s.from + (value-s.low)/(s.high-s.low)*(s.to-s.from)
}
