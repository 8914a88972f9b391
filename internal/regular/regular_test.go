package regular_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"dubbelkrona/internal/regular"
)

// A regular file is opened. Anything else is refused without waiting, also a pipe to
// which nothing is written.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	file, pipe := filepath.Join(dir, "file"), filepath.Join(dir, "pipe")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := regular.ReadFile(file); string(got) != "text" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := regular.ReadFile(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	refused := []string{dir, os.DevNull}
	if syscall.Mkfifo(pipe, 0o600) == nil {
		refused = append(refused, pipe)
	}
	for _, path := range refused {
		_, err := regular.ReadFile(path)
		var pathError *fs.PathError
		if !errors.Is(err, regular.ErrNot) || !errors.As(err, &pathError) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
