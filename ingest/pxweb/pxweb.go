package pxweb

import (
	"cmp"
	"fmt"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
)

// Settings are the settings of the source pxweb.
type Settings struct {
	// API is the version of the API: v2 (default) or v1.
	API string `yaml:"api"`
	// Endpoint is the address of the API. Default: that of Statistics Sweden, in
	// version 2 https://statistikdatabasen.scb.se/api/v2 and in version 1
	// https://api.scb.se/OV0104/v1/doris/sv/ssd, which includes the language.
	Endpoint string `yaml:"endpoint"`
	// Language is the language of texts, sv (default) or en. In version 1 it is
	// part of endpoint.
	Language string `yaml:"language"`
	// Tables are the tables to read; each is an object of its own.
	Tables []Table `yaml:"tables"`
}

// Table is one table and what is selected of it.
type Table struct {
	// ID is the table's id (TAB6471) or, in version 1, its path below the
	// endpoint (BE/BE0101/BE0101A/BefolkningNy).
	ID string `yaml:"id"`
	// Select lists the values to read of each variable, by their codes, as in
	// Region: ["2182"]. The word "*" means all values, "latest 5" the last five in
	// the table's order, and "from 2015" that value and all behind it. A variable
	// that is not listed is left out if the table has a total for it; otherwise
	// all its values are read.
	Select map[string][]string `yaml:"select"`
	// Codelists names an aggregation or a value set for a variable, as in Alder:
	// agg_Ålder10årJ. select then lists values of that.
	Codelists map[string]string `yaml:"codelists"`
}

// Kind describes the source for the registry.
func Kind() ingest.SourceKind {
	return ingest.SourceKind{
		Name:     "pxweb",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "PxWeb, statistik från SCB och andra myndigheter", EN: "PxWeb, statistics of SCB and other authorities"},
		Settings: Settings{},
		Profile:  "scb",
		Example: `  - name: befolkning
    place:
      kind: pxweb
      tables:
        - {id: TAB6471, select: {Region: ["2182"], Tid: [latest 12], Alder: [TotSA], Kon: ["*"], ContentsCode: ["*"]}}
    profile: scb
`,
		New: ingest.SourceNew(New),
	}
}

const (
	endpointV2 = "https://statistikdatabasen.scb.se/api/v2"
	endpointV1 = "https://api.scb.se/OV0104/v1/doris/sv/ssd"
)

// New makes the source. It sends no request. Invalid settings are Invalid
// errors.
func New(name string, env ingest.Env, s Settings) (ingest.Source, error) {
	env = env.WithDefaults()
	s.Language = cmp.Or(s.Language, "sv")
	at := func(otherwise string) client {
		return client{web: env.Web, endpoint: strings.TrimRight(cmp.Or(s.Endpoint, otherwise), "/")}
	}
	var server api
	switch cmp.Or(s.API, "v2") {
	case "v2":
		server = &version2{client: at(endpointV2), language: s.Language}
	case "v1":
		server = &version1{client: at(endpointV1)}
	default:
		return nil, dubbelkrona.Invalidf("api: %q is unknown; set v2 or v1", s.API)
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	p := &tables{server: server, settings: s}
	return ingest.Sweep(ingest.New(name, ingest.Fetched(p, env), ingest.Always(JSONStat{}), env), env), nil
}

func (s *Settings) check() error {
	if s.Endpoint != "" {
		if err := fetch.Check(s.Endpoint); err != nil {
			return fmt.Errorf("endpoint: %w", err)
		}
	}
	if s.Language != "sv" && s.Language != "en" {
		return dubbelkrona.Invalidf("language: %q is unknown; set sv or en", s.Language)
	}
	if len(s.Tables) == 0 {
		return dubbelkrona.Invalidf("tables: set at least one table")
	}
	seen := make(map[string]bool)
	for i, t := range s.Tables {
		switch {
		case t.ID == "" || strings.ContainsAny(t.ID, "?#%\\ ") || strings.Contains(t.ID, ".."):
			return dubbelkrona.Invalidf("tables[%d].id: must be the id of a table such as TAB6471, or in version 1 its path", i)
		case seen[t.ID]:
			return dubbelkrona.Invalidf("tables[%d].id: %s is listed twice; put all its selections into one entry", i, t.ID)
		}
		seen[t.ID] = true
		for variable, words := range t.Select {
			if err := checkWords(words); err != nil {
				return fmt.Errorf("tables[%d].select.%s: %w", i, variable, err)
			}
		}
	}
	return nil
}
