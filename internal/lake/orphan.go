package lake

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"dubbelkrona"
)

// Orphans lists the files that a crash left: everything in tmp, and segments
// in the folders of the tables that known does not hold. known has the paths
// of every segment that the ledger has ever committed, replaced ones too.
// Files that no Lake could have made are not listed.
//
// Only the holder of the run lock may ask: to anybody else a segment that is
// about to be committed looks like an orphan.
func (l *Lake) Orphans(known map[string]bool) ([]string, error) {
	orphans, err := l.list(tmpDir)
	if err != nil {
		return nil, err
	}
	for _, table := range append(dubbelkrona.Tables(), dubbelkrona.IssueTable()) {
		files, err := l.list(table.Name)
		if err != nil {
			return nil, err
		}
		orphans = append(orphans, slices.DeleteFunc(files, func(rel string) bool { return known[rel] })...)
	}
	return orphans, nil
}

// RemoveOrphans removes what Orphans lists and says how many they were.
func (l *Lake) RemoveOrphans(known map[string]bool) (int, error) {
	orphans, err := l.Orphans(known)
	if err != nil {
		return 0, err
	}
	for i, rel := range orphans {
		if err := os.Remove(l.Path(rel)); err != nil {
			return i, fmt.Errorf("lake orphan remove: %w", err)
		}
	}
	return len(orphans), nil
}

// list lists the segments in a folder of the lake, sorted by name.
func (l *Lake) list(dir string) ([]string, error) {
	entries, err := os.ReadDir(l.Path(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("lake list: %w", err)
	}
	var files []string
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasSuffix(e.Name(), extension) {
			files = append(files, path.Join(dir, e.Name()))
		}
	}
	return files, nil
}
