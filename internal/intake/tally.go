package intake

import (
	"math/big"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// tally counts the volume of a delivery by table, including rows of erased persons
// that are then left out.
type tally map[string]ledger.Volume

// amountColumn returns the index of the column of money that is summed for a
// table, -1 if there is none. Amounts about persons are not summed.
func amountColumn(t *dubbelkrona.Table) int {
	return slices.IndexFunc(t.Columns, func(c dubbelkrona.Column) bool { return c.Type == dubbelkrona.Money && !c.Sensitive && c.Unit == "SEK" })
}

func (t tally) add(batch *dubbelkrona.TypedBatch) {
	v := t[batch.Table.Name]
	v.Table, v.Rows = batch.Table.Name, v.Rows+batch.Record.NumRows()
	if at := amountColumn(batch.Table); at >= 0 {
		if v.Amount == nil {
			v.Amount = new(big.Int)
		}
		v.Amount.Add(v.Amount, absolute(batch.Record.Column(at).(*array.Decimal128)))
	}
	t[batch.Table.Name] = v
}

// absolute returns the sum of the absolute amounts of a column, in hundredths.
func absolute(amounts *array.Decimal128) *big.Int {
	var sum decimal128.Num
	for i := range amounts.Len() {
		if amounts.IsNull(i) {
			continue
		}
		one := amounts.Value(i)
		if one.Sign() < 0 {
			one = one.Negate()
		}
		sum = sum.Add(one)
	}
	return sum.BigInt()
}
