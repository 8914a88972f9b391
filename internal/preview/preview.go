package preview

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/scratch"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/strictyaml"
)

// Preview is what the next run would change.
type Preview struct {
	// Published is the snapshot that the changes are from; empty if nothing is
	// published, so that every figure would be added.
	Published string `json:"published"`
	// Builds reports whether the run would build a snapshot at all.
	Builds  bool                 `json:"builds"`
	Changes []dubbelkrona.Change `json:"changes"`
	// Report is that of the run on the shadow.
	Report *session.Report `json:"-"`
}

// Run does the next run of a project on a shadow and returns what it would change. It
// has the project's lock meanwhile: another run is an ErrLocked error. Faults of the
// configuration are returned as pipeline.Compile does. A Blocked error is that of the
// run: nothing would be published.
func Run(ctx context.Context, project *config.Project, options pipeline.Options) (p Preview, faults []strictyaml.Fault, err error) {
	p.Changes = []dubbelkrona.Change{}
	if err := session.CheckLedger(ctx, project); err != nil {
		return p, nil, err
	}
	lock, err := session.NewProject(project, options.Options).Lock("plan")
	if err != nil {
		return p, nil, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	folder, done, err := scratch.Folder(project.Scratch())
	if err != nil {
		return p, nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	shadow := project.Shadow(folder)
	if p.Published, err = copyProject(ctx, project, shadow); err != nil {
		return p, nil, err
	}
	options.Span, options.Lineage, options.Workspace, options.Fault = nil, nil, nil, nil
	pipe, faults := pipeline.Compile(ctx, shadow, options)
	if pipe == nil {
		return p, faults, nil
	}
	if p.Report, err = pipe.Rehearse(ctx); err != nil {
		return p, nil, err
	}
	if p.Builds = p.Report.Built; p.Builds {
		p.Changes, err = published.Compare(ctx, pipe.Project(), p.Published, p.Report.Snapshot)
	}
	return p, nil, err
}
