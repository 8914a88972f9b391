package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/examples"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/reference"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/wording"

	"github.com/spf13/cobra"
)

func demoCommand(p *program) *cobra.Command {
	var folder, speak string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run the bundled example, from its files to the published figures",
		Long: `Writes the example, a report on five municipalities, into a folder, makes a key
and does one run. A second run finds nothing new. Data that is made up is marked
as synthetic wherever it is shown.`,
		Example: "  dubbelkrona demo\n  dubbelkrona demo --dir /tmp/demo",
		RunE: func(cmd *cobra.Command, _ []string) error {
			p.project = folder
			if err := writeDemo(folder, speak); err != nil {
				return err
			}
			return runDemo(cmd.Context(), p)
		},
	}
	cmd.Flags().StringVar(&folder, "dir", "dubbelkrona-demo", "folder of the demo project")
	cmd.Flags().StringVar(&speak, "language", "sv", "language of a new demo project: sv or en")
	return cmd
}

// writeDemo writes the example, unless the folder has a project already.
func writeDemo(folder, speak string) error {
	_, err := os.Stat(filepath.Join(folder, config.FileName))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeProject(examples.SKR2022(), folder); err != nil {
		return err
	}
	return setSetting(folder, "language", speak)
}

func runDemo(ctx context.Context, p *program) error {
	var data *session.Project
	project, report, runErr := working(ctx, p, func(pipe *pipeline.Pipeline) (*session.Report, error) {
		data = pipe.Project()
		if data.Config.Name != "skr2022" {
			return nil, dubbelkrona.Invalidf("%s contains another project, %s; choose a new folder with --dir", data.Config.Root, data.Config.Name)
		}
		if err := ensureKey(data.Config); err != nil {
			return nil, err
		}
		return pipe.Run(ctx)
	})
	if runErr == nil && !p.quiet {
		if err := printFigures(ctx, p.stdout, data); err != nil {
			return err
		}
	}
	if err := p.report(project, report, runErr); err != nil {
		return err
	}
	p.say("%s", demoNext(language(project), project))
	return nil
}

// printFigures writes the published figures of the metric double_value, and what is
// published of undertakings and targets.
func printFigures(ctx context.Context, w io.Writer, project *session.Project) (err error) {
	snapshot, err := published.OpenReleased(ctx, project)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	rows, err := published.Collect(snapshot.Results(ctx, "double_value"))
	if err != nil {
		return err
	}
	if err := present.DoubleValue(w, language(project.Config), rows, municipalityName); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	return printSteering(ctx, w, project, snapshot)
}

func printSteering(ctx context.Context, w io.Writer, project *session.Project, snapshot *published.Snapshot) error {
	steering, err := published.Steering(ctx, snapshot)
	if err != nil {
		return err
	}
	targets, err := published.Targets(ctx, snapshot)
	if err != nil {
		return err
	}
	definitions, err := published.Definitions(ctx, snapshot)
	if err != nil {
		return err
	}
	described := make(map[string]dubbelkrona.MetricDefinition, len(definitions))
	for _, d := range definitions {
		described[d.Name] = d
	}
	return present.Steering(w, language(project.Config), steering, targets, described, municipalityName)
}

func municipalityName(code string) string {
	if name, ok := reference.MunicipalityName(code); ok {
		return name
	}
	return code
}

func demoNext(l wording.Language, project *config.Project) string {
	return fmt.Sprintf(l.Pick(`
Öppna sedan
  %[1]s   med vilken DuckDB-klient som helst: duckdb -readonly %[1]s
      FROM metric.result WHERE metric = 'double_value' AND part = '' AND period_grain = 'all';
  %[2]s   i Excel, Power BI eller Qlik
  dubbelkrona metrics show double_value --project %[3]s   formeln, i SQL
  %[4]s   vad som är fakta och vad som är påhittat
`, `
Open next
  %[1]s   with any DuckDB client: duckdb -readonly %[1]s
      FROM metric.result WHERE metric = 'double_value' AND part = '' AND period_grain = 'all';
  %[2]s   in Excel, Power BI or Qlik
  dubbelkrona metrics show double_value --project %[3]s   the formula, in SQL
  %[4]s   what is fact and what is made up
`), project.Shown("publish/impact.duckdb"), project.Shown("publish/exports/metrics.csv"), project.Shown("."), project.Shown("README.md"))
}
