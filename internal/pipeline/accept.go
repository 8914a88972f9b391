package pipeline

import (
	"context"
	"fmt"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/identity"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// Accepting is what somebody takes the responsibility for.
type Accepting struct {
	Source string
	Object string // empty for all that is held back of the source
	Reason string
	User   string // of the machine
}

// Accept records that what is held back of a source, or one object of it, is
// right: the next run takes it, if its bytes are still the same, once. What is
// not held back is a NotFound error that lists what is.
func (p *Pipeline) Accept(ctx context.Context, a Accepting) (taken []ledger.Held, err error) {
	reason, _ := identity.Mask(strings.Join(strings.Fields(a.Reason), " "))
	if reason == "" {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "--reason: say why the delivery is right; it is kept with it")
	}
	_, err = p.project.Run(ctx, "accept", func(ctx context.Context, s *session.Session) error {
		held, err := s.Ledger.Held.List(ctx)
		if err != nil {
			return err
		}
		var all []ledger.Acceptance
		for _, h := range held {
			if h.Source == a.Source && (a.Object == "" || a.Object == h.Object) {
				taken = append(taken, h)
				all = append(all, ledger.Acceptance{Source: h.Source, Object: h.Object, SHA256: h.SHA256, Reason: reason, User: a.User})
			}
		}
		if len(all) == 0 {
			return notHeld(a, held)
		}
		for _, h := range taken {
			s.Log.Info("a delivery that is held back was accepted", "source", h.Source, "object", h.Object, "sha256", h.SHA256, "user", a.User, "reason", reason)
		}
		return s.Ledger.Acceptances.Add(ctx, all...)
	})
	return taken, err
}

// notHeld says what is held back in place of what was named.
func notHeld(a Accepting, held []ledger.Held) error {
	var names []string
	for _, h := range held {
		names = append(names, arrival.AcceptArguments(h))
	}
	known := "nothing is"
	if len(names) > 0 {
		known = "held back are: " + strings.Join(names, ", ")
	}
	return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s is not held back; %s", strings.TrimSpace(fmt.Sprintf("%s %s", a.Source, a.Object)), known)
}
