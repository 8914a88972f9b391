package disclose

import (
	"context"
	"iter"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/metrics"
)

// The marks of a cell.
const (
	Released   = "released"   // its figures are those of this build
	Suppressed = "suppressed" // its figures are not shown
	Frozen     = "frozen"     // its figures are those of an earlier release
	Withheld   = "withheld"   // its grouping is not published
)

// Memory is what readers have of earlier releases.
type Memory interface {
	Memory(context.Context) (ledger.ReleaseMemory, error)
	Persons(context.Context) iter.Seq2[ledger.ReleasedPerson, error]
}

// Options are the limits of Control.
type Options struct {
	// Threshold is the number of persons from which figures about them are released,
	// 3 to 10.
	Threshold int
	// Dominant is p of the p % rule for sums: a sum is suppressed if the largest
	// contribution can be estimated closer than that from the others.
	Dominant int
	// Today is the day of the build, by which periods have ended or not.
	Today time.Time
}

// Reader reads a snapshot with schema disclosure.
type Reader interface {
	// Collect returns the rows of a query, and Query returns them one by one.
	Collect(ctx context.Context, query string, args ...any) ([][]any, error)
	Query(ctx context.Context, query string, args ...any) iter.Seq2[[]any, error]
}

// reading reads a snapshot beside what readers have of earlier releases.
type reading struct {
	from  Reader
	known ledger.ReleaseMemory
}

// control is one call of Control.
type control struct {
	reading
	Options
	db     metrics.Engine
	memory Memory
	// metrics are those about persons or of which only a part is published.
	metrics, effects []*metrics.Definition
}

// Report counts cells by their marks.
type Report struct {
	Released, Suppressed, Frozen, Withheld int
}

// Control decides what a build may release and writes schema disclosure. It reads the
// persons behind each figure and metric.result, and keeps only numbers of persons by
// class in memory.
func Control(ctx context.Context, db metrics.Engine, catalogue *metrics.Catalogue, memory Memory, o Options) (report Report, err error) {
	c := &control{reading: reading{from: db}, Options: o, db: db, memory: memory, effects: catalogue.Of(metrics.Effect)}
	for _, d := range catalogue.Of(metrics.Metric) {
		if d.Memberships() != "" || d.PublishedGroupings() != "" {
			c.metrics = append(c.metrics, d)
		}
	}
	if c.known, err = memory.Memory(ctx); err != nil {
		return report, err
	}
	for _, step := range []func(context.Context) error{c.prepare, c.fillCells, c.fillMembers, c.fillEffects, c.count, c.fillPersons} {
		if err := step(ctx); err != nil {
			return report, err
		}
	}
	classes, err := c.readClasses(ctx)
	if err != nil {
		return report, err
	}
	if err := c.addPotential(ctx, classes); err != nil {
		return report, err
	}
	cells, err := c.readCells(ctx, classes)
	if err != nil {
		return report, err
	}
	if err := c.decide(ctx, classes, cells); err != nil {
		return report, err
	}
	if err := c.writeMarks(ctx, cells); err != nil {
		return report, err
	}
	return c.report(ctx)
}

func (c *control) report(ctx context.Context) (r Report, err error) {
	rows, err := c.db.Collect(ctx, "SELECT mark, count(*) FROM disclosure.cell GROUP BY mark")
	if err != nil {
		return r, err
	}
	for _, row := range rows {
		n := int(row[1].(int64))
		switch row[0] {
		case Released:
			r.Released = n
		case Suppressed:
			r.Suppressed = n
		case Frozen:
			r.Frozen = n
		case Withheld:
			r.Withheld = n
		default:
			return r, dubbelkrona.Errorf(dubbelkrona.Internal, "disclosure.cell has the mark %v", row[0])
		}
	}
	return r, nil
}
