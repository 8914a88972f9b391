package present

import (
	"io"
	"unicode/utf8"

	"dubbelkrona"
)

// printable is the writer of Printable.
type printable struct {
	to   io.Writer
	part []byte // the beginning of a character whose end is still to come
}

// Printable returns a writer that escapes what a terminal would act on, such as
// control sequences in a text that a source delivered, and writes the rest to w.
func Printable(w io.Writer) io.Writer { return &printable{to: w} }

// Write implements io.Writer.
func (p *printable) Write(b []byte) (int, error) {
	text := append(p.part, b...)
	whole := len(text)
	for cut := 1; cut < utf8.UTFMax && cut <= len(text); cut++ {
		if at := len(text) - cut; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				whole = at
			}
			break
		}
	}
	p.part = append([]byte(nil), text[whole:]...)
	if _, err := io.WriteString(p.to, dubbelkrona.PrintableLines(string(text[:whole]))); err != nil {
		return 0, err
	}
	return len(b), nil
}
