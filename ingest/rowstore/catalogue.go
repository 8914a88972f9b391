package rowstore

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

// Properties of DCAT-AP-SE for tables and their titles.
const (
	accessURL    = "http://www.w3.org/ns/dcat#accessURL"
	downloadURL  = "http://www.w3.org/ns/dcat#downloadURL"
	distribution = "http://www.w3.org/ns/dcat#distribution"
	title        = "http://purl.org/dc/terms/title"
)

// graph is RDF/JSON, as returned by EntryStore: subject, property, values.
type graph map[string]map[string][]struct {
	Value string `json:"value"`
	Lang  string `json:"lang"`
}

// datasetPath is part of the address of every RowStore table.
const datasetPath = "/rowstore/dataset/"

// catalogue lists the tables that the metadata names.
func (p *Place) catalogue(ctx context.Context) ([]table, error) {
	body, err := p.get(ctx, p.settings.Catalogue, "application/rdf+json, application/json;q=0.9")
	if err != nil {
		return nil, err
	}
	from, err := url.Parse(p.settings.Catalogue)
	if err != nil {
		return nil, err
	}
	all, err := tablesOf(body, from.Host)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", fetch.Shown(p.settings.Catalogue), err)
	}
	return all, nil
}

// tablesOf lists the tables of a host in the metadata, by title. References to
// other hosts are ignored, so that the author of the metadata cannot choose
// which servers this program contacts.
func tablesOf(metadata []byte, host string) ([]table, error) {
	var g graph
	if json.Unmarshal(metadata, &g) != nil {
		return nil, dubbelkrona.Invalidf("the response is not RDF/JSON; set the address of the metadata of a dataset or catalogue in EntryStore, with ?recursive=dcat")
	}
	var all []table
	for subject, properties := range g {
		for _, v := range slices.Concat(properties[accessURL], properties[downloadURL]) {
			u, err := url.Parse(v.Value)
			if err == nil && u.Host == host && strings.Contains(u.Path, datasetPath) && fetch.Check(v.Value) == nil {
				all = append(all, table{cmp.Or(g.titleOf(subject), identifier(v.Value)), v.Value})
			}
		}
	}
	if len(all) == 0 {
		return nil, dubbelkrona.Invalidf("the metadata has no RowStore dataset at %s", host)
	}
	byURL := func(a, b table) int { return cmp.Or(cmp.Compare(a.url, b.url), cmp.Compare(a.name, b.name)) }
	slices.SortFunc(all, byURL)
	all = slices.CompactFunc(all, func(a, b table) bool { return a.url == b.url })
	slices.SortStableFunc(all, func(a, b table) int { return cmp.Compare(a.name, b.name) })
	return named(all), nil
}

// named makes the names of tables with the same title unique, such as those of
// a dataset whose tables have no titles.
func named(sorted []table) []table {
	times := make(map[string]int)
	for _, t := range sorted {
		times[t.name]++
	}
	for i, t := range sorted {
		if times[t.name] > 1 {
			sorted[i].name = t.name + " (" + identifier(t.url) + ")"
		}
	}
	return sorted
}

// titleOf returns the title of a distribution or, if it has none, of its
// dataset.
func (g graph) titleOf(subject string) string {
	if own := g.text(subject, title); own != "" {
		return own
	}
	found := ""
	for dataset, properties := range g {
		for _, v := range properties[distribution] {
			if text := g.text(dataset, title); v.Value == subject && text != "" && (found == "" || text < found) {
				found = text
			}
		}
	}
	return found
}

// text returns a property's value, the Swedish one if there are several.
func (g graph) text(subject, property string) string {
	values := g[subject][property]
	for _, v := range values {
		if v.Lang == "sv" {
			return strings.TrimSpace(v.Value)
		}
	}
	if len(values) > 0 {
		return strings.TrimSpace(values[0].Value)
	}
	return ""
}
