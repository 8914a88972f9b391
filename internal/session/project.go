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
	// Progress, if it is not nil, is called with the progress of a run, from one
	// goroutine at a time.
	Progress func(Progress)
	// Span, if it is not nil, is called for each part of a run, for traces.
	Span Span
	// Lineage, if it is not nil, is called as each run begins and ends. It must
	// not block.
	Lineage func(lineage.Run)
	// Workspace is shared by the Projects of one folder whose runs may be
	// concurrent; nil if there is only one run at a time.
	Workspace *Workspace
}

// Project is a configured project, on which Run does runs.
type Project struct {
	Config *config.Project
	Options
	// Labels are the labels of the project's objects, for all its runs.
	Labels *Labels

	finish Finish
}

// Finish finishes a committed rewriting whose process was killed before the
// snapshots and the publication had been updated.
type Finish func(ctx context.Context, s *Session) error

// NewProject returns a project with its configuration.
func NewProject(c *config.Project, o Options) *Project {
	return &Project{Config: c, Options: o, Labels: new(Labels)}
}

// FinishWith sets the function that finishes an interrupted rewriting, before any
// other run. Without it, runs fail as long as there is such a rewriting.
func (p *Project) FinishWith(f Finish) { p.finish = f }

// Language is the language of the project's texts for users.
func (p *Project) Language() wording.Language { return wording.Language(p.Config.Language) }

// At calls Options.Fault, if it is set, with a point of the commit protocol.
func (p *Project) At(point string) error {
	if p.Fault == nil {
		return nil
	}
	if err := p.Fault(point); err != nil {
		return fmt.Errorf("%s: %w", point, err)
	}
	return nil
}

// Tell passes the progress of a run to Options.Progress.
func (p *Project) Tell(at Progress) {
	if p.Progress != nil {
		p.Progress(at)
	}
}

// Limits are the memory and threads that DuckDB may use, and its scratch folder.
func (p *Project) Limits() warehouse.Limits {
	return warehouse.Limits{Memory: int64(p.Config.Publish.MemoryMB) << 20, Threads: p.Config.Publish.Threads, Scratch: p.Config.Scratch()}
}

// BuildFolder is the folder of the build in progress, or the one that waits to be
// published.
func (p *Project) BuildFolder() string { return filepath.Join(p.Config.Var(), "build") }

// CompareFolder is the folder of a temporary build that Verify compares.
func (p *Project) CompareFolder() string { return filepath.Join(p.Config.Var(), "verify") }

// KeptPath returns the path of the kept snapshot with an id.
func (p *Project) KeptPath(id string) string {
	return warehouse.Publication{ID: id, Snapshots: p.Config.Snapshots()}.KeptPath()
}

// CopyPath returns the path of the kept released part of the snapshot with an id.
func (p *Project) CopyPath(id string) string {
	return warehouse.Publication{ID: id, Copies: p.Config.Copies()}.CopyPath()
}
