package dcat

import (
	"slices"
	"strconv"
	"time"

	"dubbelkrona"
)

const (
	authority = "http://publications.europa.eu/resource/authority/"
	sweden    = "http://sws.geonames.org/2661886/"
)

// catalogue lists the datasets.
func (g *graph) catalogue() element {
	c := g.document.Catalogue
	properties := slices.Concat(
		inBoth("dcterms:title", dubbelkrona.Label{SV: "Nyckeltal från " + c.Publisher, EN: "Metrics from " + c.Publisher}),
		inBoth("dcterms:description", dubbelkrona.Label{SV: "Nyckeltal om vad offentliga inköp gav tillbaka.", EN: "Metrics of what public purchasing gave back."}),
		[]element{
			link("dcterms:publisher", c.PublisherURI), link("dcterms:license", c.Licence), link("foaf:homepage", c.BaseURL),
			link("dcat:themeTaxonomy", authority+"data-theme"), link("dcterms:spatial", sweden), g.issued(), g.modified(),
		}, languages())
	for _, set := range g.sets {
		properties = append(properties, link("dcat:dataset", g.about+set.name))
	}
	return thing("dcat:Catalog", g.about+"catalogue", properties...)
}

func (g *graph) publisher() element {
	c := g.document.Catalogue
	return thing("foaf:Agent", c.PublisherURI, element{name: "foaf:name", text: c.Publisher, language: "sv"},
		link("dcterms:type", "http://purl.org/adms/publishertype/"+c.PublisherKind))
}

func (g *graph) contact() element {
	c := g.document.Catalogue
	return thing("vcard:Organization", g.about+"contact", text("vcard:fn", c.Contact), link("vcard:hasEmail", "mailto:"+c.Email))
}

// datasets describes each set of files.
func (g *graph) datasets() (all []element) {
	c, h := g.document.Catalogue, &g.document.Header
	for _, set := range g.sets {
		properties := slices.Concat(
			inBoth("dcterms:title", set.title), inBoth("dcterms:description", set.description),
			[]element{link("dcterms:publisher", c.PublisherURI), link("dcat:contactPoint", g.about+"contact")},
			keywords(), g.goals(),
			[]element{
				link("dcat:theme", authority+"data-theme/GOVE"), link("dcat:theme", authority+"data-theme/ECON"), link("dcat:theme", authority+"data-theme/SOCI"),
				text("dcterms:identifier", h.Project+"/"+set.name), g.issued(), g.modified(), text("dcat:version", h.Snapshot),
			}, languages(),
			[]element{link("dcat:landingPage", c.BaseURL), link("dcterms:spatial", sweden)}, g.temporal(),
			[]element{link("dcterms:accessRights", authority+"access-right/PUBLIC"), g.provenance()})
		for _, f := range set.files {
			properties = append(properties, link("dcat:distribution", g.about+f.File()))
		}
		all = append(all, thing("dcat:Dataset", g.about+set.name, properties...))
	}
	return all
}

// distributions describes each file.
func (g *graph) distributions() (all []element) {
	c := g.document.Catalogue
	for _, set := range g.sets {
		for _, f := range set.files {
			all = append(all, thing("dcat:Distribution", g.about+f.File(), slices.Concat(
				inBoth("dcterms:title", dubbelkrona.Label{SV: f.File(), EN: f.File()}), inBoth("dcterms:description", f.About()),
				[]element{
					link("dcat:accessURL", c.BaseURL+f.File()), link("dcat:downloadURL", c.BaseURL+f.File()), text("dcterms:format", f.MediaType()),
					link("dcat:mediaType", "https://www.iana.org/assignments/media-types/"+f.MediaType()), link("dcterms:license", c.Licence),
					link("dcatap:availability", authority+"planned-availability/AVAILABLE"),
					typed("dcat:byteSize", "nonNegativeInteger", strconv.FormatInt(f.Bytes, 10)), g.issued(), g.modified(),
				}, languages())...))
		}
	}
	return all
}

// issued is when this version of the data was issued.
func (g *graph) issued() element {
	return typed("dcterms:issued", "date", g.document.Header.Built.UTC().Format(time.DateOnly))
}

func (g *graph) modified() element {
	return typed("dcterms:modified", "dateTime", g.document.Header.Built.UTC().Format(time.RFC3339))
}

// temporal is the years that the results are about, if they are dated.
func (g *graph) temporal() []element {
	d := g.document
	if d.FirstYear == "" {
		return nil
	}
	return []element{{name: "dcterms:temporal", children: []element{{name: "dcterms:PeriodOfTime", children: []element{
		typed("dcat:startDate", "date", d.FirstYear+"-01-01"), typed("dcat:endDate", "date", d.LastYear+"-12-31")}}}}}
}

// provenance says where the data come from, and how to cite them.
func (g *graph) provenance() element {
	return element{name: "dcterms:provenance", children: []element{{name: "dcterms:ProvenanceStatement", children: inBoth("dcterms:description", g.document.Header.Cite())}}}
}

func languages() []element {
	return []element{link("dcterms:language", authority+"language/SWE"), link("dcterms:language", authority+"language/ENG")}
}

// goals are the goals of Agenda 2030 that the metrics are about, as keywords.
func (g *graph) goals() (all []element) {
	var goals []dubbelkrona.Goal
	for i := range g.document.Definitions {
		goals = append(goals, g.document.Definitions[i].Goals...)
	}
	slices.Sort(goals)
	for _, goal := range slices.Compact(goals) {
		title := goal.Title()
		all = append(all, inBoth("dcat:keyword", dubbelkrona.Label{SV: "Agenda 2030: mål " + title.SV, EN: "Agenda 2030: goal " + title.EN})...)
	}
	return all
}

func keywords() (all []element) {
	for _, word := range []dubbelkrona.Label{
		{SV: "offentlig upphandling", EN: "public procurement"}, {SV: "social hänsyn", EN: "social consideration"},
		{SV: "sysselsättning", EN: "employment"}, {SV: "socialt företag", EN: "social enterprise"}, {SV: "effekt", EN: "impact"},
	} {
		all = append(all, inBoth("dcat:keyword", word)...)
	}
	return all
}
