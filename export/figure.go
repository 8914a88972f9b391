package export

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"dubbelkrona"
)

// Figure is a figure of the headline: a result with the name and the texts that a
// dashboard shows.
type Figure struct {
	Name   string            // permanent
	Title  dubbelkrona.Label // of the figure
	Shown  dubbelkrona.Label // the value as people read it, or its mark
	Result dubbelkrona.Result
}

// Headline chooses the figures of the headline, in their order: the total of all time
// and that of the metric's latest year. A metric that the project does not have is left
// out.
func Headline(ctx context.Context, rows iter.Seq2[dubbelkrona.Result, error], definitions []dubbelkrona.MetricDefinition) (figures []Figure, err error) {
	type key struct{ metric, part, grain string }
	found, latest := make(map[key]dubbelkrona.Result), make(map[string]string)
	err = Each(ctx, rows, func(r *dubbelkrona.Result) error {
		dated := r.PeriodGrain == "year" && isYear(r.Period)
		if r.Grouping != "" || r.PeriodGrain != "all" && !dated {
			return nil
		}
		if dated && r.Period > latest[r.Metric] {
			latest[r.Metric] = r.Period
		}
		k := key{r.Metric, r.Part, r.PeriodGrain}
		if before, seen := found[k]; !seen || r.Period > before.Period {
			found[k] = *r
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, h := range headline {
		for _, grain := range []string{"all", "year"} {
			r, there := found[key{h.metric, h.part, grain}]
			if there && (grain == "all" || r.Period == latest[r.Metric]) {
				figures = append(figures, figure(h, r, definitions))
			}
		}
	}
	return figures, nil
}

// isYear reports whether a period is a year, not unknown.
func isYear(period string) bool {
	_, err := strconv.Atoi(period)
	return err == nil
}

func figure(h chosen, r dubbelkrona.Result, definitions []dubbelkrona.MetricDefinition) Figure {
	var definition *dubbelkrona.MetricDefinition
	for i := range definitions {
		if definitions[i].Name == r.Metric {
			definition = &definitions[i]
		}
	}
	return Figure{Name: h.name, Title: h.title, Result: r, Shown: Shown(&r, definition)}
}

// figureColumn is a column of the headline, with the field that holds it.
type figureColumn struct {
	Column
	field func(*Figure) any
}

func figureColumns() []figureColumn {
	text := func(name, sv, en string, field func(*Figure) *string) figureColumn {
		return figureColumn{Column{name, "", dubbelkrona.Label{SV: sv, EN: en}, new(string)}, func(f *Figure) any { return field(f) }}
	}
	all := []figureColumn{
		text("name", "siffrans namn, som inte ändras", "name of the figure, which does not change", func(f *Figure) *string { return &f.Name }),
		text("title_sv", "rubrik på svenska", "title in Swedish", func(f *Figure) *string { return &f.Title.SV }),
		text("title_en", "rubrik på engelska", "title in English", func(f *Figure) *string { return &f.Title.EN }),
		text("shown_sv", "värdet så som det visas på svenska; .. lämnas inte ut, – är okänt", "the value as it is shown in Swedish; .. is not released, – is unknown", func(f *Figure) *string { return &f.Shown.SV }),
		text("shown_en", "värdet så som det visas på engelska; .. lämnas inte ut, – är okänt", "the value as it is shown in English; .. is not released, – is unknown", func(f *Figure) *string { return &f.Shown.EN }),
	}
	for _, c := range dubbelkrona.ResultColumns() {
		if strings.Contains(" grouping municipality dimensions ", " "+c.Name+" ") {
			continue // the headline is about all municipalities
		}
		all = append(all, figureColumn{Column{c.Name, c.Unit, c.Doc, c.Field(new(dubbelkrona.Result))}, func(f *Figure) any { return c.Field(&f.Result) }})
	}
	return all
}

// FigureColumns returns the columns of Document.Figures.
func FigureColumns() (all []Column) {
	for _, c := range figureColumns() {
		all = append(all, c.Column)
	}
	return all
}
