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

// keyHeader begins every key file, so that another file is not mistaken for a
// key. The secrets follow in hexadecimal, oldest first: one, and one more for
// each rotation.
const keyHeader = "dubbelkrona-key-1 "

// maxSecrets limits the number of rotations, because each costs an HMAC per
// number.
const maxSecrets = 32

// WriteKeyFile writes the key to a new file, and creates its folder, both
// readable only by the owner. It never overwrites, because a lost key cannot
// be recreated: an existing file is a Conflict error.
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

// LoadKey reads a key file. It returns an Invalid error if the file is
// readable by group or others, is not a regular file or is a symbolic link, is
// inside projectRoot once links are resolved, or contains no key; and a
// NotFound error if it is missing.
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
	defer f.Close() // read only
	info, err := f.Stat()
	if err != nil {
		return Key{}, keyFileError(path, err)
	}
	// The opened file must be the one that Lstat saw, not the target of a
	// link.
	if !before.Mode().IsRegular() || !os.SameFile(before, info) {
		return Key{}, notTheFile(path)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return Key{}, dubbelkrona.Invalidf("key file %s is readable by others (mode %04o); run: chmod 600 %s", path, mode, path)
	}
	return readKey(path, f)
}

// notTheFile is the error for a path that is not a regular file.
func notTheFile(path string) error {
	return dubbelkrona.Invalidf("key file %s is a link or not a regular file; give the path of the file itself", path)
}

// text returns the content of a key file after its header.
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
		return Key{}, dubbelkrona.Invalidf("key file %s is damaged: it contains no key. Restore it from its copy; a new key cannot replace it, because each person would then be counted twice", path)
	}
	return newKey(secrets...), nil
}

// readSecrets parses the result of text.
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

// outside returns an error if the path, with links resolved, is inside root.
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
		return dubbelkrona.Invalidf("key file %s is inside the project %s; move it away from the data that it pseudonymises", path, root)
	}
	return nil
}

func keyFileError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "key file %s does not exist; restore it from its copy. Only for a project without data, make a new one: dubbelkrona key new", path)
	}
	return fmt.Errorf("key file read: %w", err)
}
