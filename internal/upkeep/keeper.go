package upkeep

import (
	"context"
	"time"

	"dubbelkrona/internal/session"
)

// Builder is what a keeper needs of a pipeline.
type Builder interface {
	// Republish builds the state of a moment, zero for the present one, without a base
	// snapshot, and publishes and exports it. If checks forbid that, it returns a
	// Blocked error and leaves the publication as it was.
	Republish(ctx context.Context, s *session.Session, moment time.Time) error
	// Unneeded returns the persons of the comparison group whom no effect uses and
	// whose last outcome is before a day.
	Unneeded(ctx context.Context, s *session.Session, before time.Time) ([]Pseudonym, error)
}

// Keeper does the upkeep of a project, each time under the project's lock. Its
// methods that remove files may not be called while runs share a Workspace.
type Keeper struct {
	project *session.Project
	builder Builder
}

// New returns the keeper of a project.
func New(project *session.Project, builder Builder) *Keeper {
	return &Keeper{project: project, builder: builder}
}

// Finish finishes a committed rewriting whose process was killed. It is meant for
// session.Project.FinishWith.
func (k *Keeper) Finish(ctx context.Context, s *session.Session) error {
	return k.rewriting(s).updateDerived(ctx)
}

func (k *Keeper) rewriting(s *session.Session) rewriting { return rewriting{s, k.builder} }
