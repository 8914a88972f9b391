package session

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/lineage"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/internal/wording"
)

// Options are what runs need from outside their project.
type Options struct {
	// Generator names the program and its version.
	Generator string
	Now       func() time.Time
	// Fault, if it is not nil, is called at every point of the commit
	// protocol; an error from it fails the run there.
	Fault func(point string) error
	Log   *slog.Logger
	// Progress, if it is not nil, is told how far a run has come, from one
	// goroutine at a time.
	Progress func(Progress)
	// Span, if it is not nil, is told of the parts of each run, for traces.
	Span Span
	// Lineage, if it is not nil, is told of each run as it begins and ends.
	// It returns at once.
	Lineage func(lineage.Run)
	// Workspace is shared by the projects of one folder whose runs may be at
	// work at the same time; nil if only one is.
	Workspace *Workspace
}

// Project is a project in which runs can be made.
type Project struct {
	Config *config.Project
	Options
	// Labels are those of the project's objects, for all runs of it.
	Labels *Labels

	finish Finish
}

// Finish finishes a rewriting that was committed by a process that was killed
// before it could bring it to what is derived from the lake.
type Finish func(ctx context.Context, s *Session) error

// NewProject makes a project of its configuration.
func NewProject(c *config.Project, o Options) *Project {
	return &Project{Config: c, Options: o, Labels: new(Labels)}
}

// FinishWith says how a rewriting that was not finished is finished, before
// any other run. A project without that refuses to run until it is.
func (p *Project) FinishWith(f Finish) { p.finish = f }

// Language is the language in which people are told.
func (p *Project) Language() wording.Language { return wording.Language(p.Config.Language) }

// At calls the fault function, if there is one, at a point.
func (p *Project) At(point string) error {
	if p.Fault == nil {
		return nil
	}
	if err := p.Fault(point); err != nil {
		return fmt.Errorf("%s: %w", point, err)
	}
	return nil
}

// Tell tells how far the run has come.
func (p *Project) Tell(at Progress) {
	if p.Progress != nil {
		p.Progress(at)
	}
}

// Limits are what DuckDB may take.
func (p *Project) Limits() warehouse.Limits {
	return warehouse.Limits{Memory: int64(p.Config.Publish.MemoryMB) << 20, Threads: p.Config.Publish.Threads, Scratch: p.Config.Scratch()}
}

// BuildFolder holds the build that is under way or waits to be published.
func (p *Project) BuildFolder() string { return filepath.Join(p.Config.Var(), "build") }

// CompareFolder holds a build that is made to be compared, and removed.
func (p *Project) CompareFolder() string { return filepath.Join(p.Config.Var(), "verify") }

// KeptPath is where the snapshot of an id is kept.
func (p *Project) KeptPath(id string) string {
	return warehouse.Publication{ID: id, Snapshots: p.Config.Snapshots()}.KeptPath()
}
