package report

import (
	"strconv"

	"dubbelkrona"
	"dubbelkrona/internal/wording"

	"github.com/shopspring/decimal"
)

// figure is a released row as a page shows it.
type figure struct {
	*dubbelkrona.Result
	l       wording.Language
	places  int32
	percent bool
	noRatio bool // the value is told in words
	Anchor  string
	Heading string              // of the part, if the page does not say it beside the figure
	Notes   []note              // its comments
	decided *dubbelkrona.Target // nil if it has no target, or how it was decided is not known
}

// figure returns a part of a group as it is shown.
func (p *page) figure(c *cell, part string) figure {
	f := figure{l: p.l, Anchor: p.anchor(c, part)}
	if c != nil {
		f.Result = c.parts[part]
	}
	if f.Result == nil {
		f.Result = &dubbelkrona.Result{Part: part, Status: "unknown"}
	}
	if f.Status != dubbelkrona.Suppressed {
		f.Notes = p.notes[f.Result.Cell()]
	}
	f.decided = p.targets[f.Result.Cell()]
	f.percent = f.Unit == "share" || f.Unit == "probability"
	f.places = places(f.Unit, p.decimals(f.Metric))
	f.noRatio = f.Status == "no_benefit" || part == "dv_t" && c.value().Status == "no_benefit"
	return f
}

// anchor is the id of a figure's explanation; empty if it has none.
func (p *page) anchor(c *cell, part string) string {
	if c == nil || c.parts[part] == nil || !p.explained(c.metric, part) {
		return ""
	}
	return anchorOf(p.l, c.metric, part)
}

func anchorOf(l wording.Language, metric, part string) string {
	id := l.Pick("sv", "en") + "." + metric
	if part != "" {
		id += "." + part
	}
	return id
}

// Known reports whether there is a number to show.
func (f figure) Known() bool {
	return f.Value.Valid && !f.noRatio && f.Status != dubbelkrona.Suppressed
}

// Exact is the released number, as a program reads it.
func (f figure) Exact() string { return f.Value.String() }

// Shown is the number rounded for reading, or the mark in place of it.
func (f figure) Shown() string {
	switch {
	case f.Status == dubbelkrona.Suppressed:
		return dubbelkrona.SuppressedMark
	case f.noRatio:
		return f.l.Pick("ingen nytta", "no benefit")
	}
	return f.number(f.Value)
}

// number writes a number in the figure's unit, without the unit's name.
func (f figure) number(n dubbelkrona.Number) string {
	d := nullable(n)
	if f.percent {
		return percent(f.l, d)
	}
	return f.l.Nullable(d, f.places)
}

func percent(l wording.Language, d decimal.NullDecimal) string {
	if !d.Valid {
		return wording.Unknown
	}
	return l.Decimal(d.Decimal.Shift(2), 1) + l.Pick("\u00a0%", "%")
}

// HasSpan reports whether there is an interval to show.
func (f figure) HasSpan() bool { return f.Known() && f.Low.Valid && f.High.Valid }

// Span is the interval, or the mark in place of it.
func (f figure) Span() string {
	switch {
	case f.Status == dubbelkrona.Suppressed:
		return dubbelkrona.SuppressedMark
	case !f.HasSpan():
		return wording.Unknown
	}
	return f.number(f.Low) + f.l.Pick(" till ", " to ") + f.number(f.High)
}

// Mark says in words what the mark in place of the number means.
func (f figure) Mark() string {
	switch f.Status {
	case dubbelkrona.Suppressed:
		return f.l.Pick("visas inte", "not shown")
	case dubbelkrona.NotReached:
		return f.l.Pick("ej inom uppföljningen", "not within the follow-up")
	}
	return f.l.Pick("okänt", "unknown")
}

// People is the number of persons behind the figure; empty if it is not about persons.
func (f figure) People() string {
	if f.Status == dubbelkrona.Suppressed {
		return dubbelkrona.SuppressedMark
	}
	if !f.Persons.Valid {
		return ""
	}
	return f.l.Number(f.Persons.N)
}

// float is the number for a chart.
func float(n dubbelkrona.Number) float64 {
	x, err := strconv.ParseFloat(n.String(), 64)
	if err != nil {
		return 0
	}
	return x
}

func nullable(n dubbelkrona.Number) decimal.NullDecimal {
	if !n.Valid {
		return decimal.NullDecimal{}
	}
	// String is exact and always a number.
	return decimal.NewNullDecimal(decimal.RequireFromString(n.String()))
}
