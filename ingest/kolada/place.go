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

// place is the API as an ingest.Remote; an object's name is the path of its request.
type place struct {
	env      ingest.Env
	settings Settings
	years    []string
}

// Prefixes of objects' names.
const (
	municipalityPath = "municipality"
	groupPath        = "municipality_groups/"
	definitionPath   = "kpi/"
	dataPath         = "data/"
	unitPath         = "oudata/"
)

// Objects implements ingest.Remote.
func (p *place) Objects(ctx context.Context) ([]ingest.Object, error) {
	kpis, err := p.members(ctx, p.settings.KPIs, "kpi_groups", p.settings.KPIGroups)
	if err != nil {
		return nil, err
	}
	areas, err := p.members(ctx, p.settings.Municipalities, "municipality_groups", p.settings.MunicipalityGroups)
	if err != nil {
		return nil, err
	}
	names := append([]string{municipalityPath}, p.groups()...)
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

// groups returns the objects of the groups of municipalities: one of each, so that
// a change to the list in the settings leaves the others as they are.
func (p *place) groups() (names []string) {
	ids := slices.Sorted(slices.Values(p.settings.MunicipalityGroups))
	for _, id := range slices.Compact(ids) {
		names = append(names, groupPath+id)
	}
	return names
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
		found := make(map[string]bool)
		err := p.pages(ctx, p.address(path, strings.Join(chunk, ",")), func(page *page) error {
			for _, g := range page.groups() {
				found[g.ID] = true
				for _, m := range g.Members {
					all = append(all, m.ID)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
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

// Fetch implements ingest.Remote: the pages of a response, one per line.
func (p *place) Fetch(ctx context.Context, obj ingest.Object, into fetch.Into) (version string, err error) {
	if strings.HasPrefix(obj.Name, unitPath) {
		return "", p.units(ctx, obj.Name, into)
	}
	if id, group := strings.CutPrefix(obj.Name, groupPath); group {
		return "", p.group(ctx, id, into)
	}
	return "", p.write(ctx, p.address(obj.Name), into)
}

// group requests a group of municipalities with its members.
func (p *place) group(ctx context.Context, id string, to io.Writer) error {
	found := false
	err := p.pages(ctx, p.address(groupPath+id), func(page *page) error {
		for _, g := range page.groups() {
			if g.ID != id || g.Members == nil {
				return dubbelkrona.Invalidf("%s%s: the response is not this group with a list of members", groupPath, id)
			}
			found = true
		}
		return page.write(to)
	})
	if err == nil && !found {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s%s: Kolada has no such group", groupPath, id)
	}
	return err
}

// units requests the units of a municipality, and then their values.
func (p *place) units(ctx context.Context, name string, to io.Writer) error {
	parts := strings.Split(name, "/") // oudata/kpi/{ids}/municipality/{id}/year/{year}
	var ids []string
	err := p.pages(ctx, p.address("ou")+"&municipality="+url.QueryEscape(parts[4]), func(page *page) error {
		for _, u := range page.groups() {
			ids = append(ids, u.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		_, err := io.WriteString(to, `{"values":[]}`) // a municipality without units
		return err
	}
	slices.Sort(ids)
	for chunk := range slices.Chunk(slices.Compact(ids), idsPerSegment) {
		if err := p.write(ctx, p.address("oudata", "kpi", parts[2], "ou", strings.Join(chunk, ","), "year", parts[6]), to); err != nil {
			return err
		}
	}
	return nil
}
