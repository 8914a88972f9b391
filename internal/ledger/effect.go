package ledger

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"
)

// EffectVersion is a version of an effect's definition that was registered or
// evaluated.
type EffectVersion struct {
	Effect string
	// Number counts the versions of the effect from 1, in the order in which
	// they were first seen.
	Number int
	Hash   string
	// Evaluated is when a run first published an evaluation of it; zero if none did.
	Evaluated time.Time
	// Registered is when it was registered; zero if it never was.
	Registered time.Time
	// Through is the latest outcome month, YYYY-MM, in the lake when it was
	// registered; empty if there was none.
	Through string
	// MDE is the minimum detectable effect at registration, by scope, where known.
	MDE map[string]float64
	// Values are the effect on the primary outcome at the last evaluation, by scope.
	Values map[string]float64
}

// EffectEvaluation is an evaluation of a version of an effect's definition.
type EffectEvaluation struct {
	Effect, Hash string
	Values       map[string]float64 // as EffectVersion.Values
}

// EffectRegistration is what is stored when a definition is registered, see
// EffectVersion.
type EffectRegistration struct {
	Effect, Hash, Through string
	MDE                   map[string]float64
}

// Effects are the versions of effects' definitions.
type Effects struct{ *conn }

// The figures of a version.
const (
	figureATT = "att"
	figureMDE = "mde"
)

// Register stores a registration and returns its version. A version that is
// registered already is returned as it is, and anew is false.
func (es Effects) Register(ctx context.Context, r EffectRegistration) (v EffectVersion, anew bool, err error) {
	err = es.change(ctx, "effect register: "+r.Effect, func(t *tx) error {
		number, err := numberOf(t, r.Effect, r.Hash)
		if err != nil {
			return err
		}
		changed, err := t.exec(`UPDATE effect_version SET registered = ?, "through" = ? WHERE effect = ? AND number = ? AND registered IS NULL`,
			stamp(es.now()), r.Through, r.Effect, number)
		if anew = changed > 0; err != nil || !anew {
			return err
		}
		return setFigures(t, r.Effect, number, figureMDE, r.MDE)
	})
	if err != nil {
		return v, false, err
	}
	versions, err := es.list(ctx, "WHERE effect = ? AND hash = ?", r.Effect, r.Hash)
	if len(versions) == 1 {
		v = versions[0]
	}
	return v, anew, err
}

// List returns all versions, by effect and number.
func (es Effects) List(ctx context.Context) ([]EffectVersion, error) { return es.list(ctx, "") }

func (es Effects) list(ctx context.Context, where string, args ...any) ([]EffectVersion, error) {
	versions, err := list(ctx, es.db, "effects list", func(v *EffectVersion) []any {
		return []any{&v.Effect, &v.Number, &v.Hash, timeIn(&v.Evaluated), timeIn(&v.Registered), &v.Through}
	}, `SELECT effect, number, hash, evaluated, registered, "through" FROM effect_version `+where+` ORDER BY effect, number`, args...)
	if err != nil {
		return nil, err
	}
	for i := range versions {
		v := &versions[i]
		for figure, into := range map[string]*map[string]float64{figureATT: &v.Values, figureMDE: &v.MDE} {
			if *into, err = es.figures(ctx, v, figure); err != nil {
				return nil, err
			}
		}
	}
	return versions, nil
}

func (es Effects) figures(ctx context.Context, v *EffectVersion, figure string) (map[string]float64, error) {
	type scoped struct {
		scope string
		value float64
	}
	all, err := list(ctx, es.db, "effects list", func(s *scoped) []any { return []any{&s.scope, &s.value} },
		"SELECT scope, value FROM effect_figure WHERE effect = ? AND number = ? AND figure = ?", v.Effect, v.Number, figure)
	byScope := make(map[string]float64, len(all))
	for _, s := range all {
		byScope[s.scope] = s.value
	}
	return byScope, err
}

// recordEvaluations stores the evaluations of what is published in the
// transaction of its publication. at is the time of the publication.
func recordEvaluations(t *tx, at time.Time, all []EffectEvaluation) error {
	for _, e := range all {
		number, err := numberOf(t, e.Effect, e.Hash)
		if err != nil {
			return err
		}
		if _, err := t.exec("UPDATE effect_version SET evaluated = ? WHERE effect = ? AND number = ? AND evaluated IS NULL", stamp(at), e.Effect, number); err != nil {
			return err
		}
		if err := setFigures(t, e.Effect, number, figureATT, e.Values); err != nil {
			return err
		}
	}
	return nil
}

// numberOf returns the number of a version, which it adds if it is new.
func numberOf(t *tx, effect, hash string) (number int, err error) {
	err = t.first([]any{&number}, "SELECT number FROM effect_version WHERE effect = ? AND hash = ?", effect, hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = t.first([]any{&number}, `INSERT INTO effect_version (effect, number, hash)
			SELECT ?1, coalesce(max(number), 0) + 1, ?2 FROM effect_version WHERE effect = ?1 RETURNING number`, effect, hash)
	}
	return number, err
}

// setFigures stores a figure of a version over its former values.
func setFigures(t *tx, effect string, number int, figure string, byScope map[string]float64) error {
	if _, err := t.exec("DELETE FROM effect_figure WHERE effect = ? AND number = ? AND figure = ?", effect, number, figure); err != nil {
		return err
	}
	return each(t, slices.Sorted(maps.Keys(byScope)), "INSERT INTO effect_figure (effect, number, figure, scope, value) VALUES (?, ?, ?, ?, ?)",
		func(scope string) []any { return []any{effect, number, figure, scope, byScope[scope]} })
}
