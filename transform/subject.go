package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// subjects gives what each rejected row of the batch is about, by its position
// in the object: the texts of the columns that the table names for it, joined
// by a space, and nothing where none of them could be read. Of a table of
// persons it is a digest: in a row whose cells have moved the text may be
// anything, and a digest still meets the contract that it is of.
func (e *boundEntry) subjects() func(row int64) string {
	if len(e.table.Subject) == 0 {
		return func(int64) string { return "" }
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

// digestOf is what the model contract_set_aside makes of a contract's id.
func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256:" + hex.EncodeToString(sum[:])[:32]
}

// textOf is the text of a column in row j, empty where it has none.
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
