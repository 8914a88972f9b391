// Package charset detects the encoding of text and decodes it to UTF-8.
//
// Nothing is guessed from the first bytes of a text: a Scanner examines all of
// it, since the last byte may show that it is not UTF-8. Decoding adds no
// replacement characters.
package charset

import (
	"slices"
	"strings"

	"dubbelkrona"
)

// Charset is the encoding of a text.
type Charset string

// The charsets. Detect means: by the byte order mark, else UTF-8 if valid, else
// Windows-1252. Code page 437 cannot be distinguished from Windows-1252 and is
// used only if a format or a setting selects it.
const (
	Detect      Charset = ""
	Binary      Charset = "binary" // not text, or the format detects the charset itself
	UTF8        Charset = "utf-8"
	UTF16LE     Charset = "utf-16le"
	UTF16BE     Charset = "utf-16be"
	Windows1252 Charset = "windows-1252"
	CP437       Charset = "cp437"
)

// Parse parses the setting `charset`; empty is Detect.
func Parse(s string) (Charset, error) {
	known := []Charset{Detect, UTF8, UTF16LE, UTF16BE, Windows1252, CP437}
	c := Charset(strings.ToLower(strings.TrimSpace(s)))
	if !slices.Contains(known, c) {
		return Detect, dubbelkrona.Invalidf("charset %q is unknown; known are utf-8, utf-16le, utf-16be, windows-1252 and cp437", s)
	}
	return c, nil
}
