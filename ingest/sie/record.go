package sie

import "bytes"

// record is one parsed line: its label and its fields, as bytes of the file
// without quotes and escapes. It is valid as long as the line.
type record struct {
	label  []byte
	fields []field
	items  [][]byte // of the object lists of all fields
	broken string   // what is wrong with the last field, empty for nothing
}

// field is a text, or an object list: its items lie one after the other.
type field struct {
	text      []byte
	list      bool
	from, end int // of the items
}

// parse parses a line. Fields are separated by spaces and tabs, and quoted if
// they contain any (a quote in them is \"), or are lists in braces.
func (r *record) parse(line []byte) {
	r.label, r.fields, r.items, r.broken = nil, r.fields[:0], r.items[:0], ""
	rest := trim(line)
	if len(rest) == 0 {
		return
	}
	if rest[0] == '{' || rest[0] == '}' {
		r.label = rest // the braces around a voucher's rows
		return
	}
	r.label, rest = r.word(rest, " \t")
	for rest = trim(rest); len(rest) > 0; rest = trim(rest) {
		if rest[0] != '{' {
			var text []byte
			text, rest = r.word(rest, " \t")
			r.fields = append(r.fields, field{text: text})
			continue
		}
		rest = r.list(rest[1:])
	}
}

// list reads an object list after its opening brace.
func (r *record) list(rest []byte) []byte {
	f := field{list: true, from: len(r.items)}
	for rest = trim(rest); ; rest = trim(rest) {
		if len(rest) == 0 {
			r.broken = "an object list does not end"
			break
		}
		if rest[0] == '}' {
			rest = rest[1:]
			break
		}
		var item []byte
		item, rest = r.word(rest, " \t}")
		r.items = append(r.items, item)
	}
	f.end = len(r.items)
	r.fields = append(r.fields, f)
	return rest
}

// word reads a quoted text, or one that ends before the first of some marks.
func (r *record) word(s []byte, marks string) (text, rest []byte) {
	if s[0] == '"' {
		return r.quoted(s[1:])
	}
	if i := bytes.IndexAny(s, marks); i >= 0 {
		return s[:i], s[i:]
	}
	return s, nil
}

// quoted reads a field after its opening quote.
func (r *record) quoted(s []byte) (text, rest []byte) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '"':
			i++
		case s[i] == '"':
			return unescaped(s[:i]), s[i+1:]
		}
	}
	r.broken = "a quote is opened and not closed"
	return unescaped(s), nil
}

func unescaped(s []byte) []byte {
	if bytes.IndexByte(s, '\\') < 0 {
		return s
	}
	return bytes.ReplaceAll(s, []byte(`\"`), []byte(`"`))
}

// trim removes white space at both ends, and DOS's end-of-file mark.
func trim(s []byte) []byte { return bytes.Trim(s, " \t\x1a") }

// brokenBefore returns what is wrong with the first n fields, empty if nothing
// is. A later text may lack its closing quote, if a program cut off the line at
// a fixed width: it then reaches to the end of the line.
func (r *record) brokenBefore(n int) string {
	if len(r.fields) > n {
		return ""
	}
	return r.broken
}

// field returns the text of field i, from 0; nil if there is none.
func (r *record) field(i int) []byte {
	if i >= len(r.fields) {
		return nil
	}
	return r.fields[i].text
}
