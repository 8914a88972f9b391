package json_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/json"
)

func format(t testing.TB, s json.Settings) *json.Format {
	t.Helper()
	f, err := json.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// postings returns a ledger as a JSON array or as JSON Lines.
func postings(rows int, lines bool) []byte {
	var b bytes.Buffer
	open, between, end := "[", ",\n", "]"
	if lines {
		open, between, end = "", "\n", "\n"
	}
	b.WriteString(open)
	for i := range rows {
		if i > 0 {
			b.WriteString(between)
		}
		fmt.Fprintf(&b, `{"kopare_id":"2120000%03d","kopare":"Exempelkommun %d","verifikationsnummer":%d,"leverantor":{"namn":"Leverantör \"nr\" %d AB","id":"556%07d"},"belopp":%d.50,"cpv":["45000000","90910000"],"reserverad":false}`,
			i%290, i%290, i, i%5000, i%5000, i%90000)
	}
	b.WriteString(end)
	return b.Bytes()
}

func TestConformance(t *testing.T) {
	columns := []string{"a", "b.c", "d"}
	for name, s := range map[string]ingesttest.Subject{
		"array": {
			Object: "rows.json", Sample: []byte(`[{"a":1,"b":{"c":"x"},"d":"å"},{"a":2,"b":{"c":"y"},"d":null},{"a":3}]`), Empty: []byte(" [ ] "),
			Large: func(n int) []byte { return postings(n, false) },
		},
		"lines": {
			Object: "rows.jsonl", Sample: []byte("{\"a\":1,\"b\":{\"c\":\"x\"},\"d\":\"å\"}\n{\"a\":2,\"b\":{\"c\":\"y\"},\"d\":null}\r\n\n{\"a\":3}\n"),
			Large: func(n int) []byte { return postings(n, true) },
			Write: func(columns []string, rows [][]string) []byte {
				var b bytes.Buffer
				for _, row := range rows {
					for i, cell := range row {
						fmt.Fprintf(&b, "%c%q:%q", "{,"[min(i, 1)], columns[i], cell)
					}
					b.WriteString("}\n")
				}
				return b.Bytes()
			},
		},
		"wrapped": {
			Object: "rows.json", Sample: []byte(`{"resultCount":3,"results":[{"a":1,"b":{"c":"x"},"d":"å"},{"a":2,"b":{"c":"y"},"d":null},{"a":3}],"next":null}`),
			Empty: []byte(`{"resultCount":0,"results":[]}`),
			Large: func(n int) []byte {
				return append(append([]byte(`{"next":"x","results":`), postings(n, false)...), '}')
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s.Rows, s.Columns, s.Make = 3, columns, ingesttest.InMemory(format(t, json.Settings{}))
			ingesttest.Run(t, s)
		})
	}
}

// show formats a table as one line for each row.
func show(tab ingesttest.Table) string {
	var lines []string
	for _, row := range tab.Rows {
		line := fmt.Sprint(row.At)
		for _, name := range slices.Sorted(maps.Keys(row.Cells)) {
			line += fmt.Sprintf(" %s=%s", name, row.Cells[name])
		}
		lines = append(lines, line+row.Fault)
	}
	return strings.Join(lines, " / ")
}

func TestShapes(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		settings       json.Settings
	}{
		{"numbers keep their digits", `[{"a":1299.1199999999999,"b":1.50,"c":-0,"d":12345678901234567890,"e":1E-7}]`, "1 a=1299.1199999999999 b=1.50 c=-0 d=12345678901234567890 e=0.0000001", json.Settings{}},
		{"a number is a value, a text a text", `[{"a":4600.0,"b":3.0000001E7,"c":[1001.0,2e3],"d":"4600.0","e":"1E5"}]`, "1 a=4600 b=30000001 c=1001; 2000 d=4600.0 e=1E5", json.Settings{}},
		{"nested", `[{"a":{"b":{"c":"x","d":true}},"e":{}}]`, "1 a.b.c=x a.b.d=true", json.Settings{}},
		{"null is no cell, empty text is", `[{"a":null,"b":""}]`, "1 b=", json.Settings{}},
		{"arrays of scalars", `[{"a":["x","y",3,true],"b":[],"c":["one"]}]`, "1 a=x; y; 3; true b= c=one", json.Settings{}},
		{"arrays of more", `[{"a":[{"id": 1}, 2],"b":["x; y","z"],"c":[1,null]}]`, `1 a=[{"id":1},2] b=["x; y","z"] c=[1,null]`, json.Settings{}},
		{"columns that appear late", `[{"a":1},{"b":2},{"a":3,"b":4}]`, "1 a=1 / 2 b=2 / 3 a=3 b=4", json.Settings{}},
		{"byte order mark in a key", "[{\"\ufeffkopare_id\":\"212000\",\" namn \":\"x\"}]", "1 kopare_id=212000 namn=x", json.Settings{}},
		{"byte order mark at the start", "\ufeff[{\"a\":1}]", "1 a=1", json.Settings{}},
		{"escapes", `[{"a":"\u00e5\n\"\\\/\ud83d\ude00","b\u00e5":"x"}]`, "1 a=å\n\"\\/😀 bå=x", json.Settings{}},
		{"one object is a row", `{"a":1,"b":{"c":2}}`, "1 a=1 b.c=2", json.Settings{}},
		{"one array in an object", `{"n":2,"meta":{"x":[1]},"rows":[{"a":1},{"a":2}],"tags":["x"]}`, "1 a=1 / 2 a=2", json.Settings{}},
		{"path", `{"result":{"other":[{"z":1}],"items":[{"a":1},{"a":2}]},"x":[{"y":1}]}`, "1 a=1 / 2 a=2", json.Settings{Path: "result.items"}},
		{"path to an object", `{"result":{"a":1}}`, "1 a=1", json.Settings{Path: "result"}},
		{"lines without the ending", "{\"a\":1}\n{\"a\":2}", "1 a=1 / 2 a=2", json.Settings{}},
		{"an empty key", `[{"":1,"a":2}]`, "1 a=2 kolumn_1=1", json.Settings{}},
		{"no rows", `{"errors":[],"status":200,"count":0,"rows":[]}`, "", json.Settings{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab, err := ingesttest.Decode(t, format(t, c.settings), "x.json", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if got := show(tab); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		in       string
		settings json.Settings
		want     string
	}{
		"a key twice":                   {`[{"a":1},{"a":1,"a":2}]`, json.Settings{}, "element 2: a key is written twice"},
		"a key twice, once null":        {`[{"a":null,"a":2}]`, json.Settings{}, "twice"},
		"a key twice, nested":           {`[{"a":{"b":1},"a":{"c":1}}]`, json.Settings{}, "twice"},
		"a key twice, once nested":      {`[{"a":1,"a":{"c":1}}]`, json.Settings{}, "twice"},
		"a key twice, then flat":        {`[{"a":{"c":1},"a":1}]`, json.Settings{}, "twice"},
		"a key twice, inside an array":  {`[{"a":[{"b":1,"b":2}]}]`, json.Settings{}, "twice"},
		"two names for one column":      {`[{"a":{"b":1},"a.b":2}]`, json.Settings{}, "twice"},
		"equal but for invisible signs": {"[{\"a\":1,\"\ufeffa\":2}]", json.Settings{}, "twice"},
		"two arrays":                    {`{"x":[{"a":1}],"y":[{"a":1}]}`, json.Settings{}, "set path"},
		"no such path":                  {`{"x":1}`, json.Settings{Path: "y.z"}, "no key y.z"},
		"scalars":                       {`[1,2]`, json.Settings{}, "element 1: it is not an object"},
		"half a surrogate pair":         {`[{"a":"\ud83d"}]`, json.Settings{}, "surrogate"},
		"a comma too many":              {`[{"a":1},]`, json.Settings{}, "missing"},
		"cut off":                       {`[{"a":1},{"a"`, json.Settings{}, "cut off"},
		"a second document":             {`[{"a":1}] [{"a":2}]`, json.Settings{}, "content after the end"},
		"deep":                          {`[{"a":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}]`, json.Settings{}, "deep"},
		"deep objects":                  {strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100), json.Settings{}, "deep"},
		"no number":                     {`[{"a":01}]`, json.Settings{}, "neither"},
		"nothing":                       {" \n", json.Settings{}, "neither a header nor a row"},
		"null":                          {`null`, json.Settings{}, "neither an array of rows nor an object"},
		"a text":                        {`"Too many requests"`, json.Settings{}, "neither an array of rows nor an object"},
		"a number":                      {`404`, json.Settings{}, "neither an array of rows nor an object"},
		"a failure and no rows":         {`{"error":"quota","result":[]}`, json.Settings{}, `key "error"`},
		"a failure behind no rows":      {`{"result":[],"errors":[{"code":7}]}`, json.Settings{}, `key "errors"`},
		"a failure and some rows":       {`{"result":[{"a":1}],"error":{"code":7}}`, json.Settings{}, `key "error"`},
		"a failure beside the path":     {`{"success":false,"result":{"items":[]}}`, json.Settings{Path: "result.items"}, `key "success"`},
		"a failure on the path":         {`{"result":{"status":503,"items":[]}}`, json.Settings{Path: "result.items"}, `key "status"`},
		"a message and no rows":         {`{"message":"Sign in","rows":[]}`, json.Settings{}, `key "message"`},
		"the reserved name":             {`[{"_fault":1}]`, json.Settings{}, "reserved"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ingesttest.Decode(t, format(t, c.settings), "x.json", []byte(c.in))
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want an Invalid error that says %q", err, c.want)
			}
		})
	}
}

func TestLongValueIsRefusedWithinBounds(t *testing.T) {
	in := []byte(`[{"a":"` + strings.Repeat("x", 3<<20) + `"}]`)
	_, err := ingesttest.DecodeWith(t, format(t, json.Settings{}), "x.json", in, ingest.Limits{Record: 1 << 20})
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "longer than 1048576 bytes") {
		t.Errorf("%v", err)
	}
}
