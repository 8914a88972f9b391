package main

import (
	"context"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/regular"
	"dubbelkrona/internal/whatif"

	"github.com/spf13/cobra"
)

func whatifCommand(p *program) *cobra.Command {
	var write, compare bool
	var changes []string
	cmd := withJSON(p, &cobra.Command{
		Use:   "whatif [PLAN.yaml]",
		Short: "Calculate what a planned contract is expected to give",
		Long: `Calculates the double value of a contract that is planned, by the models and rates
of the project: what is expected for each krona and who gets it, the interval, what it
depends on, how many person-years a double value of 2 needs, and whether a follow-up
would have enough participants. Nothing is published. The effect is the municipality's
own estimate (effect: own), or one that is borrowed or assumed, with its source.

--set KEY=VALUE states a value of the plan, or another one than the file does; it may
be repeated. With --set alone no file is needed.
--write keeps the plan with its expected figures in the folder plans of the project.
--compare shows a kept plan beside what came out, once the snapshot has its contract.`,
		Example: "  dubbelkrona whatif park.yaml --project my-municipality\n  dubbelkrona whatif park.yaml --set participants=40 --set effect=own\n  dubbelkrona whatif park.yaml --write\n  dubbelkrona whatif plans/park-2027.yaml --compare",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name, text, err := planned(args, changes)
			if err != nil {
				return usage(err)
			}
			plan, faults := whatif.Parse(name, text)
			if len(faults) > 0 {
				return p.faulty(faults)
			}
			_, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			if compare {
				return p.comparePlan(cmd.Context(), pipe, plan)
			}
			e, err := whatif.Expect(cmd.Context(), pipe, plan)
			if err != nil {
				return err
			}
			if err := p.showExpectation(pipe, e); err != nil || !write {
				return err
			}
			return p.keepPlan(pipe, text, e)
		},
	})
	cmd.Flags().StringArrayVar(&changes, "set", nil, "a value of the plan, KEY=VALUE; may be repeated")
	cmd.Flags().BoolVar(&write, "write", false, "keep the plan and its expected figures in plans/")
	cmd.Flags().BoolVar(&compare, "compare", false, "show a kept plan beside what came out")
	cmd.MarkFlagsMutuallyExclusive("write", "compare")
	cmd.MarkFlagsMutuallyExclusive("set", "compare")
	return cmd
}

// planned returns a plan with its changes, and its name in faults.
func planned(args, changes []string) (name string, text []byte, err error) {
	switch {
	case len(args) == 1:
		if text, err = regular.ReadFile(args[0]); err != nil {
			return "", nil, err
		}
		name = args[0]
	case len(changes) == 0:
		return "", nil, dubbelkrona.Invalidf("name the file of a plan, or state it with --set")
	}
	if len(changes) > 0 {
		name += " --set"
	}
	text, err = whatif.Change(text, changes)
	return strings.TrimSpace(name), text, err
}

func (p *program) showExpectation(pipe *pipeline.Pipeline, e *dubbelkrona.Expectation) error {
	if p.json {
		return writeJSON(p.stdout, e)
	}
	return present.Expectation(p.stdout, pipe.Project().Language(), e)
}

func (p *program) keepPlan(pipe *pipeline.Pipeline, text []byte, e *dubbelkrona.Expectation) error {
	path, err := whatif.Keep(pipe.Project(), text, e)
	if err == nil && !p.json {
		p.say(pipe.Project().Language().Pick("Planen är sparad: %s\n", "The plan is kept: %s\n"), path)
	}
	return err
}

func (p *program) comparePlan(ctx context.Context, pipe *pipeline.Pipeline, plan *whatif.Plan) error {
	o, err := whatif.Compare(ctx, pipe.Project(), plan)
	if err != nil {
		return err
	}
	if p.json {
		return writeJSON(p.stdout, o)
	}
	return present.PlanOutcome(p.stdout, pipe.Project().Language(), o)
}
