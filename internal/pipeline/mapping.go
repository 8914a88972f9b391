package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"dubbelkrona/transform"
)

// mappingVersion changes with every change of the code after which the same
// bytes under the same mapping give other rows. Objects are then read again.
const mappingVersion = 3

// mappingHash identifies all that the rows of a source depend on besides its
// bytes: the mapping, how the bytes are decoded, and this code.
func mappingHash(spec transform.Spec, decoding ...string) string {
	// The spec is plain data; a field that cannot be written as JSON would be
	// a fault of this program that any test finds.
	text, err := json.Marshal(spec)
	if err != nil {
		panic(fmt.Sprintf("mapping hash: %v", err))
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d\n%s\n%q", mappingVersion, text, decoding)
	return hex.EncodeToString(h.Sum(nil))
}
