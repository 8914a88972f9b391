// Package rowstore reads datasets of EntryScape's RowStore, the API in which
// many Swedish municipalities publish their tables:
//
//	GET {dataset}?_offset=0&_limit=500
//	{"results": [{…}, …], "offset": 0, "limit": 500, "resultCount": 1234, "next": "…?_offset=500&_limit=500", …}
//
// A dataset is one object, the JSON array of the rows of all pages, so that it
// is replaced in one commit. The format json reads it.
//
// # When a response is complete
//
// RowStore reloads a table by emptying and filling it, and serves requests
// meanwhile. So a response counts as complete only if
//
//   - each page begins where the previous one ended and states the same
//     resultCount;
//   - the number of rows is resultCount;
//   - {dataset}/info, if the server provides it, reports before and after that
//     the table is available, and states the same number of rows;
//   - without such an info there is at least one row, since an empty table
//     cannot be told apart from one that is being loaded.
//
// Everything else is a Transient error: the rows read before stay, and the next
// run tries again. The last page may have a next, which leads to an empty page
// (resultCount is then 0, since it counts the rows of the response); it is not
// requested.
package rowstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
)

// Settings are the settings of the place rowstore. At least one dataset or
// a catalogue is named.
type Settings struct {
	// Datasets are read in this order. If two have the same period, the later one
	// counts.
	Datasets []Dataset `yaml:"datasets"`
	// Catalogue is the address of the metadata of a catalogue or dataset in
	// EntryStore, such as https://…/store/1/metadata/5?recursive=dcat. All
	// distributions in it that the RowStore of the same host serves are read, in
	// the order of their titles.
	Catalogue string `yaml:"catalogue"`
	// PageRows is the number of rows to request at a time; default 500. A server
	// may send fewer.
	PageRows int `yaml:"page_rows"`
	// PerSecond is the max number of requests a second; default 2.
	PerSecond float64 `yaml:"per_second"`
}

// Dataset is one table of a RowStore.
type Dataset struct {
	// URL is the address of the dataset: https://…/rowstore/dataset/<id or alias>.
	// It may have conditions such as ?forvaltning=Barn.
	URL string `yaml:"url"`
	// Title is the name of the object, in which patterns of periods are searched;
	// default the id in the address.
	Title string `yaml:"title"`
	// Period is added to the title, for datasets whose title has none: 2022-06, or
	// 2022.
	Period string `yaml:"period"`
}

// Kind describes the place for the registry.
func Kind() ingest.PlaceKind {
	return ingest.PlaceKind{
		Name:     "rowstore",
		Title:    dubbelkrona.Label{SV: "EntryScape RowStore", EN: "EntryScape RowStore"},
		Settings: Settings{},
		Example: `  - name: reskontra
    place: {kind: rowstore, catalogue: "https://catalog.example.se/store/1/metadata/5?recursive=dcat"}
    load: replace-period
    period: {from: name, pattern: '(\p{L}+ \d{4}$|\d{4}-\d{2}$)'}
    profile: leverantorsreskontra
`,
		New: ingest.RemoteNew(New),
	}
}

// Place is an ingest.Remote for the configured datasets and those of a
// catalogue.
type Place struct {
	env      ingest.Env
	settings Settings
	named    []table
}

// table is a dataset and the name of its object.
type table struct{ name, url string }

// defaultPageRows is the max that RowStore's own web pages request.
const defaultPageRows = 500

// New makes the place. Invalid settings are Invalid errors.
func New(env ingest.Env, s Settings) (*Place, error) {
	if len(s.Datasets) == 0 && s.Catalogue == "" {
		return nil, dubbelkrona.Invalidf("datasets: set the url of at least one dataset, or catalogue")
	}
	if s.PageRows < 0 || s.PerSecond < 0 {
		return nil, dubbelkrona.Invalidf("page_rows and per_second: must be numbers above 0")
	}
	s.PageRows, s.PerSecond = cmp.Or(s.PageRows, defaultPageRows), cmp.Or(s.PerSecond, 2)
	p := &Place{env: env.WithDefaults(), settings: s}
	for i, d := range s.Datasets {
		if err := fetch.Check(d.URL); err != nil {
			return nil, fmt.Errorf("datasets[%d].url: %w", i, err)
		}
		p.named = append(p.named, table{name: strings.TrimSpace(cmp.Or(d.Title, identifier(d.URL)) + " " + d.Period), url: d.URL})
	}
	if s.Catalogue != "" {
		if err := fetch.Check(s.Catalogue); err != nil {
			return nil, fmt.Errorf("catalogue: %w", err)
		}
	}
	return p, distinct(p.named)
}

// distinct returns an error if two tables have the same name: each would
// replace the other.
func distinct(all []table) error {
	seen := make(map[string]bool, len(all))
	for _, t := range all {
		if seen[t.name] {
			return dubbelkrona.Invalidf("datasets: two of them would be one object, since their titles are the same; give each a title or a period of its own")
		}
		seen[t.name] = true
	}
	return nil
}

// Objects implements ingest.Remote: the datasets named, then the catalogue's.
func (p *Place) Objects(ctx context.Context) ([]ingest.Object, error) {
	tables, err := p.tables(ctx)
	if err != nil {
		return nil, err
	}
	objects := make([]ingest.Object, len(tables))
	for i, t := range tables {
		objects[i] = ingest.NewObject(t.name, -1, time.Time{})
	}
	return objects, nil
}

func (p *Place) tables(ctx context.Context) ([]table, error) {
	if p.settings.Catalogue == "" {
		return p.named, nil
	}
	found, err := p.catalogue(ctx)
	if err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	all := append(slices.Clone(p.named), found...)
	return all, distinct(all)
}

// Fetch implements ingest.Remote. A response that is not complete is an error.
func (p *Place) Fetch(ctx context.Context, obj ingest.Object, into fetch.Into) (version string, err error) {
	tables, err := p.tables(ctx)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(tables, func(t table) bool { return t.name == obj.Name })
	if at < 0 {
		return "", dubbelkrona.Errorf(dubbelkrona.NotFound, "the catalogue no longer lists it")
	}
	return "", p.write(ctx, tables[at].url, into)
}

// get fetches a small JSON document.
func (p *Place) get(ctx context.Context, url, accept string) ([]byte, error) {
	const longest = 64 << 20
	body, _, err := p.env.Web.Bytes(ctx, fetch.Request{URL: url, Header: map[string][]string{"Accept": {accept}},
		Policy: fetch.Policy{PerSecond: p.settings.PerSecond}}, longest)
	return body, err
}
