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
		return &byteDecoder{r: r, table: tableOf(charmap.Windows1252)}
	case CP437:
		return &byteDecoder{r: r, table: tableOf(charmap.CodePage437)}
	case UTF16LE:
		return &wideDecoder{r: r, order: binary.LittleEndian}
	case UTF16BE:
		return &wideDecoder{r: r, order: binary.BigEndian}
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

func tableOf(m *charmap.Charmap) *[256]character {
	var t [256]character
	for i := range t {
		t[i].n = uint8(utf8.EncodeRune(t[i].utf8[:], m.DecodeByte(byte(i))))
	}
	return &t
}

// byteDecoder decodes single-byte charsets.
type byteDecoder struct {
	r     io.Reader
	table *[256]character
	in    []byte
	out   []byte // decoded and not yet read
	buf   []byte
	err   error
}

// Read implements io.Reader.
func (d *byteDecoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		if d.in == nil {
			d.in, d.buf = make([]byte, decodeChunk), make([]byte, 0, 3*decodeChunk)
		}
		var n int
		n, d.err = d.r.Read(d.in)
		d.out = d.decode(d.in[:n])
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

func (d *byteDecoder) decode(in []byte) []byte {
	out := d.buf[:0]
	for len(in) > 0 {
		n := asciiPrefix(in)
		out = append(out, in[:n]...)
		if in = in[n:]; len(in) > 0 {
			c := &d.table[in[0]]
			out = append(out, c.utf8[:c.n]...)
			in = in[1:]
		}
	}
	return out
}

// wideDecoder decodes UTF-16 without unpaired surrogates.
type wideDecoder struct {
	r     io.Reader
	order binary.ByteOrder
	in    []byte
	kept  int // bytes at the start of in that belong to the next character
	out   []byte
	buf   []byte
	err   error
}

// Read implements io.Reader.
func (d *wideDecoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		if d.in == nil {
			d.in, d.buf = make([]byte, decodeChunk), make([]byte, 0, 3*decodeChunk/2+8)
		}
		var n int
		n, d.err = d.r.Read(d.in[d.kept:])
		d.out = d.decode(d.in[:d.kept+n])
		if d.err == io.EOF && d.kept > 0 {
			d.err = io.ErrUnexpectedEOF
		}
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

func (d *wideDecoder) decode(in []byte) []byte {
	out := d.buf[:0]
	for len(in) >= 2 {
		r := rune(d.order.Uint16(in))
		size := 2
		if utf16.IsSurrogate(r) {
			if len(in) < 4 {
				break
			}
			r = utf16.DecodeRune(r, rune(d.order.Uint16(in[2:])))
			size = 4
		}
		out = utf8.AppendRune(out, r)
		in = in[size:]
	}
	d.kept = copy(d.in, in)
	return out
}
