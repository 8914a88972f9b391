package arrival

import (
	"strings"

	"dubbelkrona/internal/ledger"
)

// AcceptArguments returns the arguments of the accept command, quoted for a shell.
func AcceptArguments(h ledger.Held) string {
	return h.Source + " '" + strings.ReplaceAll(h.Object, "'", `'\''`) + "'"
}
