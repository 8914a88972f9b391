// Package kolada reads key figures of Swedish municipalities and regions from
// Kolada's API, version 3:
//
//	GET {endpoint}/kpi/{ids}                                    what figures mean
//	GET {endpoint}/municipality                                 municipalities and regions
//	GET {endpoint}/kpi_groups/{id}, /municipality_groups/{id}   members of groups
//	GET {endpoint}/data/kpi/{ids}/municipality/{ids}/year/{years}
//	GET {endpoint}/ou?municipality={id}, /oudata/kpi/{ids}/ou/{ids}/year/{years}
//
// A path segment takes at most 25 ids, a page has at most 5,000 rows, and
// next_url is the next page. The objects are the same in every run: the
// municipalities, the members of each group of municipalities, the definitions,
// and the values of each 25 figures and year.
// An object is all of its pages; if one is missing, the object fails. The
// cursor is the position in the list of objects (ingest.Sweep).
//
// Version 2 is retired since 31 March 2026. A client that expects its next_page
// silently stops at 5,000 rows in version 3; here a response with next_page is
// an error.
//
// # Rows
//
// The column record says what a row is: value, definition, municipality or
// municipality_group. A row of the last is a member of a group: code is the
// group's id, title its title, and area the municipality.
// Kolada changes values, titles and definitions without notice. The load mode
// upsert keeps all versions of a definition, so that a check can warn, and the
// last version of each value; a deleted value is a row without value, with a
// status.
//
// N40828 and U40828 are different figures; 0000 is the country, of type L.
// Publications must name the source: "Källa: Kolada".
package kolada

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
)

// Settings are the settings of the source kolada. Some figures are named, by
// kpis or kpi_groups, or groups whose members alone are read, by
// municipality_groups.
type Settings struct {
	// KPIs are the ids of key figures, such as N00945.
	KPIs []string `yaml:"kpis"`
	// KPIGroups are ids of groups of key figures, such as G2KPI114174. Their key
	// figures are read as well.
	KPIGroups []string `yaml:"kpi_groups"`
	// Municipalities are codes of municipalities (2182), regions (0021), groups,
	// and the country (0000). Default: all, if municipality_groups is not set
	// either.
	Municipalities []string `yaml:"municipalities"`
	// MunicipalityGroups are ids of groups of municipalities. Which municipalities
	// are members is read each time, and so are the members' values. Without kpis
	// and kpi_groups the members alone are read.
	MunicipalityGroups []string `yaml:"municipality_groups"`
	// Years are single years (2024), ranges (2015-2024), or a number of years up
	// to that of the run (last 5). Default: last 10.
	Years []string `yaml:"years"`
	// Units says that the values of schools, homes and other units are read as
	// well. municipalities or municipality_groups must then be set.
	Units bool `yaml:"units"`
	// Endpoint is the address of the API; default https://api.kolada.se/v3.
	Endpoint string `yaml:"endpoint"`
	// PerSecond is the max number of requests a second; default 4.
	PerSecond float64 `yaml:"per_second"`
}

// Kind describes the source for the registry.
func Kind() ingest.SourceKind {
	return ingest.SourceKind{
		Name:     "kolada",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "Kolada, nyckeltal för kommuner och regioner", EN: "Kolada, key figures of municipalities and regions"},
		Settings: Settings{},
		Profile:  "kolada",
		Example: `  - name: kolada
    place: {kind: kolada, kpis: [N00945, N01951], municipalities: ["2182"], years: [last 5]}
    profile: kolada
    load: upsert
`,
		New: ingest.SourceNew(New),
	}
}

// Max length of a path segment in ids and of a page in rows.
const (
	idsPerSegment = 25
	rowsPerPage   = 5000
)

const defaultEndpoint = "https://api.kolada.se/v3"

// New makes the source. It sends no request. Invalid settings are Invalid
// errors.
func New(name string, env ingest.Env, s Settings) (ingest.Source, error) {
	env = env.WithDefaults()
	s.Endpoint = strings.TrimRight(cmp.Or(s.Endpoint, defaultEndpoint), "/")
	s.PerSecond = cmp.Or(s.PerSecond, 4)
	if err := s.check(); err != nil {
		return nil, err
	}
	years, err := parseYears(s.Years, env.Slot.Year())
	if err != nil {
		return nil, err
	}
	p := &place{env: env, settings: s, years: years}
	return ingest.Sweep(ingest.New(name, ingest.Fetched(p, env), ingest.Always(format{seen: env.Slot}), env), env), nil
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9]{1,24}$`)

func (s *Settings) check() error {
	if err := fetch.Check(s.Endpoint); err != nil {
		return fmt.Errorf("endpoint: %w", err)
	}
	if len(s.KPIs)+len(s.KPIGroups) == 0 && (len(s.MunicipalityGroups) == 0 || s.Units) {
		return dubbelkrona.Invalidf("kpis: set at least one key figure, or a group in kpi_groups; or municipality_groups without units, to read the members of groups alone")
	}
	if s.Units && len(s.Municipalities)+len(s.MunicipalityGroups) == 0 {
		return dubbelkrona.Invalidf("units: set municipalities or municipality_groups, whose units are read")
	}
	if s.PerSecond < 0 {
		return dubbelkrona.Invalidf("per_second: must be a number above 0")
	}
	for key, ids := range map[string][]string{"kpis": s.KPIs, "kpi_groups": s.KPIGroups, "municipalities": s.Municipalities, "municipality_groups": s.MunicipalityGroups} {
		for _, id := range ids {
			if !idForm.MatchString(id) {
				return dubbelkrona.Invalidf("%s: %q is not an id; ids are letters and digits, such as N00945; write 0360 in quotes to keep its zero", key, id)
			}
		}
	}
	return nil
}

var yearForm = regexp.MustCompile(`^(?:(\d{4})(?:-(\d{4}))?|last (\d{1,2}))$`)

// parseYears lists years, ascending, each once.
func parseYears(texts []string, now int) (years []string, err error) {
	if len(texts) == 0 {
		texts = []string{"last 10"}
	}
	var all []int
	for _, text := range texts {
		m := yearForm.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			return nil, dubbelkrona.Invalidf("years: %q is neither a year (2024), a range (2015-2024) nor last and a number (last 5)", text)
		}
		from, to := number(m[1]), number(m[2])
		switch {
		case m[3] != "":
			from, to = now-number(m[3])+1, now
		case m[2] == "":
			to = from
		}
		if from > to || to-from > 100 {
			return nil, dubbelkrona.Invalidf("years: %q ends before it begins or is longer than a century", text)
		}
		for y := from; y <= to; y++ {
			all = append(all, y)
		}
	}
	slices.Sort(all)
	for _, y := range slices.Compact(all) {
		years = append(years, strconv.Itoa(y))
	}
	return years, nil
}

// number returns the value of digits, 0 if there are none.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
