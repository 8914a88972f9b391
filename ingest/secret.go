package ingest

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dubbelkrona"
)

// Secret says in a configuration where a password, key or token is, by name:
// the value itself has no place there. Exactly one of its fields is set; the
// zero value is no secret.
type Secret struct {
	// Env is the name of an environment variable.
	Env string `yaml:"env"`
	// File is the path of a file, absolute or relative to the project; white
	// space at its end is cut off. One that others than its owner and group can
	// read is refused.
	File string `yaml:"file"`
}

// IsSet says whether the configuration names a secret.
func (s Secret) IsSet() bool { return s != Secret{} }

// Revealed is the value of a secret. It prints as *** wherever it is printed;
// Expose is the one way to what it hides.
type Revealed struct {
	// A pointer, since fmt calls no method of what lies in an unexported field
	// of something that is printed: it then shows an address.
	value *string
}

// NewRevealed is for values that come from elsewhere, such as a token that a
// server issued.
func NewRevealed(value string) Revealed { return Revealed{&value} }

// Expose gives the value, to hand to whom it is meant for.
func (r Revealed) Expose() string {
	if r.value == nil {
		return ""
	}
	return *r.value
}

// Format hides the value under every verb of fmt.
func (r Revealed) Format(f fmt.State, _ rune) { io.WriteString(f, "***") }

// MarshalText hides the value in JSON and logs.
func (r Revealed) MarshalText() ([]byte, error) { return []byte("***"), nil }

// longestSecret bounds what is taken for a secret.
const longestSecret = 64 << 10

// Check says what is wrong with how the secret is named, without looking for it.
func (s Secret) Check() error {
	if (s.Env == "") == (s.File == "") {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "name a secret with either env (an environment variable) or file (a path), never by its value")
	}
	return nil
}

// Reveal reads the secret where it is. An absent, empty or too openly readable
// one is an Invalid error; no error shows any of it.
func (s Secret) Reveal(root string) (Revealed, error) {
	if err := s.Check(); err != nil {
		return Revealed{}, err
	}
	if s.Env != "" {
		value := os.Getenv(s.Env)
		if value == "" {
			return Revealed{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "the environment variable %s, which holds a secret, is not set", s.Env)
		}
		return NewRevealed(value), nil
	}
	return s.fromFile(root)
}

func (s Secret) fromFile(root string) (Revealed, error) {
	path := s.File
	if !filepath.IsAbs(path) {
		path = filepath.Join(root, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return Revealed{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "secret file %s: %w", s.File, err.(*fs.PathError).Err)
	}
	if info.Mode().Perm()&0o007 != 0 || info.Size() > longestSecret || !info.Mode().IsRegular() {
		return Revealed{}, dubbelkrona.Errorf(dubbelkrona.Invalid,
			"secret file %s: it must be an ordinary small file that others cannot read (chmod 600)", s.File)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Revealed{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "secret file %s: %w", s.File, err.(*fs.PathError).Err)
	}
	value := strings.TrimRight(string(data), " \t\r\n")
	if value == "" {
		return Revealed{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "secret file %s is empty", s.File)
	}
	return NewRevealed(value), nil
}
