package charset

import (
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Decode returns the text of r, which has the known charset c and no byte order
// mark, as UTF-8. UTF-8 is passed through unchanged.
func Decode(r io.Reader, c Charset) io.Reader {
	switch c {
	case Windows1252:
		return &decoder{r: r, decode: tableOf(charmap.Windows1252).decode}
	case CP437:
		return &decoder{r: r, decode: tableOf(charmap.CodePage437).decode}
	case UTF16LE:
		return &decoder{r: r, decode: utf16In(binary.LittleEndian)}
	case UTF16BE:
		return &decoder{r: r, decode: utf16In(binary.BigEndian)}
	}
	return r
}

// decodeChunk is the number of input bytes decoded at a time.
const decodeChunk = 64 << 10

// character is the UTF-8 encoding of one byte's character.
type character struct {
	n    uint8
	utf8 [3]byte
}

// table has the characters of a single-byte charset.
type table [256]character

func tableOf(m *charmap.Charmap) *table {
	var t table
	for i := range t {
		t[i].n = uint8(utf8.EncodeRune(t[i].utf8[:], m.DecodeByte(byte(i))))
	}
	return &t
}

// decode appends the decoded text of in to out.
func (t *table) decode(out, in []byte) (decoded, rest []byte) {
	for len(in) > 0 {
		n := asciiPrefix(in)
		out = append(out, in[:n]...)
		if in = in[n:]; len(in) > 0 {
			c := &t[in[0]]
			out = append(out, c.utf8[:c.n]...)
			in = in[1:]
		}
	}
	return out, nil
}

// decoder decodes a text in chunks.
type decoder struct {
	r io.Reader
	// decode appends the decoded text of in to out and returns the bytes at the
	// end of in that belong to the next character.
	decode func(out, in []byte) (decoded, rest []byte)
	in     []byte
	kept   int    // bytes at the start of in that belong to the next character
	out    []byte // decoded and not yet read
	buf    []byte
	err    error
}

// Read implements io.Reader.
func (d *decoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		if d.in == nil {
			d.in, d.buf = make([]byte, decodeChunk), make([]byte, 0, 3*decodeChunk)
		}
		n, err := d.r.Read(d.in[d.kept:])
		out, rest := d.decode(d.buf[:0], d.in[:d.kept+n])
		d.out, d.err, d.kept = out, err, copy(d.in, rest)
		if d.err == io.EOF && d.kept > 0 {
			d.err = io.ErrUnexpectedEOF
		}
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// utf16In decodes UTF-16 without unpaired surrogates.
func utf16In(order binary.ByteOrder) func(out, in []byte) (decoded, rest []byte) {
	return func(out, in []byte) (decoded, rest []byte) {
		for len(in) >= 2 {
			r := rune(order.Uint16(in))
			size := 2
			if utf16.IsSurrogate(r) {
				if len(in) < 4 {
					break
				}
				r = utf16.DecodeRune(r, rune(order.Uint16(in[2:])))
				size = 4
			}
			out = utf8.AppendRune(out, r)
			in = in[size:]
		}
		return out, in
	}
}
