package reportdata

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/published"
	"dubbelkrona/report"
)

// readExplained reads what the figures of what is shown in full rest on: every part of
// the double value, and the value of each other metric.
func readExplained(ctx context.Context, s *published.Snapshot, d *report.Data) error {
	grouping := ""
	if d.Municipality != "" {
		grouping = "municipality"
	}
	var cells []dubbelkrona.Cell
	for _, r := range d.Rows {
		if r.PeriodGrain == "all" && r.Grouping == grouping && r.Municipality == d.Municipality && (r.Part == "" || r.Metric == "double_value" || r.Metric == "double_value_uncertainty") {
			cells = append(cells, r.Cell())
		}
	}
	all, err := published.ExplainAll(ctx, s, cells)
	d.Explained = all
	return err
}

func readComments(ctx context.Context, s *published.Snapshot, d *report.Data) (err error) {
	d.Comments, err = published.Comments(ctx, s)
	return err
}

func readTargets(ctx context.Context, s *published.Snapshot, d *report.Data) (err error) {
	d.Targets, err = published.Targets(ctx, s)
	return err
}

func readRestatements(ctx context.Context, s *published.Snapshot, d *report.Data) (err error) {
	d.Restatements, err = published.Restatements(ctx, s)
	return err
}
