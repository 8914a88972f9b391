package kolada

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
)

// A figure with missing or duplicate values becomes one faulty row, and the others
// are read. A value that is null is unknown and never 0.
func TestBrokenFigures(t *testing.T) {
	text := `{"values":[{"kpi":"N1","municipality":"0360","period":2025},` +
		`{"kpi":"N2","municipality":"0360","period":2025,"values":[{"gender":"T","value":1},{"gender":"T","value":2}]},` +
		`{"kpi":"N3","municipality":"0360","period":2025,"values":[{"gender":"T","value":null,"status":"Missing"},{"gender":"K","value":0},{"gender":"M"}]}]}` + "\n"
	tab, err := ingesttest.Decode(t, format{seen: ingesttest.Clock()}, "data", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range tab.Rows {
		value, known := row.Cells["value"]
		got = append(got, fmt.Sprintf("%s %s %s %t %s", row.Cells["indicator"], row.Cells["sex"], value, known, row.Fault))
	}
	want := []string{"   false row.values: a figure has no list of values", "   false row.values: a figure has two values for one sex, and which of them holds is unknown",
		"N3 T  false ", "N3 K 0 true ", "N3 M  false "}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// FuzzDecode checks that any bytes are rows or an Invalid error.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"values":[{"kpi":"N1","municipality":"0360","period":2025,"values":[{"gender":"T","value":1.5e-3,"status":"","count":1}]}]}`,
		`{"values":[{"id":"0000","type":"L","title":"Riket"},{"id":"N1","title":"x"},{}]}` + "\n" + `{"values":[]}`,
		`{"values":[{"kpi":"N1","ou":"V1","period":"2025","values":null,"isdeleted":true}]}`,
		`{"values":[{"kpi":"N1","ou":"V1","values":[{"value":1e999999999}]}]}`,
		`{"values":[{"id":"G1","title":"x","members":[{"member_id":"0360"},{}]},{"id":"G2","members":[]}]}`, `{`, ``, "\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		alloc := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer alloc.AssertSize(t, 0)
		in := ingest.Input{Open: func() (io.Reader, error) { return strings.NewReader(text), nil }, Alloc: alloc, Limits: ingest.Limits{}.WithDefaults()}
		err := ingest.Decode(context.Background(), format{seen: ingesttest.Clock()}, in, func(*dubbelkrona.RawBatch) error { return nil })
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%v", err)
		}
	})
}
