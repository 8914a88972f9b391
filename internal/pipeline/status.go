package pipeline

import (
	"context"
	"errors"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// Status is how a project stands.
type Status struct {
	Project string
	// Published is the snapshot that others read; its ID is empty where
	// nothing has been published.
	Published ledger.Snapshot
	// LastRun is the latest run; its ID is empty where there was none.
	LastRun dubbelkrona.Run
	// Live counts what a build of today would fold.
	LiveSegments, LiveRows, LiveBytes int64
	Issues                            []ledger.IssueCount
}

// ReadStatus tells how a project stands, also while a run is going on. It
// reads the ledger alone.
func ReadStatus(ctx context.Context, project *config.Project) (s Status, err error) {
	s.Project = project.Name
	l, err := ledger.OpenReadOnly(project.Ledger())
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	s.Published, err = l.Published(ctx)
	if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		return s, err
	}
	runs, err := l.Runs(ctx, 1)
	if err != nil {
		return s, err
	}
	if len(runs) > 0 {
		s.LastRun = runs[0]
	}
	segments, err := l.Segments(ctx, time.Time{})
	if err != nil {
		return s, err
	}
	for _, segment := range segments {
		s.LiveSegments++
		s.LiveRows += segment.Rows
		s.LiveBytes += segment.Bytes
	}
	s.Issues, err = l.LiveIssues(ctx)
	return s, err
}

// ReadRuns lists the latest runs, newest first; none where there was none.
func ReadRuns(ctx context.Context, project *config.Project, limit int) (runs []dubbelkrona.Run, err error) {
	l, err := ledger.OpenReadOnly(project.Ledger())
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return l.Runs(ctx, limit)
}
