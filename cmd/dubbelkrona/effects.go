package main

import (
	"dubbelkrona"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/metrics"

	"github.com/spf13/cobra"
)

func effectsCommand(p *program) *cobra.Command {
	group := &cobra.Command{
		Use:   "effects",
		Short: "List, show, register and evaluate effects",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	group.AddCommand(effectsListCommand(p), effectsShowCommand(p), effectsRegisterCommand(p), effectsEvaluateCommand(p))
	return group
}

func effectsListCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:     "list",
		Short:   "List all effects, with their verdicts and versions",
		Example: "  dubbelkrona effects list --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			all, err := published.ListEffects(cmd.Context(), pipe.Project(), pipe.Plan().Catalogue.Of(metrics.Effect))
			if err != nil {
				return err
			}
			if p.json {
				return writeJSON(p.stdout, all)
			}
			return present.Effects(p.stdout, language(project), all)
		},
	})
}

func effectsShowCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "show NAME",
		Short: "Show what the published snapshot says of an effect",
		Long: `Shows the verdict on an effect for each municipality, with the check that closed it,
the estimates with their intervals, what each check found, the version of the
definition and whether it was registered before follow-up began. A closed effect has
no figure here; --json has every figure of the snapshot.`,
		Example: "  dubbelkrona effects show employment --project my-municipality",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			if _, err := pipe.Plan().Catalogue.Find(metrics.Effect, args[0]); err != nil {
				return usage(err)
			}
			results, err := published.ReadEffects(cmd.Context(), pipe.Project(), args[0])
			if err != nil {
				return err
			}
			if len(results) == 0 {
				return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s is not in the published snapshot; the next run evaluates it, or says why it cannot", args[0])
			}
			return p.showEffect(pipe, results[0])
		},
	})
}

func (p *program) showEffect(pipe *pipeline.Pipeline, result dubbelkrona.EffectResult) error {
	if p.json {
		return writeJSON(p.stdout, result)
	}
	return present.Effect(p.stdout, pipe.Project().Language(), result)
}

func effectsRegisterCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "register NAME",
		Short: "Register an effect's definition before its outcomes are known",
		Long: `Stores in the ledger what is to be estimated: the hash of the definition, of what it
reads and of its parameters, the latest month of outcomes in the lake, and the
smallest effect that can be detected. An effect is preregistered in a municipality
if no outcomes from its first month of follow-up on had been read then. Any change
of the definition or its parameters is a new version, which is not registered.`,
		Example: "  dubbelkrona effects register employment --project my-municipality",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			project, registered, err := working(cmd.Context(), p, func(pipe *pipeline.Pipeline) (dubbelkrona.EffectRegistration, error) {
				return pipe.RegisterEffect(cmd.Context(), args[0])
			})
			if err != nil {
				return unknownName(err)
			}
			if p.json {
				return writeJSON(p.stdout, registered)
			}
			return present.EffectRegistration(p.stdout, language(project), registered)
		},
	})
}

func effectsEvaluateCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "evaluate NAME",
		Short: "Evaluate an effect as it is defined now, on the published snapshot",
		Long: `Shows what show would after the next run, with the definitions of now. Nothing is
published and nothing is recorded.`,
		Example: "  dubbelkrona effects evaluate employment --project my-municipality",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			result, err := pipe.EvaluateEffect(cmd.Context(), args[0])
			if err != nil {
				return unknownName(err)
			}
			return p.showEffect(pipe, result)
		},
	})
}

// unknownName makes the error about a name that is not there one of usage.
func unknownName(err error) error {
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return usage(err)
	}
	return err
}
