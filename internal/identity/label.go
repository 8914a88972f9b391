package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"io"
	"strings"
)

// markStart is the beginning of every Mark.
const markStart = "[personnummer"

// Label returns the name of a file or other object in a form that may be shown
// and stored: unchanged if it contains no identity number. Otherwise the
// numbers are masked, and the first mask contains a hash of the whole name
// keyed by secret, as in lev_[personnummer-ckfmahbdoglpenji].csv, so that
// different names have different labels. Without the secret the name cannot be
// found by trying all numbers.
//
// printable escapes what may not be shown, such as line breaks. If it changes
// a name without a mask, the hash is appended after a dash, because another
// name may be identical to the escaped one.
func Label(name string, secret []byte, printable func(string) string) string {
	masked, _ := Mask(name)
	shown := printable(masked)
	before, after, found := strings.Cut(shown, markStart)
	switch {
	case found:
		return before + markStart + "-" + nameHash(name, secret) + after
	case shown != name:
		return shown + "-" + nameHash(name, secret)
	}
	return name
}

func nameHash(name string, secret []byte) string {
	mac := hmac.New(sha256.New, secret)
	io.WriteString(mac, name)
	return Letters(mac.Sum(nil)[:8])
}

// Letters writes each byte as two letters from a to p, because digits could be
// mistaken for an identity number.
func Letters(b []byte) string {
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, 'a'+c>>4, 'a'+c&0xF)
	}
	return string(out)
}

// LabelledBefore reports whether an earlier version, whose masks had no hash,
// may have used the label for an object of this name.
func LabelledBefore(name, label string) bool {
	parts := strings.Split(label, Mark)
	if len(parts) < 2 || !strings.HasPrefix(name, parts[0]) {
		return false
	}
	rest := name[len(parts[0]):]
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
