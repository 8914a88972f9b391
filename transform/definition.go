package transform

import (
	"crypto/sha256"
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
// columns: sixteen letters, because digits could be mistaken for an identity
// number.
func versionOf(parts []*textColumn) func(*rows, int) (string, bool) {
	return func(_ *rows, j int) (string, bool) {
		h := sha256.New()
		for _, part := range parts {
			h.Write([]byte(part.at(j)))
			h.Write([]byte{0})
		}
		const letters = 16
		out := make([]byte, 0, letters)
		for _, b := range h.Sum(nil)[:letters/2] {
			out = append(out, 'a'+b>>4, 'a'+b&0xF)
		}
		return string(out), true
	}
}
