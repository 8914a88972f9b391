package pxweb

import (
	"context"
	"strings"

	"dubbelkrona"
)

// version1 implements api for version 1, which has no time of update.
type version1 struct{ client }

// The defaults of version 1.
var limits1 = limits{cells: 100_000, perSecond: 1, burst: 10}

func (v *version1) limits(ctx context.Context) (limits, error) {
	var config struct {
		Cells  int `json:"maxCells"`
		Values int `json:"maxValues"`
		Calls  int `json:"maxCalls"`
		Window int `json:"timeWindow"` // seconds
	}
	err := v.get(ctx, limits{}, v.endpoint+"?config", &config)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return limits1, nil
	}
	if err != nil {
		return limits{}, err
	}
	if config.Cells == 0 {
		config.Cells = config.Values
	}
	return limits{config.Cells, float64(config.Calls) / float64(max(config.Window, 1)), config.Calls}.sane(limits1), nil
}

func (v *version1) table(ctx context.Context, l limits, t *Table) (all []variable, updated string, err error) {
	var answer struct {
		Variables []struct {
			Code        string   `json:"code"`
			Values      []string `json:"values"`
			Elimination bool     `json:"elimination"`
		} `json:"variables"`
	}
	address := v.endpoint + escaped(t.ID)
	if err := v.get(ctx, l, address, &answer); err != nil {
		return nil, "", err
	}
	if len(answer.Variables) == 0 {
		return nil, "", notWhole(address)
	}
	for _, a := range answer.Variables {
		all = append(all, variable{code: a.Code, values: a.Values, optional: a.Elimination, codelist: t.Codelists[a.Code]})
	}
	return all, "", nil
}

func (v *version1) data(ctx context.Context, l limits, id string, question []selected) ([]byte, error) {
	type selection struct {
		Filter string   `json:"filter"`
		Values []string `json:"values"`
	}
	type one struct {
		Code      string    `json:"code"`
		Selection selection `json:"selection"`
	}
	var body struct {
		Query    []one `json:"query"`
		Response struct {
			Format string `json:"format"`
		} `json:"response"`
	}
	for _, s := range question {
		body.Query = append(body.Query, one{s.code, selection{filter(s.codelist), s.values}})
	}
	body.Response.Format = "json-stat2"
	return v.ask(ctx, l, v.endpoint+escaped(id), body)
}

// filter returns the name of a codelist in version 1: agg_X is agg:X there, and
// vs_X is vs:X.
func filter(codelist string) string {
	for _, kind := range []string{"agg", "vs"} {
		if name, ok := strings.CutPrefix(codelist, kind+"_"); ok {
			return kind + ":" + name
		}
	}
	if codelist == "" {
		return "item"
	}
	return codelist
}
