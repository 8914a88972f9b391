package charset

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"dubbelkrona"
)

// decide scans text in chunks of the given size and returns the decision.
func decide(asked Charset, text []byte, chunk int) (Charset, error) {
	s := NewScanner(asked)
	for len(text) > 0 {
		n := min(chunk, len(text))
		s.Write(text[:n])
		text = text[n:]
	}
	return s.Decide()
}

func TestDetectedCharset(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want Charset
		err  string
	}{
		"nothing":                          {"", UTF8, ""},
		"ASCII":                            {"abc", UTF8, ""},
		"UTF-8":                            {"Åsa 😀 \u0085\u2028", UTF8, ""},
		"its own replacement sign":         {"a\ufffdb", UTF8, ""},
		"Windows-1252":                     {"\xc5sa \x80", Windows1252, ""},
		"Windows-1252 at the end":          {strings.Repeat("x", 5000) + "\xe5", Windows1252, ""},
		"one garbled name in Windows-1252": {strings.Repeat("\xe5\xe4\xf6 ", 20) + "\xc3\xa5", Windows1252, ""},
		"Windows-1252 with a dash":         {strings.Repeat("\xe5", 20) + strings.Repeat("MALM\xd6\x96LUND ", 5), Windows1252, ""},
		"half UTF-8, half Windows-1252":    {strings.Repeat("å ", 50) + strings.Repeat("\xe5 ", 50), Detect, "put together"},
		"some UTF-8 in Windows-1252":       {strings.Repeat("\xe5 ", 5000) + "Åkeri Öst å", Detect, "put together"},
		"one UTF-8 word, one not":          {"Malm\xf6 Malmö", Detect, "put together"},
		"some Windows-1252 in UTF-8":       {strings.Repeat("å ", 5000) + "Malm\xf6 ", Detect, "put together"},
		"no character in Windows-1252":     {"\xe5\x8f", Detect, "byte 1"},
		"an overlong form":                 {"\xc0\xaf", Windows1252, ""},
		"UTF-8 cut off":                    {"åäöåäö\xc3", Detect, "cut off"},
		"UTF-8 with one foreign byte":      {"åäöåäö \xe5", Detect, "put together"},
		"much UTF-8":                       {strings.Repeat("Åsa 😀 x", 3000), UTF8, ""},
		"much UTF-8, cut off":              {strings.Repeat("Åsa 😀 x", 3000) + "\xf0\x9f", Detect, "cut off"},
		"much UTF-8, then foreign":         {strings.Repeat("Åsa 😀 x", 3000) + strings.Repeat("\xe5 ", 9000) + "\x81", Detect, "put together"},
		"NUL":                              {"a\x00", Detect, "NUL"},
	} {
		for _, chunk := range []int{1, 2, 3, 5, 8, 4096} {
			got, err := decide(Detect, []byte(c.text), chunk)
			if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s, chunks of %d: %q, %v; want %q, %q", name, chunk, got, err, c.want, c.err)
			}
		}
	}
}

func TestOneByteCharsets(t *testing.T) {
	for charset, oracle := range map[Charset]*charmap.Charmap{Windows1252: charmap.Windows1252, CP437: charmap.CodePage437} {
		var all []byte
		for b := 1; b < 256; b++ {
			if charset != Windows1252 || !undefined1252(byte(b)) {
				all = append(all, byte(b))
			}
		}
		want, err := oracle.NewDecoder().Bytes(all)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(iotest.OneByteReader(Decode(bytes.NewReader(all), charset)))
		if err != nil || !bytes.Equal(got, want) || bytes.ContainsRune(got, utf8.RuneError) {
			t.Errorf("%s: %q, %v; want %q", charset, got, err, want)
		}
	}
	// The bytes that this package calls undefined have no character in the table.
	for b := range 256 {
		if r := charmap.Windows1252.DecodeByte(byte(b)); (r == utf8.RuneError) != undefined1252(byte(b)) {
			t.Errorf("byte %#x decodes to %q", b, r)
		}
	}
}

// FuzzCharset checks that the decision does not depend on the chunks and agrees
// with unicode/utf8, and that decoded text is valid and has no new replacement
// characters.
func FuzzCharset(f *testing.F) {
	for _, seed := range []string{"a", "å", "\xe5", "\xc3", "\xf0\x9f\x98\x80", "\xf0\x9f\x98", "\x81", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaå", "a\x00", "\x3d\xd8\x00\xde"} {
		f.Add([]byte(seed), uint8(3))
	}
	f.Fuzz(func(t *testing.T, text []byte, chunk uint8) {
		size := int(chunk)%40 + 1
		whole, wholeErr := decide(Detect, text, len(text)+1)
		parts, partsErr := decide(Detect, text, size)
		if whole != parts || (wholeErr == nil) != (partsErr == nil) || wholeErr != nil && wholeErr.Error() != partsErr.Error() {
			t.Fatalf("whole: %q, %v; in parts: %q, %v", whole, wholeErr, parts, partsErr)
		}
		if wholeErr != nil && dubbelkrona.KindOf(wholeErr) != dubbelkrona.Invalid {
			t.Fatalf("%v is not Invalid", wholeErr)
		}
		if wholeErr == nil && (whole == UTF8) != utf8.Valid(text) {
			t.Fatalf("decided %q; unicode/utf8 says %v", whole, utf8.Valid(text))
		}
		if wholeErr == nil && whole == Windows1252 {
			got, err := io.ReadAll(Decode(bytes.NewReader(text), whole))
			if err != nil || !utf8.Valid(got) || bytes.ContainsRune(got, utf8.RuneError) {
				t.Fatalf("decoded to %q, %v", got, err)
			}
		}
		fuzz16(t, text, size)
	})
}

func fuzz16(t *testing.T, text []byte, size int) {
	for charset, order := range map[Charset]unicode.Endianness{UTF16LE: unicode.LittleEndian, UTF16BE: unicode.BigEndian} {
		_, err := decide(charset, text, size)
		want, oracleErr := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(text)
		paired := len(text)%2 == 0 && oracleErr == nil && !unpaired(text, charset) && !bytes.Contains(want, []byte{0})
		if (err == nil) != paired {
			t.Fatalf("%s: %v; want a decision: %v", charset, err, paired)
		}
		if err != nil {
			continue
		}
		got, err := io.ReadAll(Decode(iotest.HalfReader(bytes.NewReader(text)), charset))
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%s: %q, %v; want %q", charset, got, err, want)
		}
	}
}

// unpaired reports whether the text has a surrogate without its other half.
func unpaired(text []byte, c Charset) bool {
	units := make([]uint16, len(text)/2)
	for i := range units {
		hi, lo := text[2*i+1], text[2*i]
		if c == UTF16BE {
			hi, lo = lo, hi
		}
		units[i] = uint16(hi)<<8 | uint16(lo)
	}
	own := 0
	for _, u := range units {
		if u == 0xfffd {
			own++
		}
	}
	for _, r := range utf16.Decode(units) {
		if r == 0xfffd {
			own--
		}
	}
	return own != 0
}
