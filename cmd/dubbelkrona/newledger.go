package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"dubbelkrona/internal/upkeep"

	"github.com/spf13/cobra"
)

// addNewLedgerFlags adds to `run` the flags that replace a lost ledger.
func addNewLedgerFlags(p *program, cmd *cobra.Command) {
	var begin, none bool
	var numbers, others string
	cmd.Flags().BoolVar(&begin, "new-ledger", false, "begin a new ledger if the present one is missing or refused")
	cmd.Flags().StringVar(&numbers, "forgotten", "", "with --new-ledger: `FILE` with the identity numbers of persons forgotten before, one per line; - is standard input")
	cmd.Flags().StringVar(&others, "forgotten-other-ids", "", "with --new-ledger: `FILE` with a source's own numbers (as: other_id) of persons forgotten before")
	cmd.Flags().BoolVar(&none, "none-forgotten", false, "with --new-ledger: nobody has been forgotten")
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		named := numbers != "" || others != ""
		switch {
		case !begin && (named || none):
			return usage(errors.New("--forgotten, --forgotten-other-ids and --none-forgotten require --new-ledger"))
		case begin && named == none:
			return usage(errors.New("--new-ledger needs the persons forgotten before, since only the old ledger had them: persons who are not named come back with the next delivery; " +
				"give their identity numbers, one per line, with --forgotten FILE or --forgotten -, or add --none-forgotten if there are none"))
		case begin:
			if err := beginLedger(cmd.Context(), p, numbers, others); err != nil {
				return err
			}
		}
		return run(cmd, args)
	}
}

func beginLedger(ctx context.Context, p *program, numbers, others string) error {
	var who upkeep.Forgetting
	for _, list := range []struct {
		file string
		into *[]string
	}{{numbers, &who.Numbers}, {others, &who.OtherIDs}} {
		if list.file == "" {
			continue
		}
		var err error
		if *list.into, err = numbersOf(p, list.file); err != nil {
			return err
		}
	}
	project, aside, err := kept(ctx, p, func(k *upkeep.Keeper) (string, error) { return k.NewLedger(ctx, who) })
	if err != nil {
		return err
	}
	l := language(project)
	p.say(l.Pick("Ny liggare. Det gamla ligger i %s: ta bort det när det inte behövs, det innehåller uppgifter om personer. %s personer som glömts utelämnas\n",
		"New ledger. The old data is in %s: it contains data about persons, so remove it when you no longer need it. %s forgotten persons are left out\n"),
		aside, l.Number(int64(len(who.Numbers)+len(who.OtherIDs))))
	return nil
}

// numbersOf reads numbers, one per line, from a file; - is standard input.
func numbersOf(p *program, name string) ([]string, error) {
	if name == "-" {
		return readNumbers(p)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, usage(fmt.Errorf("the list of forgotten persons cannot be read: %w", err))
	}
	defer file.Close()
	return readLines(file)
}
