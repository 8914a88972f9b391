package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"
)

// Sweep gives cursors to a source that lists the same objects in the same
// order each time, and each of them anew each time, such as the answers of a
// statistics service. A run that was killed on the way through goes on behind
// the object that it committed last; the next day's run begins anew, and so
// does one whose list of objects is another, since the settings changed.
func Sweep(src Source, env Env) Source { return &sweep{src, env.WithDefaults().Slot} }

type sweep struct {
	Source
	slot time.Time
}

// sweepCursor is where a sweep has got to.
type sweepCursor struct {
	Day  string `json:"day"`  // on which it began
	List string `json:"list"` // hash of what it goes through
	Done int    `json:"done"` // objects so far
}

// Objects implements Source.
func (s *sweep) Objects(ctx context.Context, cursor []byte) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		all, err := s.list(ctx)
		if err != nil {
			yield(Object{}, err)
			return
		}
		at := sweepCursor{Day: s.slot.Format(time.DateOnly), List: hashOf(all)}
		from := at.resume(cursor, len(all))
		for i, obj := range all[from:] {
			if err := ctx.Err(); err != nil {
				yield(Object{}, err)
				return
			}
			at.Done = from + i + 1
			// Plain data: it cannot fail to be written as JSON.
			obj.Cursor, _ = json.Marshal(at)
			if !yield(obj, nil) {
				return
			}
		}
	}
}

func (s *sweep) list(ctx context.Context) (all []Object, err error) {
	for obj, err := range s.Source.Objects(ctx, nil) {
		if err != nil {
			return nil, err
		}
		all = append(all, obj)
	}
	return all, nil
}

// resume is how many objects a sweep like c has done by a cursor: none where
// the cursor is of another sweep, or of one that came to its end.
func (c sweepCursor) resume(cursor []byte, objects int) int {
	var last sweepCursor
	d := json.NewDecoder(bytes.NewReader(cursor))
	d.DisallowUnknownFields()
	if d.Decode(&last) != nil || last.Day != c.Day || last.List != c.List || last.Done < 0 || last.Done >= objects {
		return 0
	}
	return last.Done
}

func hashOf(objects []Object) string {
	hash := sha256.New()
	for _, obj := range objects {
		io.WriteString(hash, fmt.Sprintf("%q\n", obj.Name))
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}
