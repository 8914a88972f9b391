// Package dcat writes dcat.rdf: metadata by DCAT-AP-SE 3.0.1, in RDF/XML, which the
// Swedish data portal harvests. It is written if the configuration says who publishes
// the data.
//
// The files with all results are one dataset, the headline another; each file is a
// distribution. All things but periods and texts about origin have addresses below the
// catalogue's base address, since the portal accepts no blank nodes for them. A format
// is a media type as text, as the Swedish profile says; the European one, which wants an
// address there, gets that as dcat:mediaType.
package dcat

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Index writes the metadata.
type Index struct{}

// Name implements export.Format.
func (Index) Name() string { return "dcat" }

// File implements export.Format.
func (Index) File() string { return "dcat.rdf" }

// MediaType implements export.Format.
func (Index) MediaType() string { return "application/rdf+xml" }

// About implements export.Format.
func (Index) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "Metadata för Sveriges dataportal (DCAT-AP-SE 3)", EN: "Metadata for the Swedish data portal (DCAT-AP-SE 3)"}
}

// Applies implements export.Index.
func (Index) Applies(d *export.Document, files []export.File) bool {
	return d.Catalogue != nil && len(files) > 0
}

// Write implements export.Index.
func (i Index) Write(w io.Writer, d *export.Document, files []export.File) error {
	g := &graph{document: d, about: d.Catalogue.BaseURL + i.File() + "#"}
	g.sets = datasets(files)
	root := element{"rdf:RDF", "", namespaces(), "", slices.Concat(
		[]element{g.catalogue(), g.publisher(), g.contact()}, g.datasets(), g.distributions())}
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	root.write(&b, "")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("catalogue write: %w", err)
	}
	return nil
}

// graph makes the things that the metadata describe.
type graph struct {
	document *export.Document
	about    string // address of the file, up to the names of things in it
	sets     []dataset
}

// dataset is a set of files with the same content.
type dataset struct {
	name               string
	title, description dubbelkrona.Label
	files              []export.File
}

// datasets sorts files into those that have data. Those without any are left out.
func datasets(files []export.File) (all []dataset) {
	kinds := []dataset{
		{name: "metrics", title: dubbelkrona.Label{SV: "Nyckeltal om offentliga inköp", EN: "Metrics of public purchasing"},
			description: dubbelkrona.Label{
				SV: "Vad offentliga inköp gav tillbaka: värdet av tjänsterna och vad de gjorde för dem som annars stått utan arbete, med intervall, antal personer, evidensgrad, status och varningar för varje värde. Värden som rör för få personer lämnas inte ut.",
				EN: "What public purchasing gave back: the value of the services, and what they did for people who would otherwise have been without work, with interval, number of persons, grade of evidence, status and warnings for each value. Values about too few persons are not released."}},
		{name: "headline", title: dubbelkrona.Label{SV: "De viktigaste nyckeltalen om offentliga inköp", EN: "Main metrics of public purchasing"},
			description: dubbelkrona.Label{
				SV: "Ett tjugotal värden i sammandrag, för all tid och för det senaste året. Värden som rör för få personer lämnas inte ut.",
				EN: "Some twenty values in summary, of all time and of the latest year. Values about too few persons are not released."}},
	}
	for _, kind := range kinds {
		for _, f := range files {
			if strings.HasPrefix(f.File(), kind.name+".") {
				kind.files = append(kind.files, f)
			}
		}
		if len(kind.files) > 0 {
			all = append(all, kind)
		}
	}
	return all
}
