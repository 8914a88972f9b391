package web

import (
	"encoding/json"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/api"
	"dubbelkrona/internal/wording"
	effectwording "dubbelkrona/metrics/effect/wording"

	"github.com/shopspring/decimal"
)

// shownFigure is a figure as the status page shows it.
type shownFigure struct {
	Title, Value, Span, Grade string
	Synthetic                 bool
}

// shownFigures are the figures of the headline that the status page shows.
var shownFigures = []string{"double_value", "service_krona", "social_krona"}

// headline is what the status page reads of the bundle's headline.
type headline struct {
	Figures []struct {
		Name         string
		Title, Shown api.Label
		Figure       struct {
			PeriodGrain   string `json:"period_grain"`
			Grade, Status string
			Low, High     json.Number
			Synthetic     bool
		}
	} `json:"figures"`
}

// figures returns the first figures of what is published, and the titles of the checks
// that found something. Without a publication both are empty; an error is logged, since
// the rest of the page can be shown.
func (s *Server) figures(language string) (shown []shownFigure, warnings []string) {
	l := wording.Language(language)
	var first headline
	var found api.Warnings
	for path, into := range map[string]any{api.PathHeadline: &first, api.PathWarnings: &found} {
		if err := s.options.Files.Decode(path, into); err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
			s.options.Log.Error("the figures of the status page cannot be read", "error", err)
			return nil, nil
		}
	}
	for _, name := range shownFigures {
		for _, f := range first.Figures {
			if f.Name != name || f.Figure.PeriodGrain != "all" {
				continue
			}
			one := shownFigure{Title: l.Pick(f.Title.SV, f.Title.EN), Value: l.Pick(f.Shown.SV, f.Shown.EN)}
			if f.Figure.Status != dubbelkrona.Suppressed {
				one.Synthetic = f.Figure.Synthetic
				one.Grade = l.Pick(effectwording.Grade(f.Figure.Grade).SV, effectwording.Grade(f.Figure.Grade).EN)
			}
			if low, high := number(f.Figure.Low), number(f.Figure.High); low.Valid && high.Valid {
				one.Span = l.Nullable(low, 2) + " – " + l.Nullable(high, 2)
			}
			shown = append(shown, one)
		}
	}
	for _, w := range found.Warnings {
		warnings = append(warnings, l.Pick(w.Title.SV, w.Title.EN))
	}
	return shown, slices.Compact(warnings)
}

// number reads a number of the API; null is NULL.
func number(n json.Number) decimal.NullDecimal {
	d, err := decimal.NewFromString(string(n))
	return decimal.NullDecimal{Decimal: d, Valid: err == nil}
}
