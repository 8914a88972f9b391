// Package charset finds out how bytes are text, and decodes them to UTF-8.
//
// Nothing is guessed from the first bytes of a text: a Scanner looks at the
// whole of it, since one byte at the very end may show that it is not UTF-8.
// What is decoded has no replacement character that the bytes did not have.
package charset

import (
	"slices"
	"strings"

	"dubbelkrona"
)

// Charset is how bytes are text.
type Charset string

// The charsets. Detect is not one: it asks for the strict order byte order
// mark, UTF-8, Windows-1252. Code page 437 cannot be told from Windows-1252
// and is used only where a format or a setting asks for it.
const (
	Detect      Charset = ""
	Binary      Charset = "binary" // not text, or the format finds out itself
	UTF8        Charset = "utf-8"
	UTF16LE     Charset = "utf-16le"
	UTF16BE     Charset = "utf-16be"
	Windows1252 Charset = "windows-1252"
	CP437       Charset = "cp437"
)

// Parse reads the setting `charset`; empty is Detect.
func Parse(s string) (Charset, error) {
	known := []Charset{Detect, UTF8, UTF16LE, UTF16BE, Windows1252, CP437}
	c := Charset(strings.ToLower(strings.TrimSpace(s)))
	if !slices.Contains(known, c) {
		return Detect, dubbelkrona.Invalidf("charset %q is unknown; known are utf-8, utf-16le, utf-16be, windows-1252 and cp437", s)
	}
	return c, nil
}
