package ingesttest_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"strconv"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
)

// counter is the smallest source with cursors: object n has the rows 1 to n.
type counter struct {
	env      ingest.Env
	objects  int
	requests *int
}

func (c counter) Objects(ctx context.Context, cursor []byte) iter.Seq2[ingest.Object, error] {
	return func(yield func(ingest.Object, error) bool) {
		done, _ := strconv.Atoi(string(cursor))
		for n := done + 1; n <= c.objects; n++ {
			if err := ctx.Err(); err != nil {
				yield(ingest.Object{}, err)
				return
			}
			obj := ingest.NewObject(fmt.Sprint("page ", n), -1, time.Time{})
			obj.Cursor = []byte(strconv.Itoa(n))
			if !yield(obj, nil) {
				return
			}
		}
	}
}

func (c counter) Inspect(ctx context.Context, obj ingest.Object) (dubbelkrona.Origin, error) {
	*c.requests++
	sum := sha256.Sum256([]byte(obj.Name))
	return dubbelkrona.Origin{Source: "counter", Object: obj.Label, SHA256: hex.EncodeToString(sum[:])}, ctx.Err()
}

func (c counter) Read(ctx context.Context, obj ingest.Object, origin dubbelkrona.Origin, emit func(*dubbelkrona.RawBatch) error) error {
	rows, err := strconv.ParseInt(string(obj.Cursor), 10, 64)
	if err != nil {
		return err
	}
	out := ingest.Input{Origin: origin, Alloc: c.env.Alloc, Limits: c.env.Limits.WithDefaults()}.Batcher(ctx, emit)
	defer out.Close()
	col, err := out.Column("n")
	if err != nil {
		return err
	}
	for n := int64(1); n <= rows; n++ {
		out.Set(col, strconv.AppendInt(nil, n, 10))
		if err := out.End(n); err != nil {
			return err
		}
	}
	return out.Flush()
}

func TestRunCursor(t *testing.T) {
	var requests int
	ingesttest.RunCursor(t, ingesttest.CursorSubject{
		Make: func(_ *testing.T, env ingest.Env) ingest.Source { return counter{env, 4, &requests} },
		Rows: 1 + 2 + 3 + 4,
		Empty: func(_ *testing.T, env ingest.Env) ingest.Source {
			return counter{env, 0, &requests}
		},
		Requests: func() int { return requests },
	})
}
