// Package secret is how a configuration speaks of passwords, keys and tokens:
// by the name of where they are, never by their value.
package secret

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/regular"
)

// Ref says in a configuration where a password, key or token is, by name:
// the value itself has no place there. Exactly one of its fields is set; the
// zero value is no secret.
type Ref struct {
	// Env is the name of an environment variable.
	Env string `yaml:"env"`
	// File is the path of a file, absolute or relative to the project. White space
	// at its end is ignored. A file that others than its owner and group can read
	// is refused.
	File string `yaml:"file"`
}

// IsSet says whether the configuration names a secret.
func (r Ref) IsSet() bool { return r != Ref{} }

// Value is the value of a secret. It prints as *** wherever it is printed;
// Expose is the one way to what it hides.
type Value struct {
	// A pointer, since fmt calls no method of what lies in an unexported field
	// of something that is printed: it then shows an address.
	value *string
}

// NewValue is for values that come from elsewhere, such as a token that a
// server issued.
func NewValue(value string) Value { return Value{&value} }

// Expose gives the value, to hand to whom it is meant for.
func (v Value) Expose() string {
	if v.value == nil {
		return ""
	}
	return *v.value
}

// Format hides the value under every verb of fmt.
func (v Value) Format(f fmt.State, _ rune) { io.WriteString(f, "***") }

// MarshalText hides the value in JSON and logs.
func (v Value) MarshalText() ([]byte, error) { return []byte("***"), nil }

// longestSecret bounds what is taken for a secret.
const longestSecret = 64 << 10

// Check says what is wrong with how the secret is named, without looking for it.
func (r Ref) Check() error {
	if (r.Env == "") == (r.File == "") {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "name a secret with either env (an environment variable) or file (a path), never by its value")
	}
	return nil
}

// Reveal reads the secret where it is. An absent, empty or too openly readable
// one is an Invalid error; no error shows any of it.
func (r Ref) Reveal(root string) (Value, error) {
	if err := r.Check(); err != nil {
		return Value{}, err
	}
	if r.Env != "" {
		value := os.Getenv(r.Env)
		if value == "" {
			return Value{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "the environment variable %s, which holds a secret, is not set", r.Env)
		}
		return NewValue(value), nil
	}
	return r.fromFile(root)
}

func (r Ref) fromFile(root string) (Value, error) {
	path := r.File
	if !filepath.IsAbs(path) {
		path = filepath.Join(root, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return Value{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "secret file %s: %w", r.File, err.(*fs.PathError).Err)
	}
	if info.Mode().Perm()&0o007 != 0 || info.Size() > longestSecret || !info.Mode().IsRegular() {
		return Value{}, dubbelkrona.Errorf(dubbelkrona.Invalid,
			"secret file %s: it must be an ordinary small file that others cannot read (chmod 600)", r.File)
	}
	data, err := regular.ReadFile(path)
	if err != nil {
		return Value{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "secret file %s: %w", r.File, err.(*fs.PathError).Err)
	}
	value := strings.TrimRight(string(data), " \t\r\n")
	if value == "" {
		return Value{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "secret file %s is empty", r.File)
	}
	return NewValue(value), nil
}
