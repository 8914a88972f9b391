package ingest

import (
	"bytes"
	"encoding/json"
	"strings"

	"dubbelkrona"
)

// HeadBytes is the max number of bytes at an object's start that decide its
// format.
const HeadBytes = 64 << 10

// refuseHead returns an Invalid error if the first bytes are an HTML page,
// which a server sent instead of a file.
func refuseHead(head []byte) error {
	text := bytes.ToLower(bytes.TrimLeft(head[:min(len(head), 2048)], " \t\r\n"))
	if bytes.HasPrefix(text, []byte("<?xml")) {
		if end := bytes.Index(text, []byte("?>")); end >= 0 {
			text = bytes.TrimLeft(text[end+2:], " \t\r\n")
		}
	}
	for bytes.HasPrefix(text, []byte("<!--")) {
		end := bytes.Index(text, []byte("-->"))
		if end < 0 {
			break
		}
		text = bytes.TrimLeft(text[end+3:], " \t\r\n")
	}
	for _, mark := range []string{"<!doctype html", "<html", "<head", "<body", "<script"} {
		if bytes.HasPrefix(text, []byte(mark)) {
			return dubbelkrona.Invalidf("it is an HTML page, not data: the server or export that delivered it sent an error or login page; fetch it again")
		}
	}
	return nil
}

// ErrNoHeader is the error for an object without even a header, which cannot be
// told apart from a failed delivery.
func ErrNoHeader() error {
	return dubbelkrona.Invalidf("it is empty: there is neither a header nor a row, as when an export fails; an empty delivery has at least its header (in JSON, an empty list)")
}

// empty reports whether the object has no content but white space.
func (s *stream) empty() bool {
	return len(s.head) < HeadBytes/2 && len(bytes.TrimSpace(s.head)) == 0
}

// IsJSON reports whether text begins like a JSON object or array, or is a
// complete JSON value such as null.
func IsJSON(head []byte) bool {
	head = bytes.TrimSpace(head[:min(len(head), HeadBytes)])
	if len(head) == 0 {
		return false
	}
	second := byte(0)
	if rest := bytes.TrimLeft(head[1:], " \t\r\n"); len(rest) > 0 {
		second = rest[0]
	}
	switch {
	case head[0] == '{' && (second == '"' || second == '}'),
		head[0] == '[' && (second == '{' || second == '[' || second == ']'):
		return true
	}
	return json.Valid(head)
}

// IsMarkup reports whether text begins like XML or HTML.
func IsMarkup(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) < 2 || head[0] != '<' {
		return false
	}
	c := head[1] | 0x20
	return head[1] == '?' || head[1] == '!' || c >= 'a' && c <= 'z'
}

// refuseBinary returns an Invalid error if content for a text format is a known
// binary format.
func refuseBinary(head []byte) error {
	for magic, what := range map[string]string{
		"PK\x03\x04":                       "a zip archive or a workbook (name an archive .zip, and a workbook's format xlsx)",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old or encrypted office document (save it as .xlsx without a password)",
		"%PDF-":                            "a PDF document (ask for the data behind it)",
		"PAR1":                             "a Parquet file",
	} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return dubbelkrona.Invalidf("it is %s, not text", what)
		}
	}
	return nil
}

// baseName returns the name without the extension of a compression.
func baseName(name string) string {
	for _, ending := range []string{".gz", ".gzip"} {
		if len(name) > len(ending) && strings.EqualFold(name[len(name)-len(ending):], ending) {
			return name[:len(name)-len(ending)]
		}
	}
	return name
}
