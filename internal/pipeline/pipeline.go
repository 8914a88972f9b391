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
)

// Options are the parts of a pipeline that do not come from its project.
type Options struct {
	session.Options
	Registry *ingest.Registry
	// Web is the HTTP client of all sources, so that they share each host's rate
	// limit; if it is nil each source has its own.
	Web     *fetch.Client
	BuiltIn []compile.BuiltIn
	// Sinks are the available kinds of export, of which the project chooses.
	Sinks []export.Sink
	// Indexes describe what is exported; see compile.Options.
	Indexes []export.Index
	// Abort ends the process, given the reason, if a definition cannot be
	// stopped. If it is nil, the run waits for the definition.
	Abort func(reason string)
	// Thorough makes Compile run every definition on a snapshot without rows,
	// to find wrong names and types, which otherwise the build finds.
	Thorough bool
}

// Pipeline is a compiled project, ready to run.
type Pipeline struct {
	project *session.Project
	plan    *compile.Plan
	abort   func(reason string)
}

// Compile compiles a project, or reports all faults of its configuration. A broken
// definition in queries/ is among the faults, but affects only what depends on it:
// the pipeline is nil only if sources or exports have faults.
func Compile(ctx context.Context, c *config.Project, options Options) (*Pipeline, []strictyaml.Fault) {
	project := session.NewProject(c, options.Options)
	plan, faults := compile.Project(ctx, c, compile.Options{
		Registry: options.Registry, Web: options.Web, BuiltIn: options.BuiltIn, Sinks: options.Sinks, Indexes: options.Indexes, Now: options.Now, Label: project.Labels.Of,
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

// Project returns the project that the pipeline runs.
func (p *Pipeline) Project() *session.Project { return p.project }

// Republish builds the state of a moment, zero for the present one, without a base
// snapshot, and publishes and exports it. If checks forbid that, it returns a
// Blocked error.
func (p *Pipeline) Republish(ctx context.Context, s *session.Session, moment time.Time) error {
	b := p.builder(s)
	if err := b.removeUnwanted(); err != nil {
		return err
	}
	if err := b.buildAndPublish(ctx, moment, ""); err != nil {
		return err
	}
	return b.export(ctx)
}

// Plan returns what the project was compiled into.
func (p *Pipeline) Plan() *compile.Plan { return p.plan }
