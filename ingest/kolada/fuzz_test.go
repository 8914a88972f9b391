package kolada

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
)

// FuzzDecode: whatever comes is rows or an Invalid error.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"values":[{"kpi":"N1","municipality":"0360","period":2025,"values":[{"gender":"T","value":1.5e-3,"status":"","count":1}]}]}`,
		`{"values":[{"id":"0000","type":"L","title":"Riket"},{"id":"N1","title":"x"},{}]}` + "\n" + `{"values":[]}`,
		`{"values":[{"kpi":"N1","ou":"V1","period":"2025","values":null,"isdeleted":true}]}`,
		`{"values":[{"kpi":"N1","ou":"V1","values":[{"value":1e999999999}]}]}`, `{`, ``, "\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		alloc := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer alloc.AssertSize(t, 0)
		in := ingest.Input{Open: func() (io.Reader, error) { return strings.NewReader(text), nil }, Alloc: alloc, Limits: ingest.Limits{}.WithDefaults()}
		err := format{seen: ingesttest.Clock()}.Decode(context.Background(), in, func(*dubbelkrona.RawBatch) error { return nil })
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%v", err)
		}
	})
}
