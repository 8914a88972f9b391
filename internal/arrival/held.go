package arrival

import (
	"fmt"
	"strings"

	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/wording"
)

// Changes returns, in a language, how much a held version differs from the
// current one.
func Changes(language string, h ledger.Held) string {
	var changes []string
	for _, c := range h.Changes {
		changes = append(changes, change(wording.Language(language), c))
	}
	return strings.Join(changes, "; ")
}

// change formats the difference of one table.
func change(l wording.Language, c ledger.Remark) string {
	text := fmt.Sprintf("%s: %s → %s", c.Table, l.Number(*c.Before), l.Rows(*c.Rows))
	if c.Amount != nil && c.AmountBefore != nil {
		text += fmt.Sprintf(", %s → %s", l.Kronor(c.AmountBefore), l.Kronor(c.Amount))
	}
	return text
}

// AcceptArguments returns the arguments of the accept command, quoted for a shell.
func AcceptArguments(h ledger.Held) string {
	return h.Source + " '" + strings.ReplaceAll(h.Object, "'", `'\''`) + "'"
}
