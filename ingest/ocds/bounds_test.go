package ocds_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ocds"
)

// single returns a release package with n processes of one release and one contract
// each.
func single(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"uri":"https://example.org","version":"1.1","publishedDate":"2024-01-01T00:00:00Z","releases":[`)
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"ocid":"ocds-x-%d","id":"%d","date":"2024-01-%02dT10:00:00Z","tag":["contract"],"initiationType":"tender","language":"sv",`+
			`"parties":[{"id":"k","name":"Exempelkommun %d","roles":["buyer"],"identifier":{"scheme":"XX-INT","id":"%d"},"address":{"locality":"Exempelstad","countryName":"Sverige"}}],`+
			`"buyer":{"id":"k"},"tender":{"id":"t","title":"Lokalvård \"nr\" %d","procurementMethod":"open","items":[{"id":"1","classification":{"scheme":"CPV","id":"90910000"},"quantity":%d}]},`+
			`"awards":[{"id":"1","status":"active","date":"2024-01-01T00:00:00Z","suppliers":[{"id":"s","name":"Leverantör %d AB"}],"value":{"amount":%d.50,"currency":"SEK"}}],`+
			`"contracts":[{"id":"1","awardID":"1","title":"Avtal","status":"active","value":{"amount":%d.50,"currency":"SEK"},"period":{"startDate":"2024-02-01T00:00:00Z","endDate":"2026-01-31T00:00:00Z"},"dateSigned":"2024-01-15T00:00:00Z"}]}`,
			i, i, 1+i%28, i%290, i%290, i, i%100, i%5000, i%90000, i%90000)
	}
	b.WriteString("]}")
	return b.Bytes()
}

func TestConformance(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object: "paket.json", Sample: kommun(t), Rows: len(kommunRows), Columns: columns(),
		Empty: []byte(`{"uri":"u","releases":[]}`), Large: single, LargeRows: 60_000,
		Make: ingesttest.InMemory(format(t, ocds.Settings{})),
	})
}

// columns returns the columns of every batch.
func columns() []string {
	return strings.Fields("record ocid contract_id buyer_org_no buyer_name supplier_org_no supplier_name title cpv procedure " +
		"reserved reserved_execution social_clause social_objective signed start end value currency status amendments " +
		"transaction_id date amount source org_no name")
}

// spread returns an object whose processes have three releases each: first the first
// release of every process, then all second ones, then all third ones. So the
// releases of a process are far apart.
func spread(processes int) []byte {
	var b bytes.Buffer
	for part := range 3 {
		for i := range processes {
			fmt.Fprintf(&b, `{"ocid":"p%d","id":"%d","date":"2024-01-0%d","tag":["contract"],"contracts":[{"id":"1","value":{"amount":%d,"currency":"SEK"},"x":"%s"}]}`+"\n",
				i, part, part+1, i, strings.Repeat("x", 500))
		}
	}
	return b.Bytes()
}

// If the processes do not fit into memory, the object is read several times, with the
// same rows.
func TestProcessesFarApart(t *testing.T) {
	data := spread(300)
	var want []string
	for i := range 300 {
		want = append(want, fmt.Sprintf("contract contract_id=p%d/1 currency=SEK ocid=p%d value=%d", i, i, i))
	}
	for _, mem := range []int64{0, 1 << 18, 1 << 16, 20 << 10} {
		opened := 0
		var got []string
		tab := ingesttest.Table{}
		limits := ingest.Limits{Memory: mem, Record: 1 << 16}.WithDefaults()
		in := ingest.Input{Alloc: memory.NewGoAllocator(), Limits: limits, Open: func() (io.Reader, error) {
			opened++
			return bytes.NewReader(data), nil
		}}
		err := ingest.Decode(context.Background(), format(t, ocds.Settings{}), in, func(b *dubbelkrona.RawBatch) error { tab.Add(b); return nil })
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range show(tab) {
			number, rest, _ := strings.Cut(line, " ")
			if number != fmt.Sprint(i+1) {
				t.Fatalf("row %d has position %s", i+1, number)
			}
			got = append(got, rest)
		}
		// The processes come in the order in which they are complete: that of
		// the object, in each reading.
		natural := func(s string) string {
			return regexp.MustCompile(`\d+`).ReplaceAllStringFunc(s, func(d string) string { return fmt.Sprintf("%05s", d) })
		}
		slices.SortFunc(got, func(a, b string) int { return strings.Compare(natural(a), natural(b)) })
		equal(t, got, want)
		// About 640 bytes a release, 1,920 a process; half of the memory holds them.
		if least := int(300 * 1900 / (limits.Memory / 2)); opened < 2+least || opened > 4+2*least {
			t.Errorf("memory %d: %d readings; want about %d", mem, opened, 2+least)
		}
	}
}

func TestTooManyProcesses(t *testing.T) {
	_, err := ingesttest.DecodeWith(t, format(t, ocds.Settings{}), "x.json", single(200), ingest.Limits{Memory: 64 * 100})
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "more than 100 processes") {
		t.Errorf("%v", err)
	}
	large := strings.Repeat("y", 2000)
	pair := `{"ocid":"a","id":"1","date":"2020-01-01","x":"` + large + `"}{"ocid":"a","id":"2","date":"2020-01-02"}{"ocid":"b"}`
	equal(t, decodeWith(t, ocds.Settings{}, []byte(pair), ingest.Limits{Memory: 8 << 10}), []string{
		"1 process.size: the 2 releases of the process of element 1 are larger than 1024 bytes together",
		"2 contract contract_id=b ocid=b status=planning"})
}

// BenchmarkDecode compares decoding into rows, which reads the object twice and
// merges, with encoding/json, which streams the same releases into maps. The ratio
// is the time of the first divided by that of the second.
func BenchmarkDecode(b *testing.B) {
	for name, data := range map[string][]byte{"single": single(10_000), "dealt": spread(5_000)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			f := format(b, ocds.Settings{})
			in := ingest.Input{
				Open:  func() (io.Reader, error) { return bytes.NewReader(data), nil },
				Alloc: memory.NewGoAllocator(), Limits: ingest.Limits{}.WithDefaults(),
			}
			var theirs time.Duration
			for b.Loop() {
				if err := ingest.Decode(context.Background(), f, in, func(*dubbelkrona.RawBatch) error { return nil }); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				start := time.Now()
				plain(b, data)
				theirs += time.Since(start)
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed())/float64(theirs), "ratio")
		})
	}
}

// plain reads releases as encoding/json does, one at a time.
func plain(b *testing.B, data []byte) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	for wrapped := bytes.HasPrefix(data, []byte(`{"uri"`)); wrapped; {
		token, err := d.Token()
		if err != nil {
			b.Fatal(err)
		}
		wrapped = token != json.Delim('[')
	}
	for d.More() {
		var release map[string]any
		if err := d.Decode(&release); err != nil {
			b.Fatal(err)
		}
	}
}
