package arrival

import (
	"fmt"
	"strings"

	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/wording"
)

// Changes says in a language by how much what is held back differs.
func Changes(language string, h ledger.Held) string {
	var changes []string
	for _, c := range h.Changes {
		changes = append(changes, change(wording.Language(language), c))
	}
	return strings.Join(changes, "; ")
}

// change writes how much there is of a table and how much there was.
func change(l wording.Language, c ledger.Remark) string {
	text := fmt.Sprintf("%s: %s → %s", c.Table, l.Number(*c.Before), l.Rows(*c.Rows))
	if c.Amount != nil && c.AmountBefore != nil {
		text += fmt.Sprintf(", %s → %s", l.Kronor(c.AmountBefore), l.Kronor(c.Amount))
	}
	return text
}

// AcceptArguments name what is to be accepted, as a shell takes it.
func AcceptArguments(h ledger.Held) string {
	return h.Source + " '" + strings.ReplaceAll(h.Object, "'", `'\''`) + "'"
}
