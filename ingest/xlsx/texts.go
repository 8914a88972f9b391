package xlsx

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"strconv"
	"unicode/utf8"
)

// texts holds a workbook's shared strings in one byte slice.
type texts struct {
	all  []byte
	ends []int32
}

// at returns the string at an index; ok is false if there is none.
func (t *texts) at(i int) ([]byte, bool) {
	if t == nil || i < 0 || i >= len(t.ends) {
		return nil, false
	}
	start := int32(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	return t.all[start:t.ends[i]], true
}

func (w *workbook) loadShared(name string) error {
	r, err := w.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(&budget{r: r, left: min(w.limits.Memory, math.MaxInt32), what: "the table of shared texts"})
	w.shared = &texts{}
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return classified(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			from := len(w.shared.all)
			if w.shared.all, err = richText(d, "si", w.shared.all); err != nil {
				return err
			}
			w.shared.all = unescape(w.shared.all, from)
			w.shared.ends = append(w.shared.ends, int32(len(w.shared.all)))
		}
	}
}

// richText appends the text of the current element: all of its t elements
// except phonetic readings.
func richText(d *xml.Decoder, element string, text []byte) ([]byte, error) {
	inText, phonetic := false, false
	for {
		token, err := d.RawToken()
		if err != nil {
			return text, classified(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "t"
			phonetic = phonetic || e.Name.Local == "rPh"
		case xml.EndElement:
			inText = false
			switch e.Name.Local {
			case element:
				return text, nil
			case "rPh":
				phonetic = false
			}
		case xml.CharData:
			if inText && !phonetic {
				text = append(text, e...)
			}
		}
	}
}

// unescape replaces the escapes of characters that XML cannot contain, such as
// _x000D_, in text[from:].
func unescape(text []byte, from int) []byte {
	if !bytes.Contains(text[from:], []byte("_x")) {
		return text
	}
	out := text[:from]
	rest := bytes.Clone(text[from:])
	for len(rest) > 0 {
		if len(rest) >= 7 && rest[0] == '_' && rest[1] == 'x' && rest[6] == '_' {
			if r, err := strconv.ParseUint(string(rest[2:6]), 16, 16); err == nil && r > 0 && utf8.ValidRune(rune(r)) {
				out, rest = utf8.AppendRune(out, rune(r)), rest[7:]
				continue
			}
		}
		out, rest = append(out, rest[0]), rest[1:]
	}
	return out
}
