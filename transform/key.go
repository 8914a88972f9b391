package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// keyBytes is the length of a key, that of its hash.
const keyBytes = sha256.Size

// Key pseudonymises. Everything it gives is HMAC-SHA-256 with the purpose in
// front, so that the same number used for two purposes cannot be matched.
// Whoever has the key and a list of numbers can undo it: it is kept outside
// the project and never printed. The zero Key is no key.
//
// A key that was rotated is a chain of secrets: each takes the pseudonyms of
// the one before to new ones. What is stored can so be re-keyed, though the
// numbers are not there, and a number that comes later meets it. Without the
// last secret the others open nothing.
type Key struct {
	// secrets is behind a function since package fmt follows pointers, also
	// those of unexported fields whose methods it cannot call.
	secrets func() [][keyBytes]byte
}

func newKey(secrets ...[keyBytes]byte) Key {
	return Key{func() [][keyBytes]byte { return secrets }}
}

// The purposes. They are part of every pseudonym: changing one makes all
// pseudonyms new.
const (
	purposePerson      = "dubbelkrona person 1"
	purposeOther       = "dubbelkrona other id 1"
	purposeToken       = "dubbelkrona token 1"
	purposeFingerprint = "dubbelkrona fingerprint 1"
	purposeNext        = "dubbelkrona next 1" // of a rotated key, for what the secret before gave
	purposeMark        = "dubbelkrona mark 1"
	purposeWrap        = "dubbelkrona wrap 1"
)

// NewKey draws a key from a source of randomness, such as crypto/rand.Reader.
func NewKey(random io.Reader) (Key, error) {
	var secret [keyBytes]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return Key{}, fmt.Errorf("key make: %w", err)
	}
	return newKey(secret), nil
}

// IsZero says whether there is no key.
func (k Key) IsZero() bool { return k.secrets == nil }

// Person is the pseudonym of a person: the first 16 bytes of the HMAC of the
// number's normal form. The key must not be zero.
func (k Key) Person(p identity.Person) [dubbelkrona.PseudonymBytes]byte {
	return k.hasher().sum(purposePerson, p.Number)
}

// OtherID is the pseudonym of a person whom a source knows by a number of its
// own, such as a case number. The key must not be zero.
func (k Key) OtherID(id string) [dubbelkrona.PseudonymBytes]byte {
	return k.hasher().sum(purposeOther, id)
}

// Token is what stands in a text column for a person's number: "p-" and 32
// hexadecimal digits. It cannot be matched with the Pseudonym of the same
// person and contains nothing that reads as an identity number. The key must
// not be zero.
func (k Key) Token(number string) string { return k.hasher().token(number) }

// Fingerprint tells keys apart without telling anything about them: 16
// hexadecimal digits, safe to store. The zero Key has none.
func (k Key) Fingerprint() string {
	if k.IsZero() {
		return ""
	}
	sum := k.hasher().sum(purposeFingerprint, "")
	return hex.EncodeToString(sum[:8])
}

const hidden = "***"

// String hides the key.
func (k Key) String() string { return hidden }

// GoString hides the key.
func (k Key) GoString() string { return hidden }

// Format hides the key from every verb.
func (k Key) Format(f fmt.State, _ rune) { io.WriteString(f, hidden) }

// MarshalText hides the key.
func (k Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }
