package json_test

import (
	"bytes"
	stdjson "encoding/json"
	"io"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/json"
	"dubbelkrona/internal/numeral"
	"dubbelkrona/internal/rawbatch"
)

// FuzzAgainstEncodingJSON checks that what is read is JSON for encoding/json too,
// with the same number of rows and the same top-level texts; that nothing panics,
// and that errors are Invalid.
func FuzzAgainstEncodingJSON(f *testing.F) {
	for _, seed := range []string{
		`[{"a":1,"b":{"c":"x"}},{"a":"\u00e5\n"}]`, `[{"a":[1,"x; y",{"z":null}]}]`, `[]`, ` [ { } ] `,
		`[{"a":1e5},{"a":-0.5E-3}]`, `[{"a":"\ud83d\ude00"}]`, `[{"a":1,"a":2}]`, `[{"a":tru}]`, `[{"\u0061":"x"}]`, "[{\"\ufeffa\":\"\\\\\"}]",
	} {
		f.Add([]byte(seed))
	}
	format, err := json.New(json.Settings{Charset: "utf-8"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tab, err := ingesttest.DecodeWith(t, format, "x.json", data, ingest.Limits{Record: 1 << 16, Depth: 20, BatchRows: 3})
		if err != nil {
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		data = bytes.TrimPrefix(data, []byte("\ufeff"))
		if trimmed := bytes.TrimLeft(data, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '[' {
			return
		}
		var want []map[string]any
		d := stdjson.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&want); err != nil {
			t.Fatalf("read %d rows of what is no JSON: %v", len(tab.Rows), err)
		}
		if _, err := d.Token(); err != io.EOF {
			t.Fatalf("more behind the end was not seen: %v", err)
		}
		if len(want) != len(tab.Rows) {
			t.Fatalf("%d rows; want %d", len(tab.Rows), len(want))
		}
		for i, row := range want {
			for key, value := range row {
				compare(t, tab.Rows[i].Cells, key, value)
			}
		}
	})
}

func compare(t *testing.T, cells map[string]string, key string, value any) {
	name := rawbatch.CleanName(key)
	if name == "" {
		return // named by its position, which a map does not have
	}
	got, has := cells[name]
	switch v := value.(type) {
	case string:
		if got != v {
			t.Fatalf("%q is %q; want %q", key, got, v)
		}
	case stdjson.Number:
		if want := numeral.Text(v.String()); got != want {
			t.Fatalf("%q is %q; want %q", key, got, want)
		}
	case nil:
		if has {
			t.Fatalf("%q is %q; want NULL", key, got)
		}
	}
}
