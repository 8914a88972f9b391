package session

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/transform"
)

// KeyFact is the ledger fact with the fingerprint of the key that the lake's
// pseudonyms were made with.
const KeyFact = "key"

// LoadKey reads the pseudonymisation key into Key, and the persons who were
// erased into Erased. A key other than the one that the lake was written with
// is an Invalid error: the same person would be counted as two.
func (s *Session) LoadKey(ctx context.Context) error {
	path, err := s.Config.KeyPath()
	if err != nil {
		return err
	}
	if s.Key, err = transform.LoadKey(path, s.Config.Root); err != nil {
		return errors.Join(err, s.Config.FormerKey(path))
	}
	if s.Erased, err = s.Ledger.Deliveries.Erased(ctx); err != nil {
		return err
	}
	known, found, err := s.Ledger.Facts.Get(ctx, KeyFact)
	switch {
	case err != nil:
		return err
	case !found:
		if err := s.Ledger.Facts.Set(ctx, KeyFact, s.Key.Fingerprint()); err != nil {
			return err
		}
	case known != s.Key.Fingerprint():
		if rotated, err := s.rotatedFrom(ctx, s.Key); err != nil || rotated {
			return errors.Join(err, dubbelkrona.Invalidf(
				"the key %s was rotated: name the new key's file as key in %s", path, config.FileName))
		}
		return dubbelkrona.Invalidf(
			"the key %s is not the one that this project's pseudonyms were made with; with another key the same person would be counted as two", path)
	}
	return s.loadLabels(ctx)
}

// FormerKeyFact is the ledger fact with the fingerprint of the key before the
// last rotation.
const FormerKeyFact = "key_before"

// rotatedFrom reports whether k is the key before the last rotation.
func (s *Session) rotatedFrom(ctx context.Context, k transform.Key) (bool, error) {
	former, found, err := s.Ledger.Facts.Get(ctx, FormerKeyFact)
	return found && former == k.Fingerprint(), err
}

// WithoutData returns a Conflict error if the project has pseudonyms already,
// so that it cannot be given a new key: the same person would be counted as two.
func WithoutData(ctx context.Context, project *config.Project) error {
	err := ledger.Read(project.Ledger(), func(l *ledger.Ledger) error {
		fingerprint, found, err := l.Facts.Get(ctx, KeyFact)
		if err != nil || !found {
			return err
		}
		return dubbelkrona.Errorf(dubbelkrona.Conflict,
			"the project's pseudonyms were made with the key of fingerprint %s; put its copy back. `dubbelkrona key rotate` replaces an existing key", fingerprint)
	})
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil // there is no ledger
	}
	return err
}

// UnfinishedFact is the ledger fact with the name of a rewriting whose rows are
// out of the lake, but perhaps not yet out of the snapshots. It is set in the
// rewriting's transaction and emptied at its end.
const UnfinishedFact = "unsettled"
