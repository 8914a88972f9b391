package chart

import "fmt"

// Cells are the scale of the small charts in the rows of a table.
type Cells struct{ x scale }

// NewCells returns a scale with room for every value.
func NewCells(values []float64) Cells { return Cells{spanning(append(values, 0, 1, 2)...)} }

// SVG draws a value with its interval, over marks at 0, 1 and 2. It is hidden from
// screen readers: the row has the same figures as text.
func (c Cells) SVG(value, low, high float64) string {
	const middle = 0.65
	d := new(drawing)
	fmt.Fprint(d, `<svg class="cell" aria-hidden="true">`)
	d.line("zero", c.x.at(0), 0, c.x.at(0), 2*middle)
	for _, at := range []float64{1, 2} {
		d.line("ref", c.x.at(at), 0, c.x.at(at), 2*middle)
	}
	if low < high {
		d.line("span", c.x.at(low), middle, c.x.at(high), middle)
	}
	d.dot("point", c.x.at(value), middle)
	return d.close()
}
