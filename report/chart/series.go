package chart

// Point is a value with its interval. Text is what the table beside the chart shows; a
// point that is not Known has the text alone. Low and High are equal if there is no
// interval.
type Point struct {
	Label, Text      string
	Value, Low, High float64
	Known            bool
}

// Series are points side by side, in their order, over marked values.
type Series struct {
	Lines  []Line
	Points []Point
}

// maxLabels is the max number of labels that fit a narrow page.
const maxLabels = 6

// SVG draws the points. They are not joined, since nothing is known between them.
func (s Series) SVG(t Text) string {
	const height, top, bottom, left, right = 14.0, 1.8, 12.0, 9.0, 98.0
	var values []float64
	for _, l := range s.Lines {
		values = append(values, l.At)
	}
	for _, p := range s.Points {
		if p.Known {
			values = append(values, p.Value, p.Low, p.High)
		}
	}
	y := spanning(values...)
	y.from, y.to = bottom, top
	d := open(t, "series", height)
	for _, l := range s.Lines {
		class := "ref"
		if l.At == 0 {
			class = "zero"
		}
		d.line(class, left, y.at(l.At), right, y.at(l.At))
		d.text("label", "end", left-1.5, y.at(l.At)+0.35, l.Label)
	}
	every := (len(s.Points) + maxLabels - 1) / maxLabels
	for i, p := range s.Points {
		x := left + (float64(i)+0.5)/float64(len(s.Points))*(right-left)
		labelled := i%every == 0
		if labelled {
			d.text("", "middle", x, bottom+1.6, p.Label)
		}
		if !p.Known {
			d.text("value", "middle", x, bottom-0.4, p.Text)
			continue
		}
		end := y.at(p.Value)
		if p.Low < p.High {
			end = y.at(p.High)
			d.line("span", x, y.at(p.Low), x, end)
		}
		d.dot("point", x, y.at(p.Value))
		if every == 1 {
			d.text("value", "middle", x, end-0.6, p.Text)
		}
	}
	return d.close()
}
