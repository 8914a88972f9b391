package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// buildFolder holds the build that is under way or waits to be published.
func (p *Pipeline) buildFolder() string { return filepath.Join(p.project.Var(), "build") }

// buildSpec says what to build: the live segments as of a moment, zero for
// now, from a base or from nothing.
func (s *session) buildSpec(ctx context.Context, asOf time.Time, base string) (warehouse.Spec, error) {
	segments, err := s.ledger.Segments(ctx, asOf)
	if err != nil {
		return warehouse.Spec{}, err
	}
	if !asOf.IsZero() {
		// What replaced a segment after that moment does not count.
		for i := range segments {
			segments[i].ReplacedBy = 0
		}
	}
	return warehouse.Spec{
		Base: base, Dir: s.buildFolder(), Lake: s.project.Lake(), Segments: segments,
		Limits: s.limits(), Language: s.commentLanguage(), Fault: s.options.Fault,
	}, nil
}

func (p *Pipeline) limits() warehouse.Limits {
	return warehouse.Limits{Memory: int64(p.project.Publish.MemoryMB) << 20, Threads: p.project.Publish.Threads, Scratch: p.project.Scratch()}
}

func (p *Pipeline) commentLanguage() warehouse.Language {
	if p.project.Language == "en" {
		return warehouse.English
	}
	return warehouse.Both
}

// base is the newest kept snapshot, empty where none is.
func (s *session) base() (string, error) {
	kept, err := warehouse.Kept(s.project.Snapshots())
	if err != nil || len(kept) == 0 {
		return "", err
	}
	return s.keptPath(kept[0]), nil
}

// keptPath is where the snapshot of an id is kept.
func (p *Pipeline) keptPath(id string) string {
	return warehouse.Publication{ID: id, Snapshots: p.project.Snapshots()}.KeptPath()
}

// build folds, measures and checks, and records the result. The built file
// stays in the build folder: to be published, or to be looked at where checks
// forbid that.
func (s *session) build(ctx context.Context, asOf time.Time, base string) (built *warehouse.Built, err error) {
	ctx, end := s.span(ctx, "build", slog.String("snapshot", s.report.Run.ID))
	defer func() { end(s.outward(err)) }()
	through, err := s.ledger.Through(ctx, asOf)
	if err != nil {
		return nil, err
	}
	spec, err := s.buildSpec(ctx, asOf, base)
	if err != nil {
		return nil, err
	}
	s.progress(Progress{Stage: StageBuild})
	// The batches that were read are garbage now, and DuckDB is about to take
	// its share: give them back first, so that the peaks do not add up.
	debug.FreeOSMemory()
	built, err = warehouse.Build(ctx, spec, func(ctx context.Context, db *warehouse.DB) error {
		if err := s.writeMeta(ctx, db, asOf); err != nil {
			return err
		}
		return s.measure(ctx, db)
	})
	if err != nil {
		return nil, err
	}
	s.report.Built, s.report.Fresh, s.report.Tables = true, wordsOf(s.project).pick(built.Fresh.SV, built.Fresh.EN), built.Hashes
	sealed, err := warehouse.Seal(ctx, built.Path, s.limits())
	if err != nil {
		return nil, err
	}
	if err := s.keepFaults(ctx); err != nil {
		return built, err
	}
	return built, s.ledger.RecordSnapshot(ctx, ledger.Snapshot{ID: s.report.Run.ID, RunID: s.report.Run.ID, AsOf: asOf, Through: through,
		Definitions: s.definitionsHash(), Path: filepath.Join("var", "snapshots", s.report.Run.ID+".duckdb"),
		Tables: recorded(built.Hashes), Sealed: recorded(sealed)})
}

// measure runs models, checks and metrics and takes over what they found.
func (s *session) measure(ctx context.Context, db *warehouse.DB) error {
	s.progress(Progress{Stage: StageMeasure})
	limits, err := s.definitionLimits(ctx)
	if err != nil {
		return err
	}
	result, err := s.catalogue.Run(ctx, db, metrics.Snapshot{ID: s.report.Run.ID, Limits: limits})
	if err != nil {
		return err
	}
	for _, f := range slices.Concat(s.definitionFaults, result.Failures) {
		if !slices.Contains(s.report.Faults, f.String()) {
			s.report.Faults = append(s.report.Faults, f.String())
		}
	}
	s.report.stopped = result.Stopped
	for _, c := range result.Checks {
		if c.Status == metrics.CheckOK {
			continue
		}
		message := c.Sample.SV
		if s.project.Language == "en" {
			message = c.Sample.EN
		}
		s.report.Checks = append(s.report.Checks, CheckResult{Name: c.Name, Title: c.Title, Severity: c.Severity, Failed: c.Status == metrics.CheckFailed,
			Rows: c.Offending, Message: message})
	}
	return nil
}

// blocked is the error of a build that its checks forbid to publish, nil where
// they allow it.
func (r *Report) blocked() error {
	for _, c := range r.Checks {
		if c.Severity == dubbelkrona.Reject {
			return dubbelkrona.Errorf(dubbelkrona.Blocked, "check %s forbids publishing: %s; the last published snapshot stays", c.Name, c.reason())
		}
	}
	return nil
}

func (c CheckResult) reason() string {
	if c.Failed {
		return "it could not run"
	}
	return fmt.Sprintf("%d offending: %s", c.Rows, c.Message)
}

// definitionsHash identifies everything but the segments that a snapshot
// depends on: definitions, the marks of sources (so that a source which goes
// stale, or a version which is held back, is published), the language, this
// program.
func (s *session) definitionsHash() string {
	h := sha256.New()
	for _, kind := range []metrics.Kind{metrics.Model, metrics.Check, metrics.Metric} {
		for _, d := range s.catalogue.Of(kind) {
			fmt.Fprintf(h, "%s %s %s\n", d.Kind, d.Name, d.Hash)
		}
	}
	for _, src := range s.sources {
		fmt.Fprintf(h, "source %s %t\n", src.name, src.synthetic)
	}
	s.hashMarks(h)
	fmt.Fprintf(h, "language %s\ngenerator %s\n", s.project.Language, s.options.Generator)
	return hex.EncodeToString(h.Sum(nil))
}

// current tells whether the published snapshot is what a build would make.
func (s *session) current(ctx context.Context) (bool, error) {
	if err := s.loadFreshness(ctx); err != nil {
		return false, err
	}
	published, err := s.ledger.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	through, err := s.ledger.Through(ctx, time.Time{})
	if err != nil {
		return false, err
	}
	if !s.inPlace(ctx, published) {
		return false, nil
	}
	same := published.Through == through && published.Definitions == s.definitionsHash() && published.AsOf.IsZero()
	if !same {
		return false, nil
	}
	s.report.Snapshot = published.ID
	kept, err := readFaults(ctx, s.ledger)
	s.report.Faults = kept.Faults
	return !kept.Stopped, err
}

// inPlace reports whether all that belongs to a publication is there and shows
// it: what is released, as this version releases it, all of it where that is
// wanted and only there, and the kept copy that exports are made from. A file
// that was damaged or exchanged is published anew.
func (s *session) inPlace(ctx context.Context, published ledger.Snapshot) bool {
	whole := !isThere(s.project.Analyst())
	if s.project.WithPersons() {
		whole = publishedID(ctx, s.project.Analyst()) == published.ID
	}
	return whole && publishedID(ctx, s.project.Published()) == published.ID && isThere(s.keptPath(published.ID)) && len(published.Released) > 0
}
