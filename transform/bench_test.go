package transform

import (
	"fmt"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// ledgerBatch makes n rows of a ledger of 15 columns, as repetitive as a real one: about
// a thousand suppliers and a few hundred accounts.
func ledgerBatch(n int) *dubbelkrona.RawBatch {
	rows := [][]string{{"kopare_id", "kopare", "verifikationsnummer", "leverantor", "leverantor_id", "konto_nr", "konto_text",
		"bokforingsdatum", "forvaltning", "fakturanummer", "nettobelopp", "grund", "avtal", "kommun_id", "s_kod_nr"}}
	suppliers := []string{"5560160680", "6630000138", "5564594538", "5569224644", "5566310917"}
	for i := range n {
		rows = append(rows, []string{"2321000131", "VÄSTRA GÖTALANDSREGIONEN", fmt.Sprint(3_000_000 + i), fmt.Sprintf("Leverantör %d AB", i%3000),
			suppliers[i%len(suppliers)], fmt.Sprint(4000 + i%400), "Övr ej verksamhetskn tjänster", fmt.Sprintf("2026-%02d-%02d", i/300%12+1, i/7%28+1),
			"Miljö- o regionalutv.nämnd", fmt.Sprintf("F%d", 100_000+i*7), fmt.Sprintf("%d.%02d", i%90_000, i%100), "", "", "1480", "-"})
	}
	return rawBatch(memory.DefaultAllocator, "ledger.csv", rows)
}

// BenchmarkLedger transforms two million ledger rows of 15 columns in each operation;
// sec/2Mrows is the time of one goroutine.
func BenchmarkLedger(b *testing.B) {
	const rows, batches = 1 << 14, 2_000_000 >> 14
	raw := ledgerBatch(rows)
	defer raw.Record.Release()
	plan, faults := Compile(Spec{Profile: "leverantorsreskontra"})
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	b.ReportAllocs()
	for b.Loop() {
		pass := plan.Start(dubbelkrona.Origin{Object: "ledger.csv"}, Env{Key: testKey(b), Now: today})
		for range batches {
			err := pass.Batch(raw, func(*dubbelkrona.TypedBatch) error { return nil }, func(i dubbelkrona.Issue) error { return fmt.Errorf("issue %v", i) })
			if err != nil {
				b.Fatal(err)
			}
		}
		pass.Close()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)*2_000_000/(rows*batches), "sec/2Mrows")
}
