package transform

import (
	"crypto/sha256"
)

// definitionTable is the table of indicators' wordings.
const definitionTable = "indicator_definition"

// The columns that a pass fills: versionColumn tells the wordings of one
// indicator apart, seenColumn when one was there.
const (
	versionColumn = "version"
	seenColumn    = "seen"
)

// wording are the columns whose texts make one wording.
var wording = [...]string{"title", "definition", "unit"}

// versionOf makes the version of a wording from the columns that it consists
// of: sixteen letters, since digits could read as somebody's number.
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
