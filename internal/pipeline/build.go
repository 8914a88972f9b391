package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/views"
)

// builder builds, publishes and exports snapshots in one run.
type builder struct {
	*session.Session
	plan  *compile.Plan
	abort func(*metrics.Definition)
	// sources are the states of the sources and held what of them is held back,
	// by source; see loadSources.
	sources map[string]dubbelkrona.SourceStatus
	held    map[string][]ledger.Held
	// due is whether figures depend on the day, see loadSources.
	due bool
	// versions are the versions of effects by effect, see loadVersions, and effects
	// those that this build has evaluated.
	versions map[string][]metrics.Version
	effects  []metrics.Evaluated
	// comments are those that the snapshot has; see loadComments.
	comments []dubbelkrona.Comment
	// former is the snapshot that was published when the build began; zero if none was.
	former ledger.Snapshot
}

func (p *Pipeline) builder(s *session.Session) *builder {
	return &builder{Session: s, plan: p.plan, abort: p.endProcess}
}

// newestKept returns the path of the newest kept snapshot, empty if there is none.
func newestKept(p *session.Project) (string, error) {
	kept, err := warehouse.Kept(p.Config.Snapshots())
	if err != nil || len(kept) == 0 {
		return "", err
	}
	return p.KeptPath(kept[0]), nil
}

// build builds the snapshot of a moment (zero for now) on a base snapshot, or from
// nothing if base is empty, and records it in the ledger. The file stays in the
// build folder: to be published, or for inspection if checks forbid that.
func (b *builder) build(ctx context.Context, asOf time.Time, base string) (built *warehouse.Built, err error) {
	ctx, end := b.StartSpan(ctx, "build", slog.String("snapshot", b.Report.Run.ID))
	defer func() { end(b.Outward(err)) }()
	through, err := b.Ledger.Deliveries.Through(ctx, asOf)
	if err != nil {
		return nil, err
	}
	if b.former, err = b.Ledger.Snapshots.Published(ctx); err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		return nil, err
	}
	spec, err := b.Fold(ctx, asOf, base)
	if err != nil {
		return nil, err
	}
	b.Tell(session.Progress{Stage: session.StageBuild})
	// Return the memory of the batches that were read, which are garbage now,
	// before DuckDB allocates its own, so that the peaks do not add up.
	debug.FreeOSMemory()
	built, err = warehouse.Build(ctx, spec, func(ctx context.Context, db *warehouse.DB) error {
		if err := b.writeMeta(ctx, db, asOf); err != nil {
			return err
		}
		if err := b.measure(ctx, db); err != nil {
			return err
		}
		return b.writeRestatements(ctx, db, asOf)
	})
	if err != nil {
		return nil, err
	}
	b.Report.Built, b.Report.Fresh, b.Report.Tables = true, b.Language().Pick(built.Fresh.SV, built.Fresh.EN), built.Hashes
	sealed, err := warehouse.Seal(ctx, built.Path, b.Limits())
	if err != nil {
		return nil, err
	}
	if err := (published.Faults{Definitions: b.Report.Faults, Stopped: b.Report.Stopped}).Store(ctx, b.Ledger); err != nil {
		return built, err
	}
	if err := published.StoreFindings(ctx, b.Ledger, published.Findings(b.plan.Catalogue.Of(metrics.Metric), b.Report.Checks)); err != nil {
		return built, err
	}
	return built, b.Ledger.Snapshots.Record(ctx, ledger.Snapshot{ID: b.Report.Run.ID, RunID: b.Report.Run.ID, AsOf: asOf, Through: through,
		Definitions: b.definitionsHash(), Path: filepath.Join("var", "snapshots", b.Report.Run.ID+".duckdb"),
		Tables: built.Hashes, Sealed: sealed})
}

// measure runs models, checks and metrics, and adds their results to the report.
func (b *builder) measure(ctx context.Context, db *warehouse.DB) error {
	b.Tell(session.Progress{Stage: session.StageMeasure})
	limits, err := b.definitionLimits(ctx)
	if err != nil {
		return err
	}
	result, err := b.plan.Catalogue.Run(ctx, db, metrics.Snapshot{ID: b.Report.Run.ID, Limits: limits, Effects: b.versions})
	if err != nil {
		return err
	}
	for _, f := range slices.Concat(b.plan.DefinitionFaults, result.Failures) {
		if !slices.Contains(b.Report.Faults, f.String()) {
			b.Report.Faults = append(b.Report.Faults, f.String())
		}
	}
	b.Report.Stopped, b.effects = result.Stopped, result.Effects
	if err := control(ctx, b, db); err != nil {
		return err
	}
	if err := markTargets(ctx, db); err != nil {
		return err
	}
	if err := markComments(ctx, b, db); err != nil {
		return err
	}
	if b.Report.Steering, err = published.SteeringDuring(ctx, published.During(db)); err != nil {
		return err
	}
	for _, c := range result.Checks {
		if c.Status != dubbelkrona.CheckOK {
			b.Report.Checks = append(b.Report.Checks, c)
		}
	}
	return views.Create(ctx, db, b.plan.Views())
}

// definitionsHash identifies everything but the segments that a snapshot depends
// on: definitions, language, program, registrations of effects, comments, and the state
// of the sources (so that a source which becomes stale, or a version which is held back,
// is published).
func (b *builder) definitionsHash() string {
	h := sha256.New()
	hashDefinitions(h, b)
	b.hashMarks(h)
	b.hashRegistrations(h)
	hashComments(h, b)
	return hex.EncodeToString(h.Sum(nil))
}

// hashDefinitions writes what a snapshot depends on that the project and the program
// say: definitions, sources, language and version.
func hashDefinitions(h io.Writer, b *builder) {
	for _, kind := range []metrics.Kind{metrics.Model, metrics.Effect, metrics.Check, metrics.Metric} {
		for _, d := range b.plan.Catalogue.Of(kind) {
			fmt.Fprintf(h, "%s %s %s\n", d.Kind, d.Name, d.Hash)
		}
	}
	for _, src := range b.plan.Sources {
		fmt.Fprintf(h, "source %s %t\n", src.Name, src.Synthetic)
		if src.Owner != "" {
			fmt.Fprintf(h, "owner %q\n", src.Owner)
		}
	}
	fmt.Fprintf(h, "language %s\ngenerator %s\nthreshold %d\n", b.Config.Language, b.Generator, b.Config.Publish.Threshold)
}

// current reports whether a build would make the same snapshot as is published, or
// a rollback holds.
func (b *builder) current(ctx context.Context) (bool, error) {
	if err := errors.Join(b.loadSources(ctx), b.loadVersions(ctx), loadComments(ctx, b, time.Time{})); err != nil {
		return false, err
	}
	last, err := b.Ledger.Snapshots.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	through, err := b.Ledger.Deliveries.Through(ctx, time.Time{})
	if err != nil {
		return false, err
	}
	if held, err := holdRollback(ctx, b, last, through); err != nil || held {
		return held, err
	}
	if !isIntact(ctx, b.Project, last) {
		return false, nil
	}
	same := last.Through == through && last.Definitions == b.definitionsHash() && last.AsOf.IsZero()
	if !same {
		return false, nil
	}
	b.Report.Snapshot = last.ID
	kept, err := published.ReadFaults(ctx, b.Ledger)
	b.Report.Faults = kept.Definitions
	return !kept.Stopped, err
}

// isIntact reports whether the files of a publication exist and have its snapshot:
// the released part, the whole snapshot if and only if the project wants it, and
// the kept copy from which exports are made. Otherwise it is published again.
func isIntact(ctx context.Context, p *session.Project, last ledger.Snapshot) bool {
	whole := !session.IsThere(p.Config.Analyst())
	if p.Config.WithPersons() {
		whole = warehouse.SnapshotID(ctx, p.Config.Analyst()) == last.ID
	}
	return whole && warehouse.SnapshotID(ctx, p.Config.Published()) == last.ID && session.IsThere(p.KeptPath(last.ID)) &&
		session.IsThere(p.CopyPath(last.ID)) && len(last.Released) > 0
}

// loadSources reads once in a session the state of the sources, what of them is held
// back, and whether there are undertakings, which become due as days pass.
func (b *builder) loadSources(ctx context.Context) error {
	if b.sources != nil {
		return nil
	}
	all, err := published.ReadSources(ctx, b.Ledger, b.Config, b.Now())
	if err != nil {
		return err
	}
	held, err := b.Ledger.Held.List(ctx)
	if err != nil {
		return err
	}
	segments, err := b.Ledger.Segments.Live(ctx, time.Time{})
	if err != nil {
		return err
	}
	b.due = slices.ContainsFunc(segments, func(s dubbelkrona.Segment) bool { return s.Table == "requirement" && s.Rows > 0 })
	b.sources, b.held = make(map[string]dubbelkrona.SourceStatus, len(all)), make(map[string][]ledger.Held)
	for _, s := range all {
		b.sources[s.Source] = s
	}
	for _, h := range held {
		b.held[h.Source] = append(b.held[h.Source], h)
	}
	return nil
}
