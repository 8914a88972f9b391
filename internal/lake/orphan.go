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

// Orphans returns the files that a crash left: everything in tmp, and segment
// files in the folders of the tables that are not in known, including those
// directly in the folder of the table, where an earlier version stored them.
// known has the paths of every segment that the ledger ever committed, including
// replaced ones. Files that do not look like a Lake's are not returned.
//
// The caller must hold the run lock: otherwise a segment about to be committed
// looks like an orphan.
func (l *Lake) Orphans(known map[string]bool) ([]string, error) {
	orphans, err := l.list(tmpDir)
	if err != nil {
		return nil, err
	}
	for _, table := range tables() {
		files, err := l.list(table.Name, sourceFolder, segmentFolder)
		if err != nil {
			return nil, err
		}
		orphans = append(orphans, slices.DeleteFunc(files, func(rel string) bool { return known[rel] })...)
	}
	return orphans, nil
}

// RemoveOrphans removes the files that Orphans returns, and partition folders
// that are then empty. It returns the number of files removed.
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
	for _, table := range tables() {
		if err := l.removeEmpty(table.Name, sourceFolder, segmentFolder); err != nil {
			return len(orphans), err
		}
	}
	return len(orphans), nil
}

// tables returns the tables that can have files: the domain tables and the issues.
func tables() []*dubbelkrona.Table {
	return append(slices.Clone(dubbelkrona.Tables()), dubbelkrona.IssueTable())
}

// list returns the segment files in a folder of the lake and in the folders
// below it whose names begin with levels, one prefix per level; sorted by name.
func (l *Lake) list(dir string, levels ...string) (files []string, err error) {
	entries, err := l.entries(dir)
	for _, e := range entries {
		rel := path.Join(dir, e.Name())
		switch {
		case e.Type().IsRegular() && strings.HasSuffix(e.Name(), extension):
			files = append(files, rel)
		case e.IsDir() && len(levels) > 0 && strings.HasPrefix(e.Name(), levels[0]):
			below, err := l.list(rel, levels[1:]...)
			if err != nil {
				return nil, err
			}
			files = append(files, below...)
		}
	}
	return files, err
}

// removeEmpty removes the empty ones of the folders that list searches.
func (l *Lake) removeEmpty(dir string, levels ...string) error {
	entries, err := l.entries(dir)
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), levels[0]) {
			continue
		}
		rel := path.Join(dir, e.Name())
		if len(levels) > 1 {
			if err := l.removeEmpty(rel, levels[1:]...); err != nil {
				return err
			}
		}
		os.Remove(l.Path(rel)) // fails if it is not empty
	}
	return err
}

// entries returns the entries of a folder of the lake; none if it does not exist.
func (l *Lake) entries(dir string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(l.Path(dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("lake list: %w", err)
	}
	return entries, nil
}
