package published

import (
	"context"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// Kept returns the published snapshots whose files are kept, that which was published
// last first.
func Kept(ctx context.Context, project *session.Project, l *ledger.Ledger) ([]ledger.Snapshot, error) {
	all, err := l.Snapshots.Latest(ctx, 0)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s ledger.Snapshot) bool {
		return s.Published.IsZero() || len(s.Released) == 0 || !session.IsThere(project.KeptPath(s.ID)) || !session.IsThere(project.CopyPath(s.ID))
	})
	slices.SortStableFunc(all, func(a, b ledger.Snapshot) int { return b.Published.Compare(a.Published) })
	return all, nil
}

// Find returns a kept snapshot by its id, or by the names published and previous for the
// one that is published and the one that was before it. One that is not kept is
// a NotFound error that lists those there are.
func Find(ctx context.Context, project *session.Project, l *ledger.Ledger, name string) (ledger.Snapshot, error) {
	all, err := Kept(ctx, project, l)
	if err != nil {
		return ledger.Snapshot{}, err
	}
	position := slices.Index([]string{"published", "previous"}, name)
	var ids []string
	for i, s := range all {
		if s.ID == name || i == position {
			return s, nil
		}
		ids = append(ids, s.ID)
	}
	kept := "none is"
	if len(ids) > 0 {
		kept = strings.Join(ids, ", ") + ", newest publication first, and the names published and previous"
	}
	return ledger.Snapshot{}, dubbelkrona.Errorf(dubbelkrona.NotFound, "snapshot %q is not kept; kept are: %s", name, kept)
}
