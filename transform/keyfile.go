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
	"dubbelkrona/internal/regular"
)

// keyHeader begins a key file, so that a wrong file is told from a wrong key.
// Behind it the secrets follow in hexadecimal, first the oldest: one, and one
// more for each rotation.
const keyHeader = "dubbelkrona-key-1 "

// maxSecrets bounds how often a key is rotated: each costs an HMAC per number.
const maxSecrets = 32

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
	_, err = io.WriteString(f, keyHeader+k.text()+"\n")
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
	f, err := regular.Open(path)
	if errors.Is(err, regular.ErrNot) {
		return Key{}, notTheFile(path)
	}
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
		return Key{}, notTheFile(path)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return Key{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "key file %s is open to others (mode %04o); run: chmod 600 %s", path, mode, path)
	}
	return readKey(path, f)
}

// notTheFile is the error about a path that leads to something else.
func notTheFile(path string) error {
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "key file %s is a link or no regular file; name the file itself", path)
}

// text is the content of a key file behind its header.
func (k Key) text() string {
	var parts []string
	for _, secret := range k.secrets() {
		parts = append(parts, hex.EncodeToString(secret[:]))
	}
	return strings.Join(parts, " ")
}

func readKey(path string, f io.Reader) (Key, error) {
	const longest = int64(len(keyHeader)+maxSecrets*(2*keyBytes+1)) + int64(len("\r\n")) + 1
	content, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return Key{}, keyFileError(path, err)
	}
	text, ok := strings.CutPrefix(strings.TrimRight(string(content), "\r\n"), keyHeader)
	secrets, whole := readSecrets(text)
	if !ok || !whole {
		return Key{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "key file %s is damaged: it holds no key. Put its copy back; another key cannot take its place, since the same person would be counted as two", path)
	}
	return newKey(secrets...), nil
}

// readSecrets reads what text wrote.
func readSecrets(text string) (secrets [][keyBytes]byte, ok bool) {
	for digits := range strings.SplitSeq(text, " ") {
		var secret [keyBytes]byte
		if len(digits) != 2*keyBytes || len(secrets) == maxSecrets {
			return nil, false
		}
		if _, err := hex.Decode(secret[:], []byte(digits)); err != nil {
			return nil, false
		}
		secrets = append(secrets, secret)
	}
	return secrets, true
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
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "key file %s does not exist; put its copy back. Only a project that has no data yet gets a new one: dubbelkrona key new", path)
	}
	return fmt.Errorf("key file read: %w", err)
}
