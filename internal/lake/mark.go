package lake

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// markFile holds the name of the ledger's state that the lake belongs to.
const markFile = "ledger.mark"

// mark is where it lies, below a lake's root.
func mark(root string) string { return filepath.Join(root, markFile) }

// Mark notes the state of the ledger that the lake's files belong to, over the
// one before; text is always of the same length. Only a state that the ledger
// has committed is noted, so that the lake may know less than its ledger after
// a crash, and never more. It is not synced, see SyncMark.
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
	f, err := os.OpenFile(mark(l.root), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("lake mark: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("lake mark: %w", err)
	}
	return syncDir(l.root)
}

// ReadMark gives what Mark noted last in the lake at root; empty where there
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
