package transform

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"io"
)

// Wrap encrypts a secret that is stored beside the data; a second call
// decrypts it. A key must wrap only one secret: two would reveal each other.
// The key must not be zero.
func (k Key) Wrap(secret [sha256.Size]byte) (wrapped [sha256.Size]byte) {
	secrets := k.secrets()
	mac := hmac.New(sha256.New, secrets[len(secrets)-1][:])
	io.WriteString(mac, purposeWrap)
	subtle.XORBytes(wrapped[:], secret[:], mac.Sum(nil))
	return wrapped
}
