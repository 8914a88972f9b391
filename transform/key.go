package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// keyBytes is the length of a key, which is also that of its hash.
const keyBytes = sha256.Size

// Key derives pseudonyms by HMAC-SHA-256 over a purpose and the number, so
// that results for different purposes cannot be matched. Anybody with the key
// and a list of numbers can reverse it: it is stored outside of the project
// and never printed. The zero Key is no key.
//
// A rotated key is a chain of secrets, each of which maps the pseudonyms of
// the previous one to new ones. Stored pseudonyms can therefore be re-keyed
// without the numbers, and still match numbers delivered later. All secrets
// are needed to derive a pseudonym.
type Key struct {
	// secrets is behind a function because package fmt follows pointers, even
	// those in unexported fields whose methods it cannot call.
	secrets func() [][keyBytes]byte
}

func newKey(secrets ...[keyBytes]byte) Key {
	return Key{func() [][keyBytes]byte { return secrets }}
}

// The purposes. They are part of every pseudonym: changing one changes all
// pseudonyms.
const (
	purposePerson      = "dubbelkrona person 1"
	purposeOther       = "dubbelkrona other id 1"
	purposeToken       = "dubbelkrona token 1"
	purposeFingerprint = "dubbelkrona fingerprint 1"
	purposeNext        = "dubbelkrona next 1" // for a rotated key, applied to the previous secret's result
	purposeMark        = "dubbelkrona mark 1"
	purposeWrap        = "dubbelkrona wrap 1"
)

// NewKey generates a key from a source of randomness, such as
// crypto/rand.Reader.
func NewKey(random io.Reader) (Key, error) {
	var secret [keyBytes]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return Key{}, fmt.Errorf("key make: %w", err)
	}
	return newKey(secret), nil
}

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k.secrets == nil }

// Fingerprint identifies a key without revealing it: 16 hexadecimal digits,
// safe to store. It is empty for the zero Key.
func (k Key) Fingerprint() string {
	if k.IsZero() {
		return ""
	}
	sum := k.hasher().sum(purposeFingerprint, "")
	return hex.EncodeToString(sum[:8])
}

const hidden = "***"

// Format hides the key from every verb of fmt.
func (k Key) Format(f fmt.State, _ rune) { io.WriteString(f, hidden) }

// MarshalText hides the key.
func (k Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }
