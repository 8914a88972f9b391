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

// Accepting names what is accepted, by whom and why.
type Accepting struct {
	Source string
	Object string // empty for all held versions of the source
	Reason string
	User   string // of the operating system
}

// Accept records that the held versions of a source, or of one object, are right:
// the next run takes them, once, if their bytes are still the same. If nothing
// matches, it returns a NotFound error that lists what is held back.
func (p *Pipeline) Accept(ctx context.Context, a Accepting) (taken []ledger.Held, err error) {
	reason, _ := identity.Mask(strings.Join(strings.Fields(a.Reason), " "))
	if reason == "" {
		return nil, dubbelkrona.Invalidf("--reason: say why the delivery is right; the reason is stored with it")
	}
	_, err = p.project.Run(ctx, "accept", func(ctx context.Context, s *session.Session) error {
		held, err := s.Ledger.Held.List(ctx)
		if err != nil {
			return err
		}
		var all []dubbelkrona.Acceptance
		for _, h := range held {
			if h.Source == a.Source && (a.Object == "" || a.Object == h.Object) {
				taken = append(taken, h)
				all = append(all, dubbelkrona.Acceptance{Source: h.Source, Object: h.Object, SHA256: h.SHA256, Reason: reason, User: a.User})
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

// notHeld returns the error of an Accepting that matches nothing held back.
func notHeld(a Accepting, held []ledger.Held) error {
	var names []string
	for _, h := range held {
		names = append(names, arrival.AcceptArguments(h))
	}
	known := "nothing is held back"
	if len(names) > 0 {
		known = "held back are: " + strings.Join(names, ", ")
	}
	return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s is not held back; %s", strings.TrimSpace(fmt.Sprintf("%s %s", a.Source, a.Object)), known)
}
