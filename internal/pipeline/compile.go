package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/lineage"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics"
	"dubbelkrona/queries"
	"dubbelkrona/transform"
)

// BuiltIn is a source that every project has: reference data that comes with
// the program and goes the way of all data, so that each rate has an origin.
type BuiltIn struct {
	Source ingest.Source
	Spec   transform.Spec
}

// Options are what a pipeline needs from outside its project.
type Options struct {
	Registry *ingest.Registry
	// Web is what all sources speak HTTP with, so that they share each host's
	// limits; nil gives each source its own.
	Web     *fetch.Client
	BuiltIn []BuiltIn
	// Sinks are the kinds of export that there are; the project chooses.
	Sinks []export.Sink
	// Generator names the program and its version.
	Generator string
	Now       func() time.Time
	// Fault, where it is not nil, is called at every point of the commit
	// protocol; an error from it fails the run there.
	Fault func(point string) error
	Log   *slog.Logger
	// Progress, where it is not nil, is told how far a run has come, from one
	// goroutine at a time.
	Progress func(Progress)
	// Span, where it is not nil, is told of the parts of each run, for traces.
	Span Span
	// Lineage, where it is not nil, is told of each run as it begins and ends.
	// It returns at once.
	Lineage func(lineage.Run)
	// Abort ends the process, with the reason; nil where what cannot be stopped
	// is waited for.
	Abort func(reason string)
	// Workspace is shared by the pipelines of a project whose runs may be at
	// work at the same time; nil where only one is.
	Workspace *Workspace
	// Thorough makes Compile run every definition on a snapshot without rows,
	// which finds wrong names and types. A run finds them in its own build.
	Thorough bool
}

// Pipeline is a project whose configuration is sound, ready to run.
type Pipeline struct {
	project   *config.Project
	options   Options
	sources   []*source
	catalogue *metrics.Catalogue
	sinks     []export.Sink
	names     *names
	// definitionFaults are those of the project's own definitions that were
	// refused; the others are in the catalogue.
	definitionFaults []strictyaml.Fault
}

// source is a configured source, ready to read.
type source struct {
	name      string
	synthetic bool
	mode      dubbelkrona.LoadMode
	reader    ingest.Source
	// open makes the reader for a slot; nil for one that is always the same.
	open    func(slot time.Time) (ingest.Source, error)
	plan    *transform.Plan
	mapping string // hash of all that its rows depend on besides the bytes
	limits  config.Volume
	// where is the pattern that it looks by, or the kind of place.
	where string
	// moving sources look by another name on another day.
	moving bool
	local  bool // it is files in the project
	// repeats lets objects with the bytes of another be deliveries of their own.
	repeats bool
}

// replaces reports whether a new version of an object takes the place of rows.
func (src *source) replaces() bool {
	return src.mode == dubbelkrona.ReplaceObject || src.mode == dubbelkrona.ReplacePeriod
}

// Compile prepares a project or reports every fault of it, opening nothing. A
// broken definition in queries/ is among the faults but stops only what
// depends on it: the pipeline is nil only where sources or exports are faulty.
func Compile(ctx context.Context, project *config.Project, options Options) (*Pipeline, []strictyaml.Fault) {
	p := &Pipeline{project: project, options: options, names: new(names)}
	faults := p.compileBuiltIn()
	for i := range project.Sources {
		faults = append(faults, p.compileSource(i)...)
	}
	faults = append(faults, p.chooseSinks()...)
	unusable := len(faults) > 0
	p.compileDefinitions(ctx)
	faults = append(faults, p.definitionFaults...)
	strictyaml.Sort(faults)
	faults = slices.Compact(faults)
	if unusable {
		return nil, faults
	}
	return p, faults
}

func (p *Pipeline) compileBuiltIn() (faults []strictyaml.Fault) {
	for _, b := range p.options.BuiltIn {
		plan, broken := transform.Compile(b.Spec, transform.Options{})
		for _, f := range broken {
			faults = append(faults, strictyaml.Fault{File: config.ReservedSource, Message: f.Path + ": " + f.Message})
		}
		p.sources = append(p.sources, &source{name: config.ReservedSource, mode: dubbelkrona.ReplaceObject,
			reader: b.Source, plan: plan, mapping: mappingHash(plan)})
	}
	return faults
}

func (p *Pipeline) compileSource(i int) (faults []strictyaml.Fault) {
	c := &p.project.Sources[i]
	path := fmt.Sprintf("sources[%d]", i)
	place, placeFaults := placeOf(c)
	format, formatFaults := choice(c.Format)
	spec := ingest.Spec{Name: c.Name, Place: place, Format: format, Together: c.Together}
	open := func(slot time.Time) (ingest.Source, error) {
		return p.options.Registry.Source(spec,
			ingest.Env{Root: p.project.Root, Scratch: p.project.Scratch(), Now: p.options.Now, Slot: slot,
				Web: p.options.Web, Label: p.names.label, Progress: func(label string, bytes int64) {
					p.progress(Progress{Stage: StageFetch, Source: c.Name, Object: label, Bytes: bytes})
				}})
	}
	reader, err := open(time.Time{})
	faults = append(*placeFaults, *formatFaults...)
	if err != nil && len(faults) == 0 {
		faults = append(faults, p.project.At(path, err.Error()))
	}
	plan, broken := transform.Compile(c.Spec, transform.Options{})
	for _, f := range broken {
		faults = append(faults, p.project.At(strings.TrimSuffix(path+"."+f.Path, "."), f.Message))
	}
	p.sources = append(p.sources, &source{name: c.Name, synthetic: c.Synthetic, mode: c.Load, reader: reader, open: open, plan: plan, limits: c.Limits,
		where: whereOf(c), moving: isMoving(c), repeats: c.Repeats == config.RepeatsAllow, local: c.Files != "" || place.Kind == "directory",
		mapping: mappingHash(plan, format.Kind, c.Format.Canonical("kind"), fmt.Sprint(c.Together), p.options.Registry.Decoding(spec))})
	return faults
}

// placeOf is the place of a source; `files` is short for a directory.
func placeOf(c *config.Source) (ingest.Choice, *[]strictyaml.Fault) {
	if c.Files == "" {
		return choice(c.Place)
	}
	return Chosen("directory", fmt.Sprintf("glob: %q\n", c.Files)), new([]strictyaml.Fault)
}

// Chosen is a kind with settings that were not written by a person: YAML text.
func Chosen(kind, settings string) ingest.Choice {
	return ingest.Choice{Kind: kind, Settings: func(into any) error {
		doc, faults := strictyaml.Parse(kind, []byte(settings))
		if len(faults) == 0 {
			faults = doc.Decode(into)
		}
		return firstFault(faults)
	}}
}

// choice reads a kind with its settings: a name alone, or a mapping with the
// key kind. Faults of the settings are collected with their positions, since a
// kind reports only that there are some.
func choice(section strictyaml.Section) (ingest.Choice, *[]strictyaml.Fault) {
	faults := new([]strictyaml.Fault)
	if !section.Present() {
		return ingest.Choice{}, faults
	}
	if name, scalar := section.Text(); scalar {
		return ingest.Choice{Kind: name}, faults
	}
	kind := section.Key("kind")
	if kind == "" {
		*faults = append(*faults, section.At("", "the key kind is missing"))
	}
	return ingest.Choice{Kind: kind, Settings: func(into any) error {
		found := section.Decode(into, "kind")
		*faults = append(*faults, found...)
		return firstFault(found)
	}}, faults
}

func firstFault(faults []strictyaml.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "%s", faults[0])
}

func (p *Pipeline) chooseSinks() (faults []strictyaml.Fault) {
	var names []string
	for _, sink := range p.options.Sinks {
		names = append(names, sink.Name())
	}
	for i, wanted := range p.project.Exports {
		index := slices.Index(names, wanted)
		if index < 0 {
			faults = append(faults, p.project.At(fmt.Sprintf("exports[%d]", i),
				fmt.Sprintf("unknown export %q; known: %s", wanted, strings.Join(names, ", "))))
			continue
		}
		p.sinks = append(p.sinks, p.options.Sinks[index])
	}
	return faults
}

// compileDefinitions loads, orders and, where that is asked for, tries the
// definitions. Those with faults leave the catalogue.
func (p *Pipeline) compileDefinitions(ctx context.Context) {
	sources := []metrics.Source{{FS: queries.FS(), Prefix: "dubbelkrona:queries/", BuiltIn: true}}
	if info, err := os.Stat(p.project.Queries()); err == nil && info.IsDir() {
		sources = append(sources, metrics.Source{FS: os.DirFS(p.project.Queries()), Prefix: p.project.Shown("queries") + "/"})
	}
	p.catalogue, p.definitionFaults = metrics.Load(sources...)
	steps := []func(context.Context) ([]strictyaml.Fault, error){p.resolveDefinitions}
	if p.options.Thorough {
		steps = append(steps, p.tryDefinitions)
	}
	for _, step := range steps {
		faults, err := step(ctx)
		if err != nil {
			faults = append(faults, strictyaml.Fault{File: "queries", Message: err.Error()})
		}
		p.definitionFaults = append(p.definitionFaults, faults...)
	}
}
