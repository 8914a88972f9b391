package ledger

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"dubbelkrona"
)

// Mark identifies a state of the ledger. Each change of what is committed or
// published creates the next one. It is also stored outside of the ledger, so
// that an older ledger, put back by mistake, is found out: it lacks the mark.
type Mark struct {
	Serial int64
	Token  string // random, so that two histories with one serial differ
}

// markForm has a fixed width, so that one mark can be written over another.
const markForm = "%020d %016s\n"

// String formats the mark for storage, always in the same number of bytes.
func (m Mark) String() string { return fmt.Sprintf(markForm, m.Serial, m.Token) }

// ParseMark parses what String returned. Other text is an Invalid error.
func ParseMark(text string) (m Mark, err error) {
	if _, err := fmt.Sscanf(text, markForm, &m.Serial, &m.Token); err != nil || m.String() != text {
		return Mark{}, dubbelkrona.Invalidf("that is not the mark of a ledger")
	}
	return m, nil
}

// Marks are the marks of the states that the ledger has been in.
type Marks struct{ *conn }

// change is transact for changes of the ledger's state: it creates the next
// mark and calls Options.Changed once it is committed.
func (c *conn) change(ctx context.Context, what string, f func(*tx) error) error {
	var m Mark
	err := c.transact(ctx, what, func(t *tx) error {
		if err := f(t); err != nil {
			return err
		}
		return nextMark(t, &m)
	})
	if err == nil {
		c.changed(m)
	}
	return err
}

func nextMark(t *tx, m *Mark) error {
	var token [8]byte
	rand.Read(token[:])
	m.Token = hex.EncodeToString(token[:])
	return t.first([]any{&m.Serial}, "INSERT INTO mark (serial, token) SELECT coalesce(max(serial), 0) + 1, ? FROM mark RETURNING serial", m.Token)
}

// Current returns the mark of the ledger's state. A ledger that has none, since an
// earlier version wrote it, gets its first.
func (ms Marks) Current(ctx context.Context) (m Mark, err error) {
	found, err := ms.find(ctx, "ledger mark", []any{&m.Serial, &m.Token}, "SELECT serial, token FROM mark ORDER BY serial DESC LIMIT 1")
	if err == nil && !found {
		err = ms.transact(ctx, "ledger mark", func(t *tx) error { return nextMark(t, &m) })
	}
	return m, err
}

// Has reports whether the ledger is in a state or was before. For a state older
// than all that Prune has kept it returns true.
func (ms Marks) Has(ctx context.Context, m Mark) (known bool, err error) {
	_, err = ms.find(ctx, "ledger mark", []any{&known}, `SELECT EXISTS (SELECT 1 FROM mark WHERE serial = ?1 AND token = ?2)
		OR coalesce((SELECT min(serial) FROM mark) > ?1, FALSE)`, m.Serial, m.Token)
	return known, err
}

// keptMarks is the number of marks kept before the one that the lake has.
const keptMarks = 1000

// Prune deletes the marks more than keptMarks before m, the one that the lake
// has.
func (ms Marks) Prune(ctx context.Context, m Mark) error {
	_, err := ms.exec(ctx, "ledger mark", "DELETE FROM mark WHERE serial < ?", m.Serial-keptMarks)
	return err
}
