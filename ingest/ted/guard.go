package ted

import (
	"bufio"
	"bytes"
	"io"

	"dubbelkrona"
)

// guard is a reader that limits the length of a text or tag, which decoders
// keep in memory as a whole.
type guard struct {
	r     *bufio.Reader
	limit int64
	n     int64 // bytes since the last token
}

func newGuard(r io.Reader, limit int64) *guard {
	return &guard{r: bufio.NewReaderSize(r, 64<<10), limit: limit}
}

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	if g.n > g.limit {
		return 0, dubbelkrona.Invalidf("a text, tag or value in it is longer than %d bytes", g.limit)
	}
	n, err := g.r.Read(p)
	g.n += int64(n)
	return n, err
}

// shown resets the limit after a decoder has returned a token.
func (g *guard) shown() { g.n = 0 }

// first returns the first byte that is not white space, left unread; 0 at the
// end.
func (g *guard) first() (byte, error) {
	for {
		c, err := g.r.ReadByte()
		if err == io.EOF {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		if bytes.IndexByte([]byte(" \t\r\n"), c) < 0 {
			return c, g.r.UnreadByte()
		}
	}
}
