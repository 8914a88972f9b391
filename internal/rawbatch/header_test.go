package rawbatch_test

import (
	"context"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
)

// A column with the same name as an earlier one is named by its position, and its name in
// the object is kept.
func TestHeaderKeepsSharedNames(t *testing.T) {
	env := ingesttest.Env(t).WithDefaults()
	var schema *arrow.Schema
	b := ingest.Input{Alloc: env.Alloc, Limits: env.Limits}.Batcher(context.Background(), func(raw *dubbelkrona.RawBatch) error {
		schema = raw.Record.Schema()
		return nil
	})
	defer b.Close()
	if err := b.Header([]string{"Belopp", "", " Belopp\u00a0", "Text"}); err != nil {
		t.Fatal(err)
	}
	if err := b.Flush(); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"Belopp ", "kolumn_2 ", "kolumn_3 Belopp", "Text "} {
		shared, _ := schema.Field(i).Metadata.GetValue(dubbelkrona.HeaderKey)
		if got := schema.Field(i).Name + " " + shared; got != want {
			t.Errorf("column %d is %q; want %q", i+1, got, want)
		}
	}
}
