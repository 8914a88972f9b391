package session

import (
	"fmt"
	"strings"

	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/wording"
)

// Changes says in a language by how much a version that is held back differs
// from what it would replace.
func Changes(l wording.Language, h ledger.Held) string {
	var changes []string
	for _, c := range h.Changes {
		text := fmt.Sprintf("%s: %s → %s", c.Table, l.Number(*c.Before), l.Rows(*c.Rows))
		if c.Amount != nil && c.AmountBefore != nil {
			text += fmt.Sprintf(", %s → %s", l.Kronor(c.AmountBefore), l.Kronor(c.Amount))
		}
		changes = append(changes, text)
	}
	return strings.Join(changes, "; ")
}
