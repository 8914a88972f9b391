package main

import (
	"context"
	"strings"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/internal/upkeep"

	"github.com/spf13/cobra"
)

func checkCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Find every fault in a project's configuration and definitions",
		Long: `Reads dubbelkrona.yaml and queries/ and reports every fault at once, each with
file:line:column. A pattern that matches no file in the project is a warning. No
file of a source is opened, no other place is contacted, and nothing is written
in the project. After a run it also lists what the double value still lacks, the
spend of the contracts that are therefore not in it, and rows that refer to
something that does not exist, such as an undertaking of an unknown contract.`,
		Example: "  dubbelkrona check --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, pipe, faults, err := p.compile(cmd.Context(), true)
			if err != nil {
				return err
			}
			if len(faults) > 0 {
				return p.faulty(faults)
			}
			for _, u := range pipe.Plan().Unmatched(cmd.Context()) {
				p.say(language(project).Pick("varning: källan %s: ingen fil matchar %s\n", "warning: source %s: no file matches %s\n"), u.Source, u.Where)
			}
			for _, f := range pipe.Plan().Unstored {
				p.say(language(project).Pick("varning: %s\n", "warning: %s\n"), f)
			}
			p.say("%s: %s\n", project.Shown(config.FileName), language(project).Pick("inga fel", "no faults"))
			notePersons(p, project, pipe)
			return noteLacking(cmd.Context(), p, pipe.Project())
		},
	}
}

// notePersons prints what is published of persons, for a project with data about
// persons that has no setting publish.persons.
func notePersons(p *program, project *config.Project, pipe *pipeline.Pipeline) {
	about := pipe.Plan().AboutPersons()
	if project.Publish.Persons != nil || len(about) == 0 {
		return
	}
	p.say(language(project).Pick("Obs: publish/impact.duckdb har inga rader om personer (%s, modeller av dem) och inga resultat för 1–4 personer. Den som behöver dem sätter `publish: {persons: true}` och läser publish/analyst.duckdb; `publish: {persons: false}` tar bort den här raden.\n",
		"Note: publish/impact.duckdb has no rows about persons (%s and models of them) and no results on 1–4 persons. If you need them, set `publish: {persons: true}` and read publish/analyst.duckdb; `publish: {persons: false}` removes this note.\n"),
		strings.Join(about, ", "))
}

// compile reads a project and compiles its pipeline, which is nil if the
// configuration has faults. The faults include those of definitions. With thorough,
// definitions are checked as by check, and no collector is opened.
func (p *program) compile(ctx context.Context, thorough bool) (*config.Project, *pipeline.Pipeline, []strictyaml.Fault, error) {
	project, faults := config.Load(p.project)
	if project == nil {
		return nil, nil, faults, nil
	}
	options, err := p.options(project)
	if err != nil {
		return nil, nil, nil, err
	}
	if options.Thorough = thorough; !thorough && len(faults) == 0 {
		if err := p.collectors.Use(ctx, project, &options); err != nil {
			return nil, nil, nil, err
		}
	}
	pipe, more := pipeline.Compile(ctx, project, options)
	if len(faults) > 0 {
		pipe = nil
	}
	if pipe != nil {
		pipe.Project().FinishWith(keeper(pipe).Finish)
	}
	return project, pipe, append(faults, more...), nil
}

// load prepares a project for work. Faults of single definitions are in the run's
// report and stop it only with strict; any other fault does.
func (p *program) load(ctx context.Context, strict bool) (*config.Project, *pipeline.Pipeline, error) {
	project, pipe, faults, err := p.compile(ctx, false)
	if err != nil {
		return nil, nil, err
	}
	if pipe == nil || strict && len(faults) > 0 {
		return nil, nil, p.faulty(faults)
	}
	return project, pipe, nil
}

// keeper returns the Keeper of a pipeline's project.
func keeper(pipe *pipeline.Pipeline) *upkeep.Keeper {
	return upkeep.New(pipe.Project(), pipe)
}
