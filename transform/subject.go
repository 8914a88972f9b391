package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// subjects returns a function from the position of a rejected row to its
// subject: the texts of the columns in Table.Subject, joined by a space, or
// empty if none could be read. For tables of persons it is a digest, because
// in a row with shifted cells the text may be anything; the digest can still
// be matched with the digest of a contract's id.
func (e *boundEntry) subjects() func(row int64) string {
	if len(e.table.Subject) == 0 {
		return unnamed
	}
	at := make(map[int64]int)
	for j, bad := range e.rows.bad {
		if bad {
			at[e.rows.position(j)] = j
		}
	}
	return func(row int64) string {
		j, known := at[row]
		if !known {
			return ""
		}
		var parts []string
		for _, name := range e.table.Subject {
			parts = append(parts, e.textOf(name, j))
		}
		about := strings.Join(parts, " ")
		switch {
		case strings.Trim(about, " ") == "":
			return ""
		case e.table.Person:
			return digestOf(about)
		}
		return about
	}
}

// digestOf is the same digest as in the model contract_set_aside.
func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256:" + hex.EncodeToString(sum[:])[:32]
}

// textOf returns the text of a column in row j; empty if it has none.
func (e *boundEntry) textOf(name string, j int) string {
	switch c := e.named(name).(type) {
	case *textColumn:
		return c.at(j)
	case *typed[string]:
		if c.valid[j] {
			return c.values[j]
		}
	}
	return ""
}
