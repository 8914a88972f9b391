package chart

import "slices"

// Bar is a bar from one value to another, of which Part is hatched, from From on; 0 if
// nothing is. Text is what the table beside the chart shows; a bar that is not Known has
// the text alone.
type Bar struct {
	Label, Text    string
	From, To, Part float64
	Known          bool
}

// Bars are bars one below the other on one scale, with a line at Base.
type Bars struct {
	Base float64
	Rows []Bar
}

// SVG draws the bars, each below its label.
func (b Bars) SVG(t Text) string {
	const row, bar, under = 3.1, 0.9, 1.65
	values := []float64{b.Base}
	for _, r := range b.Rows {
		if r.Known {
			values = append(values, r.From, r.To)
		}
	}
	x := spanning(values...)
	d := open(t, "bars", row*float64(len(b.Rows)))
	if slices.ContainsFunc(b.Rows, func(r Bar) bool { return r.Part > 0 }) {
		d.hatching(t)
	}
	for i, r := range b.Rows {
		y := row * float64(i)
		d.text("", "start", 0, y+1.1, r.Label)
		d.text("value", "end", 100, y+1.1, r.Text)
		d.line("rule", 0, y+under+bar/2, 100, y+under+bar/2)
		switch {
		case !r.Known:
		case r.From == b.Base && r.To < b.Base:
			d.rect("minus", x.at(r.From), x.at(r.To), y+under, bar)
		default:
			d.rect("plus", x.at(r.From), x.at(r.To), y+under, bar)
			if r.Part > 0 {
				d.hatched(t, x.at(r.From), x.at(r.From+r.Part), y+under, bar)
			}
		}
		// Between the texts, not over them.
		d.line("zero", x.at(b.Base), y+under-0.1, x.at(b.Base), y+under+bar+0.1)
	}
	return d.close()
}
