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

// shownParts are the parts of the headline that the status page shows: the double value,
// the service krona and the social krona of the same contracts.
var shownParts = []string{"", "v_in_dv", "e"}

// headline is what the status page reads of the bundle's headline.
type headline struct {
	Figures []struct {
		Title  api.Label `json:"title"`
		Figure struct {
			Part, Grade, Status string
			Value, Low, High    json.Number
			Synthetic           bool
		} `json:"figure"`
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
	for _, part := range shownParts {
		for _, f := range first.Figures {
			if f.Figure.Part != part {
				continue
			}
			one := shownFigure{Title: l.Pick(f.Title.SV, f.Title.EN), Value: dubbelkrona.SuppressedMark}
			if f.Figure.Status != dubbelkrona.Suppressed {
				one.Value, one.Synthetic = l.Nullable(number(f.Figure.Value), 2), f.Figure.Synthetic
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
