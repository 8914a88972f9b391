package pxweb

import (
	"context"
	"net/url"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

// version2 implements api for PxWebApi 2.
type version2 struct {
	client
	language string
}

// The limits for a server that states none.
var limits2 = limits{cells: 100_000, perSecond: 1, burst: 3}

func (v *version2) limits(ctx context.Context) (limits, error) {
	var config struct {
		Cells  int `json:"maxDataCells"`
		Calls  int `json:"maxCallsPerTimeWindow"`
		Window int `json:"timeWindow"` // seconds
	}
	if err := v.get(ctx, limits{}, v.endpoint+"/config", &config); err != nil {
		return limits{}, err
	}
	return limits{config.Cells, float64(config.Calls) / float64(max(config.Window, 1)), config.Calls}.sane(limits2), nil
}

func (v *version2) address(query string, parts ...string) string {
	return v.endpoint + escaped(parts...) + "?lang=" + v.language + query
}

func (v *version2) table(ctx context.Context, l limits, t *Table) (all []variable, updated string, err error) {
	address := v.address("", "tables", t.ID, "metadata")
	answer, err := v.ask(ctx, l, address, nil)
	if err != nil {
		return nil, "", err
	}
	_, c, err := parseDataset(answer)
	if err != nil {
		return nil, "", notWhole(address)
	}
	optional, err := eliminations(answer)
	if err != nil {
		return nil, "", notWhole(address)
	}
	for _, d := range c.dimensions {
		one := variable{code: d.code, optional: optional[d.code], codelist: t.Codelists[d.code]}
		for _, p := range d.values {
			one.values = append(one.values, p.code)
		}
		if one.codelist != "" {
			if one.values, err = v.codelist(ctx, l, one.codelist); err != nil {
				return nil, "", err
			}
		}
		all = append(all, one)
	}
	return all, c.updated, nil
}

// codelist lists the values of an aggregation or value set.
func (v *version2) codelist(ctx context.Context, l limits, id string) (codes []string, err error) {
	var list struct {
		Values []struct {
			Code string `json:"code"`
		} `json:"values"`
	}
	address := v.address("", "codeLists", id)
	if err := v.get(ctx, l, address, &list); err != nil {
		return nil, err
	}
	for _, value := range list.Values {
		codes = append(codes, value.Code)
	}
	if len(codes) == 0 {
		return nil, dubbelkrona.Invalidf("%s: the codelist has no values", fetch.Shown(address))
	}
	return codes, nil
}

func (v *version2) data(ctx context.Context, l limits, id string, question []selected) ([]byte, error) {
	type selection struct {
		Variable string   `json:"variableCode"`
		Values   []string `json:"valueCodes"`
		Codelist string   `json:"codelist,omitempty"`
	}
	var body struct {
		Selection []selection `json:"selection"`
	}
	for _, s := range question {
		body.Selection = append(body.Selection, selection{s.code, s.values, s.codelist})
	}
	query := "&outputFormat=" + url.QueryEscape("json-stat2")
	return v.ask(ctx, l, v.address(query, "tables", id, "data"), body)
}
