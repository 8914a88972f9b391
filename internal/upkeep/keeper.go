package upkeep

import (
	"context"
	"time"

	"dubbelkrona/internal/session"
)

// Publish builds the state of a moment, zero for the present one, from nothing,
// and publishes and exports it. A Blocked error means that its checks forbid
// that, and that what was published is untouched.
type Publish func(ctx context.Context, s *session.Session, moment time.Time) error

// Keeper does the upkeep of a project, each time under the project's lock. Its
// methods that remove files may not be called while runs share a Workspace.
type Keeper struct {
	project *session.Project
	publish Publish
}

// New makes the keeper of a project.
func New(project *session.Project, publish Publish) *Keeper {
	return &Keeper{project: project, publish: publish}
}

// Finish finishes a rewriting that was committed by a keeper that was killed;
// runs of the project do so first (see session.Project.FinishWith).
func (k *Keeper) Finish(ctx context.Context, s *session.Session) error {
	return k.rewriting(s).bringToDerived(ctx)
}

func (k *Keeper) rewriting(s *session.Session) rewriting { return rewriting{s, k.publish} }
