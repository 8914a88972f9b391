package lake

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona/internal/durable"
)

// markFile records the state of the ledger that the lake belongs to.
const markFile = "ledger.mark"

// mark returns the path of markFile in the lake at root.
func mark(root string) string { return filepath.Join(root, markFile) }

// Mark records the state of the ledger that the lake's files belong to, replacing
// the previous one; text always has the same length. The caller records only
// committed states, so that after a crash the mark may be older than the ledger
// but never newer. Mark does not sync, see SyncMark.
func (l *Lake) Mark(text string) error {
	f, err := os.OpenFile(mark(l.root), os.O_WRONLY|os.O_CREATE, fileMode)
	if err != nil {
		return fmt.Errorf("lake mark: %w", err)
	}
	_, err = f.WriteAt([]byte(text), 0)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("lake mark: %w", err)
	}
	return nil
}

// SyncMark makes the mark survive a power cut.
func (l *Lake) SyncMark() error {
	err := durable.SyncFile(mark(l.root))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("lake mark: %w", err)
	}
	return durable.SyncDir(l.root)
}

// ReadMark returns what Mark recorded last in the lake at root; empty if there
// is none.
func ReadMark(root string) (string, error) {
	text, err := os.ReadFile(mark(root))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("lake mark: %w", err)
	}
	return string(text), nil
}

// Holds reports whether the lake at root has any segment.
func Holds(root string) (bool, error) {
	l := &Lake{root: root}
	files, err := l.Orphans(nil)
	return len(files) > 0, err
}
