package dubbelkrona

import (
	"net/mail"
	"strings"
	"unicode/utf8"
)

// Owner is who answers for a source or a metric, and is notified if something is wrong with
// it: a function such as "Ekonomienheten", a mail address, or both as in
// "Ekonomienheten <ekonomi@example.se>". It is empty if nobody is named.
type Owner string

// maxOwner is the max length of an owner, in characters.
const maxOwner = 200

// Check returns an Invalid error about a text that cannot be shown in one line.
func (o Owner) Check() error {
	switch text := string(o); {
	case strings.TrimSpace(text) != text:
		return Invalidf("owner: it begins or ends with white space")
	case utf8.RuneCountInString(text) > maxOwner:
		return Invalidf("owner: it has more than %d characters", maxOwner)
	case Printable(text) != text:
		return Invalidf("owner: it has control characters or is not UTF-8; write it as plain text")
	}
	return nil
}

// Address returns the owner's mail address; empty if there is none.
func (o Owner) Address() string {
	address, err := mail.ParseAddress(string(o))
	if err != nil {
		return ""
	}
	return address.Address
}
