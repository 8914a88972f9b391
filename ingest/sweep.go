package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"time"
)

// Sweep adds cursors to a source that lists the same objects in the same order
// each time and reads all of them each time, such as the tables of a statistics
// service. A run continues after the last object committed by a killed run of
// the same day; on another day, or if the list of objects has changed, it
// starts from the beginning.
func Sweep(src Source, env Env) Source { return &sweep{src, env.WithDefaults().Slot} }

type sweep struct {
	Source
	slot time.Time
}

// sweepCursor is the position of a sweep.
type sweepCursor struct {
	Day  string `json:"day"`  // of the start
	List string `json:"list"` // hash of the listed objects
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
			// Plain data: marshalling cannot fail.
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

// resume returns the number of objects that are done: 0 if the cursor belongs
// to another sweep or to a complete one.
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
		fmt.Fprintf(hash, "%q\n", obj.Name)
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}
