package transform

import (
	"crypto/sha256"

	"dubbelkrona/internal/identity"
)

// definitionTable is the table of wordings of indicators.
const definitionTable = "indicator_definition"

// The columns that a pass fills: versionColumn distinguishes the wordings of
// one indicator, seenColumn is the day on which the source had the wording.
const (
	versionColumn = "version"
	seenColumn    = "seen"
)

// wording are the columns that together make up one wording.
var wording = [...]string{"title", "definition", "unit"}

// versionOf returns a function that derives the version of a wording from its
// columns: sixteen letters.
func versionOf(parts []*textColumn) func(*rows, int) (string, bool) {
	return func(_ *rows, j int) (string, bool) {
		h := sha256.New()
		for _, part := range parts {
			h.Write([]byte(part.at(j)))
			h.Write([]byte{0})
		}
		return identity.Letters(h.Sum(nil)[:8]), true
	}
}
