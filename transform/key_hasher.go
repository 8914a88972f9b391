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

// hasher makes pseudonyms one after the other; one goroutine uses it.
type hasher struct {
	macs []hash.Hash // one for each secret of the key
	now  time.Time   // decides the century of numbers without one
	// erased are the marks of persons who have been erased, and strangers the
	// tokens that theirs became in this object.
	erased    map[string]bool
	strangers map[string]string
}

func (k Key) hasher() hasher {
	var h hasher
	for _, secret := range k.secrets() {
		h.macs = append(h.macs, hmac.New(sha256.New, secret[:]))
	}
	return h
}

// digest is the first half of the HMAC of the purpose, a zero byte and the
// text.
func digest(mac hash.Hash, purpose, text string) (out [dubbelkrona.PseudonymBytes]byte) {
	var buf [sha256.Size]byte
	mac.Reset()
	io.WriteString(mac, purpose)
	mac.Write([]byte{0})
	io.WriteString(mac, text)
	copy(out[:], mac.Sum(buf[:0]))
	return out
}

// sum is what the key makes of a text for a purpose: a pseudonym, which for an
// erased person is the zero one (see Erased).
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

// Erased says whether a pseudonym stands for persons who have been erased and
// whose rows are left out: it is zero, which no number's pseudonym is.
func Erased(pseudonym []byte) bool {
	return string(pseudonym) == string(make([]byte, dubbelkrona.PseudonymBytes))
}

// mark tells by the i-th secret that a pseudonym or token is of an erased
// person. Nothing else can be told from it.
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

// ReplaceTokens gives each token in a text to with and writes what it gives in
// its place.
func ReplaceTokens(text string, with func(token string) string) string {
	if !strings.Contains(text, tokenPrefix) {
		return text
	}
	return tokenForm.ReplaceAllStringFunc(text, with)
}

// token is what stands for a number in a text.
func (h hasher) token(number string) string {
	token := h.stage(0, number)
	for i := 1; i < len(h.macs); i++ {
		token = h.stage(i, token)
	}
	return token
}

// stage is the token that the i-th secret makes of a number or of the token of
// the secret before. It draws again in the rare case that the digits read as
// a number.
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

// unlessErased is the token, or for an erased person one of nobody, the same
// throughout an object.
func (h hasher) unlessErased(i int, token string) string {
	if !h.marked(i, token) {
		return token
	}
	stranger, met := h.strangers[token]
	if !met {
		stranger = NewToken()
		h.strangers[token] = stranger
	}
	return stranger
}

// NewToken is a token of nobody, drawn at random: what stands in the place of
// an erased person's, so that equal references stay equal.
func NewToken() string {
	for {
		var b [dubbelkrona.PseudonymBytes]byte
		rand.Read(b[:]) // never fails: the program ends where there is no randomness
		if token := tokenPrefix + hex.EncodeToString(b[:]); !identity.Contains(token) {
			return token
		}
	}
}

// tokens replaces the identity numbers in an identifier. A token is the same
// for every way of writing one number.
func (h hasher) tokens(text string) string {
	replaced, _ := identity.Replace(text, h.firstToken)
	if identity.Contains(replaced) {
		// A token's last digits and what stands behind it read as a number.
		replaced = h.stage(0, text)
	}
	for i := 1; i < len(h.macs); i++ {
		replaced = h.retoken(i, replaced)
	}
	return replaced
}

// firstToken is the first secret's token of a number as it is written.
func (h hasher) firstToken(number string) string {
	if p, ok := h.person(number); ok {
		return h.stage(0, p.Number)
	}
	return h.stage(0, onlyAlphanumeric(number))
}

// retoken takes the tokens in a text from the secret before to the i-th.
func (h hasher) retoken(i int, text string) string {
	replaced := ReplaceTokens(text, func(token string) string { return h.stage(i, token) })
	if replaced != text && identity.Contains(replaced) {
		return h.stage(i, text)
	}
	return replaced
}
