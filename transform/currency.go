package transform

import (
	"strings"

	"dubbelkrona"
)

// ruleCurrency is the rule for cells that are not a currency. ruleAmounts is
// the rule for rows that state their amount in SEK twice, with different
// values.
const (
	ruleCurrency rule = "currency.invalid"
	ruleAmounts  rule = "currency.conflict"
)

// The columns of an amount that may be in another currency than SEK.
const (
	currencyColumn = "currency"
	amountColumn   = "amount"
	originalPrefix = "original_"
	swedish        = "SEK"
)

// parseCurrency parses an ISO 4217 code (checking only its form) or a symbol
// or name of a currency. A dollar sign alone is ambiguous and an error.
func parseCurrency(text string) (string, rule) {
	code := strings.ToUpper(text)
	switch code {
	case "KR", "KRONOR", ":-":
		return swedish, ""
	case "€", "EURO":
		return "EUR", ""
	case "£":
		return "GBP", ""
	}
	if len(code) != len(swedish) || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", ruleCurrency
	}
	return strings.Clone(code), ""
}

// foreignAmount returns the column of a table whose amount may be in another
// currency, which is then in the column with originalPrefix; false if all amounts
// are in SEK.
func foreignAmount(table *dubbelkrona.Table) (name string, ok bool) {
	for _, col := range table.Columns {
		if name, ok := strings.CutPrefix(col.Name, originalPrefix); ok {
			return name, true
		}
	}
	return "", false
}

// mustHaveAmount reports whether rows of a table without any amount are
// rejected.
func mustHaveAmount(table *dubbelkrona.Table) bool { return table.Name == spendTable }

// moveForeign moves an amount in another currency to its own column, so that
// no sum in SEK includes it. A row that states both amounts keeps both.
func (e *boundEntry) moveForeign() {
	name, ok := foreignAmount(e.table)
	if !ok {
		return
	}
	currency := e.named(currencyColumn).(*typed[string])
	amount, original := e.named(name).(*typed[int64]), e.named(originalPrefix+name).(*typed[int64])
	if !currency.src.absent() || !original.src.absent() {
		for j := range e.rows.n {
			switch {
			case !original.valid[j] && currency.valid[j] && currency.values[j] != swedish:
				original.values[j], original.valid[j] = amount.values[j], amount.valid[j]
				amount.valid[j] = false
			case original.valid[j] && (!currency.valid[j] || currency.values[j] == swedish):
				e.sameAmount(j, amount, original)
			}
		}
	}
	if !mustHaveAmount(e.table) {
		return
	}
	for j := range e.rows.n {
		if !amount.valid[j] && !original.valid[j] {
			amount.missing(&e.rows, j)
		}
	}
}

// sameAmount merges the two amounts of row j, which is in SEK.
func (e *boundEntry) sameAmount(j int, amount, original *typed[int64]) {
	if amount.valid[j] && amount.values[j] != original.values[j] && !e.rows.bad[j] {
		original.reject(&e.rows, j, ruleAmounts, "the row is in SEK and its two amounts differ; map the column that states the currency")
	}
	amount.values[j], amount.valid[j] = original.values[j], true
	original.valid[j] = false
}
