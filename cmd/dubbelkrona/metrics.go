package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"dubbelkrona"
	"dubbelkrona/export"
	exportjson "dubbelkrona/export/json"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/wording"
	"dubbelkrona/metrics"

	"github.com/spf13/cobra"
)

func metricsCommand(p *program) *cobra.Command {
	group := &cobra.Command{
		Use:   "metrics",
		Short: "List, show and evaluate metrics",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	group.AddCommand(metricsListCommand(p), metricsShowCommand(p), metricsEvaluateCommand(p), metricsDiffCommand(p))
	return group
}

// listedMetric is one line of `metrics list`.
type listedMetric struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Unit    string   `json:"unit"`
	By      []string `json:"by"`
	BuiltIn bool     `json:"built_in"`
	Hash    string   `json:"hash"`
	// Goals are those of Agenda 2030 that it is about.
	Goals []dubbelkrona.Goal `json:"agenda2030,omitempty"`
	Owner dubbelkrona.Owner  `json:"owner,omitempty"`
}

func metricsListCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:     "list",
		Short:   "List all metrics, built-in and the project's own",
		Example: "  dubbelkrona metrics list --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			l := language(project)
			var listed []listedMetric
			for _, d := range pipe.Plan().Catalogue.Of(metrics.Metric) {
				listed = append(listed, listedMetric{d.Name, l.Pick(d.Title.SV, d.Title.EN), d.Figure.Unit, d.Figure.By, d.BuiltIn, d.Hash, d.Goals, d.Owner})
			}
			if p.json {
				return writeJSON(p.stdout, listed)
			}
			table := present.Table{Head: []string{l.Pick("namn", "name"), l.Pick("titel", "title"), l.Pick("enhet", "unit"), "", "Agenda 2030", l.Pick("ansvarig", "owner")}, Left: []int{1, 2, 3, 4, 5}}
			for _, m := range listed {
				own := ""
				if !m.BuiltIn {
					own = l.Pick("projektets", "the project's")
				}
				table.Add(m.Name, m.Title, m.Unit, own, dubbelkrona.JoinGoals(m.Goals), string(m.Owner))
			}
			return table.Write(p.stdout)
		},
	})
}

func metricsShowCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "show NAME",
		Short:   "Show a metric's definition as SQL that can be pasted into DuckDB",
		Example: "  dubbelkrona metrics show double_value",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			d, err := pipe.Plan().Catalogue.Find(metrics.Metric, args[0])
			if err != nil {
				return usage(err)
			}
			_, err = fmt.Fprintf(p.stdout, "%s\n", d.SQL)
			return err
		},
	}
}

func metricsEvaluateCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:     "evaluate NAME",
		Short:   "Evaluate a metric as it is defined now, on the published snapshot",
		Example: "  dubbelkrona metrics evaluate double_value --project my-municipality",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			project, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			header, rows, err := pipe.Evaluate(cmd.Context(), args[0])
			if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
				return usage(err)
			}
			if err != nil {
				return err
			}
			if p.json {
				return exportjson.Sink{}.Write(cmd.Context(), p.stdout, &export.Document{Header: header, Rows: published.Each(rows)})
			}
			return printResults(p.stdout, language(project), rows)
		},
	})
}

func printResults(w io.Writer, l wording.Language, rows []dubbelkrona.Result) error {
	table := present.Table{Head: []string{l.Pick("del", "part"), l.Pick("period", "period"), l.Pick("grupp", "group"),
		l.Pick("värde", "value"), l.Pick("lågt", "low"), l.Pick("högt", "high"), l.Pick("personer", "persons"), l.Pick("enhet", "unit"),
		l.Pick("grad", "grade"), "status", l.Pick("varningar", "warnings")}, Left: []int{1, 2, 7, 8, 9, 10}}
	for _, r := range rows {
		table.Add(present.Result(l, r)...)
	}
	if err := table.Write(w); err != nil {
		return err
	}
	return errors.Join(present.TargetsOf(w, l, rows), present.CommentsOf(w, l, rows))
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
