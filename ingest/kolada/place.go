package kolada

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
)

// place is the API as a place; an object's name is the path of its request.
type place struct {
	env      ingest.Env
	settings Settings
	years    []string
}

// Prefixes of objects' names.
const (
	municipalityPath = "municipality"
	definitionPath   = "kpi/"
	dataPath         = "data/"
	unitPath         = "oudata/"
)

// Objects implements ingest.Place.
func (p *place) Objects(ctx context.Context) ([]ingest.Object, error) {
	kpis, err := p.members(ctx, p.settings.KPIs, "kpi_groups", p.settings.KPIGroups)
	if err != nil {
		return nil, err
	}
	areas, err := p.members(ctx, p.settings.Municipalities, "municipality_groups", p.settings.MunicipalityGroups)
	if err != nil {
		return nil, err
	}
	names := []string{municipalityPath}
	for ids := range slices.Chunk(kpis, idsPerSegment) {
		names = append(names, definitionPath+strings.Join(ids, ","))
	}
	for ids := range slices.Chunk(kpis, idsPerSegment) {
		for _, year := range p.years {
			names = append(names, p.questions(strings.Join(ids, ","), areas, year)...)
		}
	}
	var all []ingest.Object
	for _, name := range names {
		all = append(all, ingest.NewObject(name, -1, time.Time{}))
	}
	return all, nil
}

// questions returns the objects of some figures and a year.
func (p *place) questions(kpis string, areas []string, year string) (names []string) {
	if len(areas) == 0 {
		return []string{dataPath + "kpi/" + kpis + "/year/" + year}
	}
	for ids := range slices.Chunk(areas, idsPerSegment) {
		names = append(names, dataPath+"kpi/"+kpis+"/municipality/"+strings.Join(ids, ",")+"/year/"+year)
	}
	if p.settings.Units {
		for _, area := range areas {
			names = append(names, unitPath+"kpi/"+kpis+"/municipality/"+area+"/year/"+year)
		}
	}
	return names
}

// members returns ids and those of the members of groups, without duplicates.
func (p *place) members(ctx context.Context, ids []string, path string, groups []string) ([]string, error) {
	all := slices.Clone(ids)
	for chunk := range slices.Chunk(groups, idsPerSegment) {
		pages := p.pages(ctx, p.address(path, strings.Join(chunk, ",")))
		found := make(map[string]bool)
		for pages.next() {
			for _, g := range pages.page.Groups {
				found[g.ID] = true
				for _, m := range g.Members {
					all = append(all, m.ID)
				}
			}
		}
		if pages.err != nil {
			return nil, pages.err
		}
		for _, id := range chunk {
			if !found[id] {
				return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "%s: Kolada has no group %s", path, id)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// address returns the first page of a request.
func (p *place) address(path ...string) string {
	return fmt.Sprintf("%s/%s?per_page=%d", p.settings.Endpoint, strings.Join(path, "/"), rowsPerPage)
}

// Open implements ingest.Place: the pages of a response, one per line.
func (p *place) Open(ctx context.Context, obj ingest.Object) (io.ReadCloser, error) {
	if !strings.HasPrefix(obj.Name, unitPath) {
		return &reader{answers: []*pages{p.pages(ctx, p.address(obj.Name))}}, nil
	}
	return p.openUnits(ctx, obj.Name)
}

// openUnits requests the units of a municipality, and then their values.
func (p *place) openUnits(ctx context.Context, name string) (io.ReadCloser, error) {
	parts := strings.Split(name, "/") // oudata/kpi/{ids}/municipality/{id}/year/{year}
	units := p.pages(ctx, p.address("ou")+"&municipality="+url.QueryEscape(parts[4]))
	var ids []string
	for units.next() {
		for _, u := range units.page.Groups {
			ids = append(ids, u.ID)
		}
	}
	if units.err != nil {
		return nil, units.err
	}
	slices.Sort(ids)
	r := &reader{}
	if len(ids) == 0 {
		r.line.WriteString(`{"values":[]}`) // a municipality without units
	}
	for chunk := range slices.Chunk(slices.Compact(ids), idsPerSegment) {
		r.answers = append(r.answers, p.pages(ctx, p.address("oudata", "kpi", parts[2], "ou", strings.Join(chunk, ","), "year", parts[6])))
	}
	return r, nil
}

func (p *place) pages(ctx context.Context, address string) *pages {
	return &pages{ctx: ctx, from: p, address: address, seen: make(map[string]bool)}
}

// maxPageBytes is the max length of a page; one of 5,000 rows has about 1.5 MB.
const maxPageBytes = 64 << 20

func (p *place) get(ctx context.Context, address string) ([]byte, error) {
	body, _, err := p.env.Web.Bytes(ctx, fetch.Request{URL: address,
		Header: map[string][]string{"Accept": {"application/json"}},
		Policy: fetch.Policy{PerSecond: p.settings.PerSecond}}, maxPageBytes)
	return body, err
}
