package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"dubbelkrona"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"

	"github.com/spf13/cobra"
)

func commentCommand(p *program) *cobra.Command {
	var c pipeline.Commenting
	var listed bool
	var withdrawn int64
	cmd := withJSON(p, &cobra.Command{
		Use:   "comment METRIC [dimension=value…]",
		Short: "Say something of a published figure, beside the figure",
		Long: `Adds a comment of a figure of the published snapshot: a text with an author and the
date, which the next run publishes beside the figure, in results, exports and the page.
Conditions select the group as for explain; without them it is the total. The text is
--text or, without it, standard input. A comment changes no figure.

Comments are public and are stored in the ledger, with your user name and the time. Write nothing
about individuals. A figure that is not released cannot be commented, and a comment of a
figure that later is not released is not published while that holds.

--list lists all comments. --withdraw withdraws one, so that the next run no longer
publishes it; it stays in the ledger, with who withdrew it and when.`,
		Example: `  dubbelkrona comment double_value --text "Two contracts began in December." --project my-municipality
  dubbelkrona comment double_value municipality=Söderhamn year=2022 --part e --author "The controller" < text.txt
  dubbelkrona comment --list
  dubbelkrona comment --withdraw 3`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			withdraws := cmd.Flags().Changed("withdraw")
			if whole := listed || withdraws; whole == (len(args) > 0) || listed && withdraws {
				return usage(errors.New("give the metric whose figure is commented, or else --list or --withdraw; see `dubbelkrona comment --help`"))
			}
			switch {
			case listed:
				return listComments(cmd.Context(), p)
			case withdraws:
				return withdrawComment(cmd.Context(), p, withdrawn)
			case !cmd.Flags().Changed("text"):
				text, err := io.ReadAll(io.LimitReader(p.stdin, maxCommentBytes))
				if err != nil {
					return err
				}
				c.Text = string(text)
			}
			c.Metric, c.Conditions, c.User = args[0], args[1:], operator()
			c.Author = cmp.Or(c.Author, c.User)
			return makeComment(cmd.Context(), p, c)
		},
	})
	cmd.Flags().StringVar(&c.Part, "part", "", "comment this part of the metric instead of its value")
	cmd.Flags().StringVar(&c.Text, "text", "", "the comment; without it, standard input")
	cmd.Flags().StringVar(&c.Author, "author", "", "who signs the comment; by default your user name")
	cmd.Flags().BoolVar(&listed, "list", false, "list all comments")
	cmd.Flags().Int64Var(&withdrawn, "withdraw", 0, "withdraw the comment with this `NUMBER`")
	return cmd
}

// maxCommentBytes is how much of standard input is read: more than any text that is
// accepted.
const maxCommentBytes = 64 << 10

func listComments(ctx context.Context, p *program) error {
	project, err := p.configuration()
	if err != nil {
		return err
	}
	all, err := published.ReadComments(ctx, project)
	if err != nil {
		return err
	}
	if p.json {
		return writeJSON(p.stdout, all)
	}
	return present.Comments(p.stdout, language(project), all)
}

func withdrawComment(ctx context.Context, p *program, id int64) error {
	project, _, err := working(ctx, p, func(pipe *pipeline.Pipeline) (struct{}, error) {
		return struct{}{}, pipeline.WithdrawComment(ctx, pipe, id, operator())
	})
	if err != nil {
		return unknownName(err)
	}
	p.say(language(project).Pick("Kommentar %d är återtagen. Nästa `dubbelkrona run` publicerar talet utan den.\n",
		"Comment %d is withdrawn. The next `dubbelkrona run` publishes the figure without it.\n"), id)
	return nil
}

func makeComment(ctx context.Context, p *program, c pipeline.Commenting) error {
	project, made, err := working(ctx, p, func(pipe *pipeline.Pipeline) (dubbelkrona.Comment, error) { return pipeline.Comment(ctx, pipe, c) })
	if err != nil {
		return unknownName(err)
	}
	if p.json {
		return writeJSON(p.stdout, made)
	}
	l := language(project)
	p.say("%s\n", fmt.Sprintf(l.Pick("Kommentar %d: %s", "Comment %d: %s"), made.ID, made.Line()))
	p.say("%s\n", l.Pick("Nästa `dubbelkrona run` publicerar den bredvid talet.", "The next `dubbelkrona run` publishes it beside the figure."))
	return nil
}
