package transform

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dubbelkrona"
)

// keyHeader begins a key file, so that a wrong file is told from a wrong key.
const keyHeader = "dubbelkrona-key-1 "

// WriteKeyFile writes the key into a new file that its owner alone may read;
// a folder that it makes for it is the owner's too. It never overwrites: a
// lost key cannot be made again. An existing file is a Conflict error.
func (k Key) WriteKeyFile(path string) (err error) {
	if k.IsZero() {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "key file %s write: no key", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("key file write: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return dubbelkrona.Errorf(dubbelkrona.Conflict, "key file write: %s exists already; a key is never overwritten, since nothing pseudonymised with it could be matched again", path)
	}
	if err != nil {
		return fmt.Errorf("key file write: %w", err)
	}
	_, err = io.WriteString(f, keyHeader+hex.EncodeToString(k.secret()[:])+"\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return fmt.Errorf("key file write: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// LoadKey reads a key file. It refuses, with an Invalid error, a file that
// group or others can read, one that is no regular file or is a symbolic link,
// one that is really inside projectRoot, through whatever links, and one that
// holds no key. A missing file is a NotFound error.
func LoadKey(path, projectRoot string) (Key, error) {
	if err := outside(path, projectRoot); err != nil {
		return Key{}, err
	}
	before, err := os.Lstat(path)
	if err != nil {
		return Key{}, keyFileError(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return Key{}, keyFileError(path, err)
	}
	defer f.Close() // only read from
	info, err := f.Stat()
	if err != nil {
		return Key{}, keyFileError(path, err)
	}
	// The file that was opened must be the one that stood there, not what a
	// link leads to.
	if !before.Mode().IsRegular() || !os.SameFile(before, info) {
		return Key{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "key file %s is a link or no regular file; name the file itself", path)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return Key{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "key file %s is open to others (mode %04o); run: chmod 600 %s", path, mode, path)
	}
	return readKey(path, f)
}

func readKey(path string, f io.Reader) (Key, error) {
	const longest = int64(len(keyHeader)+2*keyBytes) + int64(len("\r\n")) + 1
	content, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return Key{}, keyFileError(path, err)
	}
	digits, ok := strings.CutPrefix(strings.TrimRight(string(content), "\r\n"), keyHeader)
	var secret [keyBytes]byte
	if n, err := hex.Decode(secret[:], []byte(digits[:min(len(digits), 2*keyBytes)])); !ok || err != nil || n != keyBytes || len(digits) != 2*keyBytes {
		return Key{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "key file %s holds no key; make one with: dubbelkrona key new", path)
	}
	return newKey(secret), nil
}

// outside refuses a path that, links resolved, is inside root.
func outside(path, root string) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return keyFileError(path, err)
	}
	realRoot, err := filepath.EvalSymlinks(root)
	if err != nil {
		return fmt.Errorf("project folder resolve: %w", err)
	}
	for _, p := range []*string{&real, &realRoot} {
		if *p, err = filepath.Abs(*p); err != nil {
			return keyFileError(path, err)
		}
	}
	if rel, err := filepath.Rel(realRoot, real); err == nil && filepath.IsLocal(rel) {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "key file %s is inside the project %s; keep it apart from the data that it pseudonymises", path, root)
	}
	return nil
}

func keyFileError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "key file %s does not exist; make one with: dubbelkrona key new", path)
	}
	return fmt.Errorf("key file read: %w", err)
}
