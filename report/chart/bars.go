package chart

// Bar is a bar from one value to another. Text is what the table beside the chart shows;
// a bar that is not Known has the text alone.
type Bar struct {
	Label, Text string
	From, To    float64
	Known       bool
}

// Bars are bars one below the other on one scale, with a line at Base.
type Bars struct {
	Base  float64
	Lines []Line
	Rows  []Bar
}

// SVG draws the bars, each below its label.
func (b Bars) SVG(t Text) string {
	const row, bar = 2.9, 0.9
	top := 0.2
	if len(b.Lines) > 0 {
		top = 1.6
	}
	values := []float64{b.Base}
	for _, l := range b.Lines {
		values = append(values, l.At)
	}
	for _, r := range b.Rows {
		if r.Known {
			values = append(values, r.From, r.To)
		}
	}
	x := spanning(values...)
	height := top + row*float64(len(b.Rows))
	d := open(t, "bars", height)
	for i, r := range b.Rows {
		y := top + row*float64(i)
		d.text("", "start", 0, y+1.1, r.Label)
		d.text("value", "end", 100, y+1.1, r.Text)
		d.line("rule", 0, y+1.5+bar/2, 100, y+1.5+bar/2)
		switch {
		case !r.Known:
		case r.To < b.Base:
			d.rect("minus", x.at(r.From), x.at(r.To), y+1.5, bar)
		default:
			d.rect("plus", x.at(r.From), x.at(r.To), y+1.5, bar)
		}
		// Between the texts, not over them.
		d.line("zero", x.at(b.Base), y+1.4, x.at(b.Base), y+1.6+bar)
		for _, l := range b.Lines {
			d.line("ref", x.at(l.At), y+1.4, x.at(l.At), y+1.6+bar)
		}
	}
	for _, l := range b.Lines {
		d.text("label", "middle", x.at(l.At), 1, l.Label)
	}
	return d.close()
}
