package lake_test

import (
	"fmt"
	"math/rand/v2"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// spendRecord makes n postings that look like a municipality's ledger:
// ascending vouchers, some four thousand suppliers, unique invoice
// numbers, and free text on every seventh row.
func spendRecord(alloc memory.Allocator, rng *rand.Rand, first, n int) arrow.Record {
	table, _ := dubbelkrona.TableByName("spend")
	schema := table.Schema()
	b := array.NewRecordBuilder(alloc, schema)
	defer b.Release()
	fields := schema.Fields()
	for i := range n {
		for c, field := range fields {
			spendCell(b.Field(c), field.Name, rng, first+i)
		}
	}
	return b.NewRecord()
}

func spendCell(b array.Builder, column string, rng *rand.Rand, row int) {
	supplier := int(rng.ExpFloat64()*700) % 4000
	text := func(s string) { b.(*array.StringBuilder).Append(s) }
	switch column {
	case "object":
		text("leverantorsreskontra-2022.csv")
	case "municipality":
		text("0360")
	case "buyer_org_no":
		text("2120001934")
	case "buyer_name":
		text("Exempelkommun")
	case "unit":
		text(fmt.Sprintf("Förvaltning %d", supplier%23))
	case "verification_no":
		text(fmt.Sprintf("%d", 40000000+row/2))
	case "invoice_no":
		text(fmt.Sprintf("F%09d", rng.IntN(1e9)))
	case "account":
		text(fmt.Sprintf("%d", 4000+supplier%300))
	case "account_name":
		text(fmt.Sprintf("Konto för varor och tjänster %d", supplier%300))
	case "supplier_org_no":
		text(fmt.Sprintf("556%07d", supplier*2477))
	case "supplier_name":
		text(fmt.Sprintf("Leverantören %d Aktiebolag", supplier))
	case "date":
		b.(*array.Date32Builder).Append(arrow.Date32(19000 + row/6000))
	case "date_precision":
		text("day")
	case "amount":
		b.(*array.Decimal128Builder).Append(decimal128.FromI64(int64(rng.NormFloat64() * 1e6)))
	case "text":
		if row%7 != 0 {
			b.AppendNull()
			return
		}
		text(fmt.Sprintf("Avser period %d, ordernummer %d", row%12+1, rng.IntN(1e7)))
	case dubbelkrona.RowColumn:
		b.(*array.Int64Builder).Append(int64(row + 2))
	default:
		b.AppendNull()
	}
}
