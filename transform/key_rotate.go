package transform

import (
	"fmt"
	"io"
	"slices"

	"dubbelkrona"
)

// Rotate returns a new key: this one with one more secret from a source of
// randomness. Pseudonyms of the new key can be derived from those of this one.
func (k Key) Rotate(random io.Reader) (Key, error) {
	if k.IsZero() {
		return Key{}, dubbelkrona.Errorf(dubbelkrona.Internal, "key rotate: no key")
	}
	if len(k.secrets()) == maxSecrets {
		return Key{}, dubbelkrona.Invalidf("key rotate: the key has been rotated %d times, which is the maximum; read the sources again into a new project", maxSecrets-1)
	}
	var secret [keyBytes]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return Key{}, fmt.Errorf("key rotate: %w", err)
	}
	return newKey(append(slices.Clone(k.secrets()), secret)...), nil
}

// Previous returns the key before the last rotation; the zero Key if there was
// none.
func (k Key) Previous() Key {
	if k.IsZero() || len(k.secrets()) == 1 {
		return Key{}
	}
	secrets := k.secrets()
	return newKey(secrets[:len(secrets)-1]...)
}

// Rekeyer converts pseudonyms and tokens of the previous key to those of this
// key. It is used by one goroutine.
type Rekeyer struct{ hash hasher }

// Rekeyer returns a Rekeyer. The key must have been rotated.
func (k Key) Rekeyer() *Rekeyer { return &Rekeyer{k.hasher()} }

// Person re-keys a pseudonym.
func (r *Rekeyer) Person(pseudonym []byte) [dubbelkrona.PseudonymBytes]byte {
	return digest(r.hash.macs[len(r.hash.macs)-1], purposeNext, string(pseudonym))
}

// Text re-keys the tokens in a text.
func (r *Rekeyer) Text(text string) string { return r.hash.retoken(len(r.hash.macs)-1, text) }
