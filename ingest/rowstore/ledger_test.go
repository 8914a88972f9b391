package rowstore_test

import (
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/rowstore"
	"dubbelkrona/transform"
)

// The ledger that Västerås publishes with RowStore has U+FEFF inside a key, decimal
// commas, only text cells, and the month only in the title. The expected sum was
// computed by hand.
func TestLedgerOfVästerås(t *testing.T) {
	posting := func(supplier, id, amount string) map[string]string {
		return map[string]string{"\ufeffkopare_id": "212000-2080", "kopare": "Västerås stad", "leverantor": supplier, "leverantor_id": id,
			"konto_nr": "4640", "konto_text": "Köp", "belopp": amount}
	}
	s := newServer(t,
		posting("Alfa AB", "556016-0680", "1234,50"), posting("Alfa AB", "556016-0680", "1234,50"), posting("Beta AB", "232100-0131", "-0,01"),
		posting("", "", "1 000 000"), posting("Gamma", "internt 77", "2,5"), posting("Delta", "", "två"))
	settings := rowstore.Settings{Datasets: []rowstore.Dataset{{URL: s.dataset(), Title: "Leverantörsreskontra juni 2022"}}, PageRows: 2}
	plan, faults := transform.Compile(transform.Spec{Profile: "leverantorsreskontra",
		Period: &transform.PeriodSpec{From: "name", Pattern: `(\p{L}+) (\d{4})$`}})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	src := source(t, settings, web(nil))
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	origin, err := src.Inspect(t.Context(), objects[0])
	if err != nil {
		t.Fatal(err)
	}
	key, err := transform.NewKey(strings.NewReader(strings.Repeat("a key of a test ", 8)))
	if err != nil {
		t.Fatal(err)
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	pass := plan.Start(origin, transform.Env{Key: key, Now: time.Date(2022, 7, 1, 0, 0, 0, 0, time.UTC), Alloc: mem})
	defer pass.Close()
	var sum decimal128.Num
	var issues []string
	rows, buyers, months := 0, 0, 0
	issue := func(i dubbelkrona.Issue) error { issues = append(issues, i.Rule); return nil }
	err = src.Read(t.Context(), objects[0], origin, func(raw *dubbelkrona.RawBatch) error {
		return pass.Batch(raw, func(b *dubbelkrona.TypedBatch) error {
			amounts := cells[*array.Decimal128](b.Record, "amount")
			buyer, date := cells[*array.String](b.Record, "buyer_org_no"), cells[*array.Date32](b.Record, "date")
			for i := range int(b.Record.NumRows()) {
				sum = sum.Add(amounts.Value(i))
				rows++
				if buyer.IsValid(i) && buyer.Value(i) == "2120002080" {
					buyers++
				}
				if date.IsValid(i) && date.Value(i).ToTime().Format("2006-01-02") == "2022-06-01" {
					months++
				}
			}
			return nil
		}, issue)
	})
	if err == nil {
		err = pass.Finish(issue)
	}
	if err != nil || rows != 5 || buyers != 5 || months != 5 || sum.ToString(2) != "1002471.49" || pass.Period() != "2022-06" {
		t.Errorf("%v; %d rows, %d of the buyer, %d of the month, sum %s, period %s; want 5 of each, 1002471.49 and 2022-06", err, rows, buyers, months, sum.ToString(2), pass.Period())
	}
	if got := strings.Join(issues, " "); got != "number.invalid org_no.internal" {
		t.Errorf("issues %s", got)
	}
}

// cells is a column of a record.
func cells[A arrow.Array](record arrow.Record, name string) A {
	return record.Column(record.Schema().FieldIndices(name)[0]).(A)
}
