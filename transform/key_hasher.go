package transform

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"regexp"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// hasher derives pseudonyms; it is used by one goroutine.
type hasher struct {
	macs []hash.Hash // one for each secret of the key
	now  time.Time   // determines the century of numbers without one
	// erased are the marks of erased persons; replacements are the random tokens
	// that replaced theirs in this object.
	erased       map[string]bool
	replacements map[string]string
}

func (k Key) hasher() hasher {
	var h hasher
	for _, secret := range k.secrets() {
		h.macs = append(h.macs, hmac.New(sha256.New, secret[:]))
	}
	return h
}

// digest returns the first half of the HMAC of the purpose, a zero byte and
// the text.
func digest(mac hash.Hash, purpose, text string) (out [dubbelkrona.PseudonymBytes]byte) {
	var buf [sha256.Size]byte
	mac.Reset()
	io.WriteString(mac, purpose)
	mac.Write([]byte{0})
	io.WriteString(mac, text)
	copy(out[:], mac.Sum(buf[:0]))
	return out
}

// sum returns the pseudonym of a text for a purpose: the first 16 bytes of the
// HMAC, or zero for an erased person (see Erased).
func (h hasher) sum(purpose, text string) (out [dubbelkrona.PseudonymBytes]byte) {
	for i := range h.macs {
		out = digest(h.macs[i], purpose, text)
		if h.marked(i, string(out[:])) {
			return [dubbelkrona.PseudonymBytes]byte{}
		}
		purpose, text = purposeNext, string(out[:])
	}
	return out
}

// Erased reports whether a pseudonym is zero, which means that its person has
// been erased and the row is to be left out. No number has this pseudonym.
func Erased(pseudonym []byte) bool {
	return string(pseudonym) == string(make([]byte, dubbelkrona.PseudonymBytes))
}

// mark returns the i-th secret's mark of a pseudonym or token, by which an
// erased person is recognised. It reveals nothing else.
func (h hasher) mark(i int, trace string) string {
	sum := digest(h.macs[i], purposeMark, trace)
	return hex.EncodeToString(sum[:])
}

func (h hasher) marked(i int, trace string) bool {
	return len(h.erased) > 0 && h.erased[h.mark(i, trace)]
}

// tokenPrefix begins every token.
const tokenPrefix = "p-"

var tokenForm = regexp.MustCompile(tokenPrefix + "[0-9a-f]{32}")

// ReplaceTokens replaces each token in a text by the result of with.
func ReplaceTokens(text string, with func(token string) string) string {
	if !strings.Contains(text, tokenPrefix) {
		return text
	}
	return tokenForm.ReplaceAllStringFunc(text, with)
}

// token returns the token of a number, which replaces it in a text column: "p-"
// and 32 hexadecimal digits. It cannot be matched with the pseudonym of the same
// person and contains no text that could be an identity number.
func (h hasher) token(number string) string {
	token := h.stage(0, number)
	for i := 1; i < len(h.macs); i++ {
		token = h.stage(i, token)
	}
	return token
}

// stage returns the i-th secret's token of a number, or of the token of the
// previous secret. It hashes again in the rare case that the digits look like
// an identity number.
func (h hasher) stage(i int, text string) string {
	for {
		sum := digest(h.macs[i], purposeToken, text)
		token := tokenPrefix + hex.EncodeToString(sum[:])
		if !identity.Contains(token) {
			return h.unlessErased(i, token)
		}
		text += "+"
	}
}

// unlessErased returns the token, or for an erased person a random one, which
// is the same throughout an object.
func (h hasher) unlessErased(i int, token string) string {
	if !h.marked(i, token) {
		return token
	}
	replacement, met := h.replacements[token]
	if !met {
		replacement = NewToken()
		h.replacements[token] = replacement
	}
	return replacement
}

// NewToken returns a random token, which replaces that of an erased person so
// that equal references stay equal.
func NewToken() string {
	for {
		var b [dubbelkrona.PseudonymBytes]byte
		rand.Read(b[:]) // never fails: without randomness the program ends
		if token := tokenPrefix + hex.EncodeToString(b[:]); !identity.Contains(token) {
			return token
		}
	}
}

// tokens replaces the identity numbers in an identifier. The token of a number
// does not depend on how it is written.
func (h hasher) tokens(text string) string {
	replaced, _ := identity.Replace(text, h.firstToken)
	if identity.Contains(replaced) {
		// The end of a token and the text after it look like an identity
		// number.
		replaced = h.stage(0, text)
	}
	for i := 1; i < len(h.macs); i++ {
		replaced = h.retoken(i, replaced)
	}
	return replaced
}

// firstToken returns the first secret's token of a number as written.
func (h hasher) firstToken(number string) string {
	if p, ok := h.person(number); ok {
		return h.stage(0, p.Number)
	}
	return h.stage(0, onlyAlphanumeric(number))
}

// retoken replaces the previous secret's tokens in a text by those of the
// i-th.
func (h hasher) retoken(i int, text string) string {
	replaced := ReplaceTokens(text, func(token string) string { return h.stage(i, token) })
	if replaced != text && identity.Contains(replaced) {
		return h.stage(i, text)
	}
	return replaced
}
