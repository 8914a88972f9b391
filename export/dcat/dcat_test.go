package dcat_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/export"
	"dubbelkrona/export/csv"
	"dubbelkrona/export/dcat"
	"dubbelkrona/export/exporttest"
	exportjson "dubbelkrona/export/json"
	"dubbelkrona/export/parquet"
)

// profile are the properties of DCAT-AP-SE 3.0.1 that are mandatory or recommended, by
// class, from the profile's tables (diggsweden/DCAT-AP-SE, folder templates), and how
// often each may be there; 0 is any number.
var profile = map[string]map[string]int{
	"dcat:Catalog": {"dcterms:title": 0, "dcterms:description": 0, "dcterms:publisher": 1, "dcat:dataset": 0, "dcterms:license": 1, "dcterms:issued": 1,
		"dcterms:modified": 1, "dcterms:language": 0, "dcterms:spatial": 0, "foaf:homepage": 1, "dcat:themeTaxonomy": 0},
	"dcat:Dataset": {"dcterms:title": 0, "dcterms:description": 0, "dcterms:publisher": 1, "dcat:contactPoint": 0, "dcat:keyword": 0, "dcat:theme": 0,
		"dcterms:issued": 1, "dcterms:spatial": 0, "dcterms:temporal": 0, "dcterms:accessRights": 1, "dcat:distribution": 0, "dcterms:modified": 1, "dcat:version": 1},
	"dcat:Distribution":  {"dcat:accessURL": 1, "dcterms:format": 1, "dcterms:license": 1, "dcterms:description": 0, "dcatap:availability": 1, "dcat:byteSize": 1, "dcterms:issued": 1, "dcterms:modified": 1},
	"foaf:Agent":         {"foaf:name": 0, "dcterms:type": 0},
	"vcard:Organization": {"vcard:fn": 0, "vcard:hasEmail": 0},
}

var prefixes = map[string]string{
	"http://purl.org/dc/terms/": "dcterms:", "http://www.w3.org/ns/dcat#": "dcat:", "http://xmlns.com/foaf/0.1/": "foaf:", "http://www.w3.org/2006/vcard/ns#": "vcard:",
	"http://data.europa.eu/r5r/": "dcatap:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}

// property is a property of a thing that was read.
type property struct{ name, text, resource, language string }

type thing struct {
	class, about string
	properties   []property
}

var catalogue = &export.Catalogue{Publisher: `Kommunen <"å"> & co`, PublisherURI: "https://example.se/id/kommun", PublisherKind: "LocalAuthority", Contact: "Öppna data", Email: "data@example.se",
	Licence: "http://creativecommons.org/publicdomain/zero/1.0/", BaseURL: "https://data.example.se/inkop/"}

// .ci/validators holds the metadata of the demo to the official shapes.
func TestProfile(t *testing.T) {
	all := read(t, exporttest.Index(t, dcat.Index{}, catalogue, parquet.Sink{}, csv.Sink{}, csv.Headline{}, exportjson.Headline{}))
	counts := make(map[string]int)
	abouts := make(map[string]bool)
	for _, one := range all {
		counts[one.class]++
		if abouts[one.about] {
			t.Errorf("%s is described twice", one.about)
		}
		abouts[one.about] = true
		checkThing(t, one)
	}
	for class, want := range map[string]int{"dcat:Catalog": 1, "dcat:Dataset": 2, "dcat:Distribution": 4, "foaf:Agent": 1, "vcard:Organization": 1} {
		if counts[class] != want {
			t.Errorf("%d of %s, want %d", counts[class], class, want)
		}
	}
	for _, one := range all {
		for _, p := range one.properties {
			inside := strings.HasPrefix(p.resource, catalogue.BaseURL+"dcat.rdf#") || p.resource == catalogue.PublisherURI
			if inside && !abouts[p.resource] {
				t.Errorf("%s of %s is not described: %s", p.name, one.about, p.resource)
			}
		}
	}
}

func checkThing(t *testing.T, one thing) {
	t.Helper()
	for name, most := range profile[one.class] {
		found := slices.DeleteFunc(slices.Clone(one.properties), func(p property) bool { return p.name != name })
		if len(found) == 0 || most > 0 && len(found) > most {
			t.Errorf("%s has %s %d times", one.about, name, len(found))
		}
		languages := make(map[string]bool)
		for _, p := range found {
			languages[p.language] = true
		}
		if slices.Contains([]string{"dcterms:title", "dcterms:description", "dcat:keyword"}, name) && (!languages["sv"] || !languages["en"]) {
			t.Errorf("%s of %s is in %v", name, one.about, languages)
		}
	}
	for _, p := range append(one.properties, property{resource: one.about}) {
		if u, err := url.Parse(p.resource); p.resource != "" && (err != nil || !u.IsAbs()) {
			t.Errorf("%s of %s is not an absolute address: %q", p.name, one.about, p.resource)
		}
	}
}

func TestContent(t *testing.T) {
	all := read(t, exporttest.Index(t, dcat.Index{}, catalogue, csv.Sink{}))
	got := make(map[string][]string)
	for _, one := range all {
		for _, p := range one.properties {
			key := one.class + " " + p.name
			got[key] = append(got[key], p.text+p.resource)
		}
	}
	for key, want := range map[string]string{
		"foaf:Agent foaf:name": catalogue.Publisher, "dcat:Distribution dcat:byteSize": "1000", "dcat:Distribution dcterms:format": "text/csv",
		"dcat:Distribution dcat:downloadURL": "https://data.example.se/inkop/metrics.csv", "dcat:Dataset dcterms:temporal": "2021-01-012025-12-31",
		"dcat:Dataset dcat:version": "20260301T020000.000Zab12", "dcat:Catalog dcterms:modified": "2026-03-01T02:00:05Z", "vcard:Organization vcard:hasEmail": "mailto:data@example.se",
	} {
		if len(got[key]) != 1 || got[key][0] != want {
			t.Errorf("%s is %q, want %q", key, got[key], want)
		}
	}
	for _, goal := range []string{"Agenda 2030: mål 8 Anständiga arbetsvillkor och ekonomisk tillväxt", "Agenda 2030: goal 10 Reduced inequalities"} {
		if !slices.Contains(got["dcat:Dataset dcat:keyword"], goal) {
			t.Errorf("the keywords lack %q", goal)
		}
	}
}

// Nothing is written without a publisher or files.
func TestNotWritten(t *testing.T) {
	if exporttest.Index(t, dcat.Index{}, nil, csv.Sink{}) != nil || exporttest.Index(t, dcat.Index{}, catalogue) != nil {
		t.Error("metadata were written")
	}
}

// read reads RDF/XML whose things are the children of its root.
func read(t *testing.T, content []byte) (all []thing) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(content))
	depth := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := prefixes[token.Name.Space] + token.Name.Local
			if prefixes[token.Name.Space] == "" {
				t.Errorf("element %v", token.Name)
			}
			switch depth++; depth {
			case 2:
				all = append(all, thing{class: name, about: attribute(token, "about")})
			case 3:
				last := &all[len(all)-1]
				last.properties = append(last.properties, property{name: name, resource: attribute(token, "resource"), language: attribute(token, "lang")})
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if text := strings.TrimSpace(string(token)); depth >= 3 {
				p := &all[len(all)-1].properties
				(*p)[len(*p)-1].text += text
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
