package session

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/transform"
)

// KeyFact is the ledger's note of the key that the lake's pseudonyms were made
// with.
const KeyFact = "key"

// LoadKey reads the pseudonymisation key and refuses another one than the lake
// was written with: the same person would be two.
func (s *Session) LoadKey(ctx context.Context) error {
	path, err := s.Config.KeyPath()
	if err != nil {
		return err
	}
	if s.Key, err = transform.LoadKey(path, s.Config.Root); err != nil {
		return errors.Join(err, s.Config.FormerKey(path))
	}
	if s.Erased, err = s.Ledger.Erased(ctx); err != nil {
		return err
	}
	known, found, err := s.Ledger.Fact(ctx, KeyFact)
	switch {
	case err != nil:
		return err
	case !found:
		if err := s.Ledger.SetFact(ctx, KeyFact, s.Key.Fingerprint()); err != nil {
			return err
		}
	case known != s.Key.Fingerprint():
		if rotated, err := s.rotatedFrom(ctx, s.Key); err != nil || rotated {
			return errors.Join(err, dubbelkrona.Errorf(dubbelkrona.Invalid,
				"the key %s was rotated: name the new key's file as key in %s", path, config.FileName))
		}
		return dubbelkrona.Errorf(dubbelkrona.Invalid,
			"the key %s is not the one that this project's pseudonyms were made with; with another key the same person would be counted as two", path)
	}
	return s.loadLabels(ctx)
}

// FormerKeyFact holds the fingerprint of the key that was rotated last.
const FormerKeyFact = "key_before"

// rotatedFrom reports whether a key is the one that was rotated last.
func (s *Session) rotatedFrom(ctx context.Context, k transform.Key) (bool, error) {
	former, found, err := s.Ledger.Fact(ctx, FormerKeyFact)
	return found && former == k.Fingerprint(), err
}

// WithoutData refuses, with a Conflict error, a new key for a project that has
// pseudonyms: with another key the same person would be counted as two.
func WithoutData(ctx context.Context, project *config.Project) (err error) {
	l, err := ledger.OpenReadOnly(project.Ledger())
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	fingerprint, found, err := l.Fact(ctx, KeyFact)
	if err != nil || !found {
		return err
	}
	return dubbelkrona.Errorf(dubbelkrona.Conflict,
		"the project's pseudonyms were made with the key of fingerprint %s; put its copy back. `dubbelkrona key rotate` changes a key that is there", fingerprint)
}

// UnfinishedFact names the rewriting whose rows have left the lake and perhaps
// not yet the snapshots. It is set with the rewriting and emptied at its end.
const UnfinishedFact = "unsettled"
