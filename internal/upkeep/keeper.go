package upkeep

import (
	"context"
	"time"

	"dubbelkrona/internal/session"
)

// Publish builds the state of a moment, zero for the present one, without a base
// snapshot, and publishes and exports it. If checks forbid that, it returns a
// Blocked error and leaves the publication as it was.
type Publish func(ctx context.Context, s *session.Session, moment time.Time) error

// Keeper does the upkeep of a project, each time under the project's lock. Its
// methods that remove files may not be called while runs share a Workspace.
type Keeper struct {
	project *session.Project
	publish Publish
}

// New returns the keeper of a project.
func New(project *session.Project, publish Publish) *Keeper {
	return &Keeper{project: project, publish: publish}
}

// Finish finishes a committed rewriting whose process was killed. It is meant for
// session.Project.FinishWith.
func (k *Keeper) Finish(ctx context.Context, s *session.Session) error {
	return k.rewriting(s).updateDerived(ctx)
}

func (k *Keeper) rewriting(s *session.Session) rewriting { return rewriting{s, k.publish} }
