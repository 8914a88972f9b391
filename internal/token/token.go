// Package token keeps the bearer tokens of those who may read what is served. The file
// has a line for each, with a name and the SHA-256 of the token: whoever reads the file
// cannot use it. A token is 256 random bits, so that its hash needs no salt and no
// slow function.
package token

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/regular"
)

// Entry is a token that is accepted.
type Entry struct {
	Name string // of who has it, for the access log
	Hash [sha256.Size]byte
}

// NewEntry returns the entry of a token.
func NewEntry(name, token string) Entry { return Entry{name, sha256.Sum256([]byte(token))} }

// Match returns the name of the entry of a token, and whether there is one. Its time
// depends on the number of entries and the length of the token, and not on the entries
// or on which of them match.
func Match(entries []Entry, token string) (name string, ok bool) {
	given := sha256.Sum256([]byte(token))
	found := -1
	for i := range entries {
		found = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(given[:], entries[i].Hash[:]), i, found)
	}
	if found < 0 {
		return "", false
	}
	return entries[found].Name, true
}

// maxFile is the max size of the file in bytes.
const maxFile = 64 << 10

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,62}$`)

// prefix begins every token, so that searches for leaked secrets find it.
const prefix = "dk_"

// Read reads the file of tokens. A file that others can read or write is refused, and
// inside the project also one that its group can: publish/ is readable by the group.
func Read(path, root string) ([]Entry, error) {
	f, err := regular.Open(path)
	if err != nil {
		return nil, dubbelkrona.Invalidf("tokens read: %w; `dubbelkrona serve token NAME` makes the first one", err)
	}
	defer f.Close() // read only
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("tokens read: %w", err)
	}
	forbidden := fs.FileMode(0o007)
	if inside(root, path) {
		forbidden = 0o077
	}
	if info.Mode().Perm()&forbidden != 0 {
		return nil, dubbelkrona.Invalidf("tokens read: %s can be opened by others (chmod 600)", path)
	}
	content, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("tokens read: %w", err)
	}
	if len(content) > maxFile {
		return nil, dubbelkrona.Invalidf("tokens read: %s has more than %d bytes", path, maxFile)
	}
	return parse(path, content)
}

// parse reads lines such as "excel sha256:9f86…". Blank lines and those that begin with
// # are ignored. Its errors have no text of the file.
func parse(path string, content []byte) (entries []Entry, err error) {
	lines := bufio.NewScanner(bytes.NewReader(content))
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		e := Entry{Name: fields[0]}
		hash, ok := "", false
		if len(fields) == 2 {
			hash, ok = strings.CutPrefix(fields[1], "sha256:")
		}
		if decoded, err := hex.DecodeString(hash); !ok || err != nil || copy(e.Hash[:], decoded) != sha256.Size || len(decoded) != sha256.Size || !nameForm.MatchString(e.Name) {
			return nil, dubbelkrona.Invalidf("%s:%d: a line is a name and sha256: with 64 hexadecimal digits, as `dubbelkrona serve token NAME` writes it; a token itself is never in this file", path, n)
		}
		entries = append(entries, e)
	}
	return entries, lines.Err()
}

// Add makes a token, appends its hash to the file, which it creates if there is none,
// and returns the token. A name that the file has already is a Conflict.
func Add(path, root, name string) (string, error) {
	if !nameForm.MatchString(name) {
		return "", dubbelkrona.Invalidf("token add: a name of lower-case letters, digits, dots, hyphens and underscores is required, at most 63")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("token add: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR|regular.NonBlocking, 0o600)
	if err != nil {
		return "", fmt.Errorf("token add: %w", err)
	}
	defer f.Close() // a second Close does nothing
	entries, err := Read(path, root)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.Name == name {
			return "", dubbelkrona.Errorf(dubbelkrona.Conflict, "token add: %s has a token named %s; remove its line to withdraw it, or choose another name", path, name)
		}
	}
	var random [32]byte
	if _, err := rand.Read(random[:]); err != nil {
		return "", fmt.Errorf("token add: %w", err)
	}
	token := prefix + base64.RawURLEncoding.EncodeToString(random[:])
	end, err := missingLineEnd(f)
	if err != nil {
		return "", fmt.Errorf("token add: %w", err)
	}
	if _, err := fmt.Fprintf(f, "%s%s sha256:%x\n", end, name, NewEntry(name, token).Hash); err != nil {
		return "", fmt.Errorf("token add: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return "", fmt.Errorf("token add: %w", err)
	}
	return token, nil
}

// missingLineEnd returns the line end that the last line of a file lacks: somebody may
// have edited it.
func missingLineEnd(f *os.File) (string, error) {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return "", err
	}
	var last [1]byte
	if _, err := f.ReadAt(last[:], info.Size()-1); err != nil {
		return "", err
	}
	if last[0] == '\n' {
		return "", nil
	}
	return "\n", nil
}

// inside reports whether a path is in a folder.
func inside(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
