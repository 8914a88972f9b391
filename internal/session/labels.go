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

// namesFact holds the secret under which names of objects that hold identity
// numbers become labels, wrapped by the pseudonymisation key. It is drawn once:
// a rotated key wraps it anew, so that every object keeps its label.
const namesFact = "names"

// Labels make labels of names. Sources are made before the key is known, so they
// keep the Labels, which get the secret later. It is the same for all runs of a
// project.
type Labels struct{ secret atomic.Pointer[[32]byte] }

// Of is the identity of an object (see identity.Label).
func (l *Labels) Of(name string) string {
	if secret := l.secret.Load(); secret != nil {
		return identity.Label(name, secret[:], dubbelkrona.Printable)
	}
	masked, _ := identity.Mask(name)
	return dubbelkrona.Printable(masked)
}

// loadLabels reads the secret of the labels, or draws it.
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
		if err := s.Ledger.SetFact(ctx, namesFact, hex.EncodeToString(wrapped[:])); err != nil {
			return err
		}
	}
	s.Labels.secret.Store(&secret)
	return nil
}

// wrappedLabels is the secret of the labels as the ledger has it.
func (s *Session) wrappedLabels(ctx context.Context) (wrapped [32]byte, found bool, err error) {
	text, found, err := s.Ledger.Fact(ctx, namesFact)
	if err != nil || !found {
		return wrapped, false, err
	}
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(wrapped) {
		return wrapped, false, dubbelkrona.Errorf(dubbelkrona.Internal, "the ledger's fact %q is damaged; restore the project from a backup", namesFact)
	}
	return [32]byte(raw), true, nil
}

// RewrapLabels takes the secret of the labels to a key that was rotated, among
// the facts that change with it.
func (s *Session) RewrapLabels(ctx context.Context, next transform.Key, facts map[string]string) error {
	wrapped, found, err := s.wrappedLabels(ctx)
	if err != nil || !found {
		return err
	}
	wrapped = next.Wrap(next.Previous().Wrap(wrapped))
	facts[namesFact] = hex.EncodeToString(wrapped[:])
	return nil
}
