package daemon

import (
	"context"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
)

// status reads the status of the project in force, for an answer over HTTP.
func (w *watch) status(ctx context.Context) (dubbelkrona.Status, error) {
	w.mu.Lock()
	project := w.project
	w.mu.Unlock()
	s, err := published.ReadStatus(ctx, project, w.with.Now())
	if reason := s.LedgerRefused.EN; err == nil && reason != "" {
		err = fmt.Errorf("%w: %s", session.ErrOtherLedger, reason)
	}
	return s, err
}
