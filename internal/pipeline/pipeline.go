package pipeline

import (
	"context"
	"slices"
	"time"

	"dubbelkrona/export"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// Options are what a pipeline needs from outside its project.
type Options struct {
	session.Options
	Registry *ingest.Registry
	// Web is what all sources speak HTTP with, so that they share each host's
	// limits; nil gives each source its own.
	Web     *fetch.Client
	BuiltIn []compile.BuiltIn
	// Sinks are the kinds of export that there are; the project chooses.
	Sinks []export.Sink
	// Abort ends the process, with the reason; if it is nil, what cannot be
	// stopped is waited for.
	Abort func(reason string)
	// Thorough makes Compile run every definition on a snapshot without rows,
	// which finds wrong names and types. A run finds them in its own build.
	Thorough bool
}

// Pipeline is a project whose configuration is sound, ready to run.
type Pipeline struct {
	project *session.Project
	plan    *compile.Plan
	abort   func(reason string)
}

// Compile prepares a project or reports every fault of it, opening nothing. A
// broken definition in queries/ is among the faults but stops only what
// depends on it: the pipeline is nil only if sources or exports are faulty.
func Compile(ctx context.Context, c *config.Project, options Options) (*Pipeline, []strictyaml.Fault) {
	project := session.NewProject(c, options.Options)
	plan, faults := compile.Project(ctx, c, compile.Options{
		Registry: options.Registry, Web: options.Web, BuiltIn: options.BuiltIn, Sinks: options.Sinks, Now: options.Now, Label: project.Labels.Of,
		Fetched: func(source, label string, bytes int64) {
			project.Tell(session.Progress{Stage: session.StageFetch, Source: source, Object: label, Bytes: bytes})
		},
	})
	p := &Pipeline{project: project, plan: plan, abort: options.Abort}
	if options.Thorough {
		plan.TryDefinitions(ctx, project.Limits(), definitionLimits(c, p.endProcess), func(ctx context.Context, db *warehouse.DB) error {
			return writeStaticMeta(ctx, db, plan, nil)
		})
	}
	unusable := len(faults) > 0
	faults = append(faults, plan.DefinitionFaults...)
	strictyaml.Sort(faults)
	faults = slices.Compact(faults)
	if unusable {
		return nil, faults
	}
	return p, faults
}

// Project is the project that the pipeline runs, for other work on it.
func (p *Pipeline) Project() *session.Project { return p.project }

// Republish builds the state of a moment, zero for the present one, from nothing,
// and publishes and exports it; a Blocked error means that its checks forbid
// that.
func (p *Pipeline) Republish(ctx context.Context, s *session.Session, moment time.Time) error {
	if err := p.publisher(s).removeUnwanted(); err != nil {
		return err
	}
	if err := p.buildAndPublish(ctx, p.builder(s), moment, ""); err != nil {
		return err
	}
	return p.publisher(s).export(ctx)
}

// Unmatched lists the sources of files in the project whose pattern no file
// matches now, with what they look for.
func (p *Pipeline) Unmatched(ctx context.Context) []compile.Unmatched { return p.plan.Unmatched(ctx) }

// AboutPersons are the tables with rows about persons that the project's
// sources fill, with their schema.
func (p *Pipeline) AboutPersons() []string { return p.plan.AboutPersons() }

// Definitions lists the definitions of a kind that can be used.
func (p *Pipeline) Definitions(kind metrics.Kind) []*metrics.Definition {
	return p.plan.Catalogue.Of(kind)
}

// Definition finds one; a NotFound error says that there is none.
func (p *Pipeline) Definition(kind metrics.Kind, name string) (*metrics.Definition, error) {
	return p.plan.Catalogue.Find(kind, name)
}
