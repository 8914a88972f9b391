package transform

import (
	"fmt"
	"io"
	"slices"

	"dubbelkrona"
)

// Rotate is the key with one more secret, drawn from a source of randomness:
// a new key, whose pseudonyms can be made of this one's.
func (k Key) Rotate(random io.Reader) (Key, error) {
	if k.IsZero() {
		return Key{}, dubbelkrona.Errorf(dubbelkrona.Internal, "key rotate: no key")
	}
	if len(k.secrets()) == maxSecrets {
		return Key{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "key rotate: the key has been rotated %d times, which is all it can be; read the sources again into a new project", maxSecrets-1)
	}
	var secret [keyBytes]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return Key{}, fmt.Errorf("key rotate: %w", err)
	}
	return newKey(append(slices.Clone(k.secrets()), secret)...), nil
}

// Previous is the key that this one was rotated from; the zero Key where it
// never was.
func (k Key) Previous() Key {
	if k.IsZero() || len(k.secrets()) == 1 {
		return Key{}
	}
	secrets := k.secrets()
	return newKey(secrets[:len(secrets)-1]...)
}

// Rekeyer takes what the previous key made to what this key makes of the same
// numbers. One goroutine uses it.
type Rekeyer struct{ hash hasher }

// Rekeyer of a key that was rotated.
func (k Key) Rekeyer() *Rekeyer { return &Rekeyer{k.hasher()} }

// Person re-keys a pseudonym.
func (r *Rekeyer) Person(pseudonym []byte) [dubbelkrona.PseudonymBytes]byte {
	return digest(r.hash.macs[len(r.hash.macs)-1], purposeNext, string(pseudonym))
}

// Text re-keys the tokens in a text.
func (r *Rekeyer) Text(text string) string { return r.hash.retoken(len(r.hash.macs)-1, text) }

// PersonMark is by what a pseudonym of this key is known when it comes again
// after its person was erased. Without the key it tells nothing.
func (k Key) PersonMark(pseudonym [dubbelkrona.PseudonymBytes]byte) string {
	return k.mark(string(pseudonym[:]))
}

// TokenMark is PersonMark for a token.
func (k Key) TokenMark(token string) string { return k.mark(token) }

func (k Key) mark(trace string) string {
	h := k.hasher()
	return h.mark(len(h.macs)-1, trace)
}
