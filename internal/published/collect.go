package published

import (
	"context"
	"fmt"
)

// collect runs a query and stores the columns of each row in the fields that columns
// returns for it. The result is never nil: it is a list in JSON.
func collect[T any](ctx context.Context, s *Snapshot, columns func(*T) []any, query string, args ...any) ([]T, error) {
	all := []T{}
	for values, err := range s.db.Query(ctx, query, args...) {
		if err != nil {
			return nil, err
		}
		var one T
		for i, field := range columns(&one) {
			if err := take(field, values[i]); err != nil {
				return nil, fmt.Errorf("column %d of %s: %w", i+1, query, err)
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// scoped are rows by their scope.
type scoped[T any] map[string][]T

// of returns the rows of a scope, never nil: they are a list in JSON.
func (s scoped[T]) of(scope string) []T { return append([]T{}, s[scope]...) }

// byScope is collect for a query whose first column is the scope of a row.
func byScope[T any](ctx context.Context, s *Snapshot, columns func(*T) []any, query string, args ...any) (scoped[T], error) {
	type row struct {
		scope string
		rest  T
	}
	rows, err := collect(ctx, s, func(r *row) []any { return append([]any{&r.scope}, columns(&r.rest)...) }, query, args...)
	all := make(scoped[T])
	for _, r := range rows {
		all[r.scope] = append(all[r.scope], r.rest)
	}
	return all, err
}
