package chart

// Stack is a bar of two parts, with the interval of their sum.
type Stack struct {
	First, Second float64
	Low, High     float64 // equal if there is no interval
	Lines         []Line
}

// SVG draws the bar over its interval. The second part is hatched, so that it differs by
// more than its colour; if it is below 0 it is drawn under the first.
func (s Stack) SVG(t Text) string {
	const top, height, whisker, tick = 1.6, 1.8, 4.2, 0.4
	total := s.First + s.Second
	values := []float64{0, s.First, total, s.Low, s.High}
	for _, l := range s.Lines {
		values = append(values, l.At)
	}
	x := spanning(values...)
	d := open(t, "stack", whisker+0.8)
	d.hatching(t)
	d.axis(x, s.Lines, 1.3, whisker+0.6)
	d.rect("s1", x.at(0), x.at(s.First), top, height)
	y, thick := top, height
	if s.Second < 0 {
		y, thick = top+height/2, height/2
	}
	d.hatched(t, x.at(s.First), x.at(total), y, thick)
	if s.Low < s.High {
		d.line("span", x.at(s.Low), whisker, x.at(s.High), whisker)
		d.line("span", x.at(s.Low), whisker-tick, x.at(s.Low), whisker+tick)
		d.line("span", x.at(s.High), whisker-tick, x.at(s.High), whisker+tick)
	}
	d.dot("point", x.at(total), whisker)
	return d.close()
}

// axis draws the zero line and the marked places, with their labels above.
func (d *drawing) axis(x scale, lines []Line, from, to float64) {
	d.line("zero", x.at(0), from, x.at(0), to)
	for _, l := range lines {
		d.line("ref", x.at(l.At), from, x.at(l.At), to)
		d.text("label", "middle", x.at(l.At), 1, l.Label)
	}
}
