// Package secret reads passwords, keys and tokens that a configuration names
// by location, never by value.
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

// Ref is the location of a password, key or token. Exactly one of its fields
// is set; the zero value means no secret.
type Ref struct {
	// Env is the name of an environment variable.
	Env string `yaml:"env"`
	// File is the path of a file, absolute or relative to the project.
	// Trailing white space in the file is ignored. It must not be readable by
	// others than its owner and group.
	File string `yaml:"file"`
}

// IsSet reports whether the configuration names a secret.
func (r Ref) IsSet() bool { return r != Ref{} }

// Value is the value of a secret. It is printed as ***; only Expose returns
// the value.
type Value struct {
	// A pointer, because fmt does not call methods of values in unexported
	// fields; it then prints an address.
	value *string
}

// NewValue makes a Value from a text, such as a token issued by a server.
func NewValue(value string) Value { return Value{&value} }

// Expose returns the value.
func (v Value) Expose() string {
	if v.value == nil {
		return ""
	}
	return *v.value
}

// Format prints *** for every verb of fmt.
func (v Value) Format(f fmt.State, _ rune) { io.WriteString(f, "***") }

// MarshalText writes *** in JSON and logs.
func (v Value) MarshalText() ([]byte, error) { return []byte("***"), nil }

// maxSecret is the maximum size of a secret in bytes.
const maxSecret = 64 << 10

// Check validates the reference without reading the secret.
func (r Ref) Check() error {
	if (r.Env == "") == (r.File == "") {
		return dubbelkrona.Invalidf("name a secret with either env (an environment variable) or file (a path), never by its value")
	}
	return nil
}

// Reveal reads the secret. If it is absent, empty or readable by others, it
// returns an Invalid error; no error contains any part of it.
func (r Ref) Reveal(root string) (Value, error) {
	if err := r.Check(); err != nil {
		return Value{}, err
	}
	if r.Env != "" {
		value := os.Getenv(r.Env)
		if value == "" {
			return Value{}, dubbelkrona.Invalidf("the environment variable %s, which holds a secret, is not set", r.Env)
		}
		return NewValue(value), nil
	}
	return r.fromFile(root)
}

// Optional is Reveal for a secret that the configuration need not name: then it
// returns the zero Value. Its errors begin with the setting.
func (r Ref) Optional(root, setting string) (Value, error) {
	if !r.IsSet() {
		return Value{}, nil
	}
	value, err := r.Reveal(root)
	if err != nil {
		return value, fmt.Errorf("%s: %w", setting, err)
	}
	return value, nil
}

func (r Ref) fromFile(root string) (Value, error) {
	path := r.File
	if !filepath.IsAbs(path) {
		path = filepath.Join(root, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return Value{}, dubbelkrona.Invalidf("secret file %s: %w", r.File, err.(*fs.PathError).Err)
	}
	if info.Mode().Perm()&0o007 != 0 || info.Size() > maxSecret || !info.Mode().IsRegular() {
		return Value{}, dubbelkrona.Invalidf("secret file %s: it must be an ordinary small file that others cannot read (chmod 600)", r.File)
	}
	data, err := regular.ReadFile(path)
	if err != nil {
		return Value{}, dubbelkrona.Invalidf("secret file %s: %w", r.File, err.(*fs.PathError).Err)
	}
	value := strings.TrimRight(string(data), " \t\r\n")
	if value == "" {
		return Value{}, dubbelkrona.Invalidf("secret file %s is empty", r.File)
	}
	return NewValue(value), nil
}
