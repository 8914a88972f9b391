package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"io"
	"strings"
)

// markStart is what every Mark begins with.
const markStart = "[personnummer"

// Label is the name of a file or another object as it may be shown and stored:
// the name itself where it holds no identity number. Otherwise the numbers are
// masked, and the first mask carries a hash of the whole name under a secret,
// as in lev_[personnummer-ckfmahbdoglpenji].csv, so that two names never have
// one label. Whoever lacks the secret cannot find the name by trying all
// numbers.
//
// printable writes out what may not be shown as it is, such as a line break. A
// name that it changes carries the hash too, behind a dash at its end where it
// has no mask: another name may be written just so.
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

// nameHash is sixteen letters: digits could read as somebody's number.
func nameHash(name string, secret []byte) string {
	const letters = 16
	mac := hmac.New(sha256.New, secret)
	io.WriteString(mac, name)
	out := make([]byte, 0, letters)
	for _, b := range mac.Sum(nil)[:letters/2] {
		out = append(out, 'a'+b>>4, 'a'+b&0xF)
	}
	return string(out)
}

// LabelledBefore says whether an earlier version, which masked names without
// telling them apart, may have called an object of this name by a label.
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
