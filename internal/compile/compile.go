// Package compile compiles a project's configuration into the plan of a run, or
// reports all its faults at once: sources with their readers and plans,
// definitions in order, the chosen sinks, and what of a snapshot is released.
// It opens no file of the project but those in queries/.
package compile

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dubbelkrona/export"
	"dubbelkrona/export/postgres"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics"
)

// Options are the parts of a compilation that do not come from the project.
type Options struct {
	Registry *ingest.Registry
	// Web is the HTTP client of all sources, so that they share each host's rate
	// limit; if it is nil each source has its own.
	Web     *fetch.Client
	BuiltIn []BuiltIn
	// Sinks are the available kinds of export, of which the project chooses.
	Sinks []export.Sink
	// Indexes describe what is exported, each if it applies; a list of all files is
	// last.
	Indexes []export.Index
	Now     func() time.Time
	// Label returns the label of an object, given its name.
	Label func(name string) string
	// Fetched is called with the bytes of an object that were downloaded so far.
	Fetched func(source, label string, bytes int64)
}

// Plan is a compiled project.
type Plan struct {
	Project   *config.Project
	Sources   []*Source
	Catalogue *metrics.Catalogue
	// Sinks are the chosen kinds of export, in the order of Options.Sinks.
	Sinks []export.Sink
	// Database is where the released tables are written; nil if the project has none.
	Database *postgres.Target
	// Indexes are those of Options.Indexes.
	Indexes []export.Index
	// DefinitionFaults are the faults of definitions in queries/, which are left
	// out of the catalogue.
	DefinitionFaults []strictyaml.Fault
	// Unstored are warnings about columns in mappings that are no longer stored.
	Unstored []strictyaml.Fault

	options Options
}

// Project compiles a project. The faults that it returns are those of sources and
// exports, with which the project cannot run. A broken definition in queries/ is
// among the plan's DefinitionFaults and affects only what depends on it.
func Project(ctx context.Context, project *config.Project, options Options) (p *Plan, faults []strictyaml.Fault) {
	p = &Plan{Project: project, Indexes: options.Indexes, options: options}
	faults = p.compileBuiltIn()
	for i := range project.Sources {
		faults = append(faults, p.compileSource(i)...)
	}
	faults = append(faults, p.chooseSinks()...)
	faults = append(faults, p.compileDatabase()...)
	p.loadDefinitions(ctx)
	return p, faults
}

// UpToDate reports whether rows that were made with a mapping and a version of a
// format are what the source would make of the same bytes now.
func (p *Plan) UpToDate(src *Source, mapping, format string) bool {
	return mapping == src.Mapping && p.options.Registry.Reads(format)
}

// Versions returns the versions of all formats and sources, as one text.
func (p *Plan) Versions() string { return p.options.Registry.Versions() }

// Exports returns the names of all files that this program exports, chosen or not.
func (p *Plan) Exports() (names []string) {
	for _, sink := range p.options.Sinks {
		names = append(names, sink.File())
	}
	for _, index := range p.options.Indexes {
		names = append(names, index.File())
	}
	return names
}

// chooseSinks chooses every kind of export that has a name of the configuration.
func (p *Plan) chooseSinks() (faults []strictyaml.Fault) {
	var names []string
	for _, sink := range p.options.Sinks {
		if slices.Contains(p.Project.Exports, sink.Name()) {
			p.Sinks = append(p.Sinks, sink)
		}
		if !slices.Contains(names, sink.Name()) {
			names = append(names, sink.Name())
		}
	}
	for i, wanted := range p.Project.Exports {
		if !slices.Contains(names, wanted) {
			faults = append(faults, p.Project.At(fmt.Sprintf("exports[%d]", i),
				fmt.Sprintf("unknown export %q; known: %s", wanted, strings.Join(names, ", "))))
		}
	}
	return faults
}
