// Package compile makes of a project's configuration what a run needs, or
// reports every fault of it at once: sources with their readers and plans,
// definitions in order, the chosen sinks, and what of a snapshot is released.
// It opens nothing of the project.
package compile

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dubbelkrona/export"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics"
)

// Options are what compiling needs from outside the project.
type Options struct {
	Registry *ingest.Registry
	// Web is what all sources speak HTTP with, so that they share each host's
	// limits; nil gives each source its own.
	Web     *fetch.Client
	BuiltIn []BuiltIn
	// Sinks are the kinds of export that there are; the project chooses.
	Sinks []export.Sink
	Now   func() time.Time
	// Label makes the label of an object of its name.
	Label func(name string) string
	// Fetched is told how many bytes of an object have come over the network.
	Fetched func(source, label string, bytes int64)
}

// Plan is a compiled project.
type Plan struct {
	Project   *config.Project
	Sources   []*Source
	Catalogue *metrics.Catalogue
	// Sinks are the chosen kinds of export.
	Sinks []export.Sink
	// DefinitionFaults are those of the project's own definitions that were
	// refused; the others are in the catalogue.
	DefinitionFaults []strictyaml.Fault

	options Options
}

// Project compiles a project. The faults are those of sources and exports, with
// which it cannot run. A broken definition in queries/ is among the plan's
// DefinitionFaults and stops only what depends on it.
func Project(ctx context.Context, project *config.Project, options Options) (p *Plan, faults []strictyaml.Fault) {
	p = &Plan{Project: project, options: options}
	faults = p.compileBuiltIn()
	for i := range project.Sources {
		faults = append(faults, p.compileSource(i)...)
	}
	faults = append(faults, p.chooseSinks()...)
	p.loadDefinitions(ctx)
	return p, faults
}

// UpToDate reports whether rows that were made under a mapping, of a version of
// a format, are what the source would make of the same bytes now.
func (p *Plan) UpToDate(src *Source, mapping, format string) bool {
	return mapping == src.Mapping && p.options.Registry.Reads(format)
}

// Versions names the versions of all formats and sources.
func (p *Plan) Versions() string { return p.options.Registry.Versions() }

// NotChosen are the kinds of export whose files the project does not want.
func (p *Plan) NotChosen() []export.Sink {
	return slices.DeleteFunc(slices.Clone(p.options.Sinks), func(sink export.Sink) bool {
		return slices.ContainsFunc(p.Sinks, func(chosen export.Sink) bool { return chosen.Extension() == sink.Extension() })
	})
}

func (p *Plan) chooseSinks() (faults []strictyaml.Fault) {
	var names []string
	for _, sink := range p.options.Sinks {
		names = append(names, sink.Name())
	}
	for i, wanted := range p.Project.Exports {
		index := slices.Index(names, wanted)
		if index < 0 {
			faults = append(faults, p.Project.At(fmt.Sprintf("exports[%d]", i),
				fmt.Sprintf("unknown export %q; known: %s", wanted, strings.Join(names, ", "))))
			continue
		}
		p.Sinks = append(p.Sinks, p.options.Sinks[index])
	}
	return faults
}
