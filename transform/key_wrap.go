package transform

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"io"
)

// Wrap hides a secret that is stored beside the data, and shows one that was
// hidden. A key wraps one secret only: two of them would give each other away.
// The key must not be zero.
func (k Key) Wrap(secret [sha256.Size]byte) (wrapped [sha256.Size]byte) {
	secrets := k.secrets()
	mac := hmac.New(sha256.New, secrets[len(secrets)-1][:])
	io.WriteString(mac, purposeWrap)
	subtle.XORBytes(wrapped[:], secret[:], mac.Sum(nil))
	return wrapped
}
