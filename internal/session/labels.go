package session

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync/atomic"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
	"dubbelkrona/transform"
)

// namesFact is the ledger fact with the secret that turns object names with
// identity numbers into labels, encrypted under the pseudonymisation key. It is
// generated once; a key rotation encrypts it again, so that labels stay.
const namesFact = "names"

// Labels makes labels of object names. Sources are made before the key is
// loaded, so they keep a pointer to the Labels, whose secret is set later. It is
// the same for all runs of a project.
type Labels struct{ secret atomic.Pointer[[32]byte] }

// Of returns the label of an object's name (see identity.Label); until the secret
// is set, the masked name.
func (l *Labels) Of(name string) string {
	if secret := l.secret.Load(); secret != nil {
		return identity.Label(name, secret[:], dubbelkrona.Printable)
	}
	masked, _ := identity.Mask(name)
	return dubbelkrona.Printable(masked)
}

// loadLabels reads the secret of the labels, or generates it.
func (s *Session) loadLabels(ctx context.Context) error {
	secret, found, err := s.wrappedLabels(ctx)
	if err != nil {
		return err
	}
	if found {
		secret = s.Key.Wrap(secret)
	} else {
		rand.Read(secret[:]) // never fails: the program ends if there is no randomness
		wrapped := s.Key.Wrap(secret)
		if err := s.Ledger.Facts.Set(ctx, namesFact, hex.EncodeToString(wrapped[:])); err != nil {
			return err
		}
	}
	s.Labels.secret.Store(&secret)
	return nil
}

// wrappedLabels returns the encrypted secret of the labels from the ledger.
func (s *Session) wrappedLabels(ctx context.Context) (wrapped [32]byte, found bool, err error) {
	text, found, err := s.Ledger.Facts.Get(ctx, namesFact)
	if err != nil || !found {
		return wrapped, false, err
	}
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(wrapped) {
		return wrapped, false, dubbelkrona.Errorf(dubbelkrona.Internal, "the ledger's fact %q is damaged; restore the project from a backup", namesFact)
	}
	return [32]byte(raw), true, nil
}

// RewrapLabels encrypts the secret of the labels under the next key, and adds it
// to the facts that are written with the rotation.
func (s *Session) RewrapLabels(ctx context.Context, next transform.Key, facts map[string]string) error {
	wrapped, found, err := s.wrappedLabels(ctx)
	if err != nil || !found {
		return err
	}
	wrapped = next.Wrap(next.Previous().Wrap(wrapped))
	facts[namesFact] = hex.EncodeToString(wrapped[:])
	return nil
}
