package jsontext_test

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/numeral"
)

var limits = jsontext.Limits{Value: 1 << 20, Depth: 32, Keys: 1000}

// plain converts a value to that of encoding/json.
func plain(v *jsontext.Value) any {
	switch v.Kind {
	case jsontext.Bool:
		return v.Text == "true"
	case jsontext.Number:
		return json.Number(v.Text)
	case jsontext.String:
		return v.Text
	case jsontext.Array:
		items := []any{}
		for i := range v.Items {
			items = append(items, plain(&v.Items[i]))
		}
		return items
	case jsontext.Object:
		fields := map[string]any{}
		for i := range v.Fields {
			fields[v.Fields[i].Name] = plain(&v.Fields[i].Value)
		}
		return fields
	}
	return nil
}

func standard(data []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, io.ErrUnexpectedEOF
	}
	return digits(v), nil
}

// digits converts the numbers in a value of encoding/json to plain digits.
func digits(v any) any {
	switch v := v.(type) {
	case json.Number:
		return json.Number(numeral.Text(v.String()))
	case []any:
		for i := range v {
			v[i] = digits(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = digits(v[key])
		}
	}
	return v
}

// FuzzParse checks that a parsed value equals that of encoding/json, that errors
// are Invalid, and that the text of a value is parsed as the same value.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"a":1,"b":{"c":"x"}}`, `[1,"å\n\u00e5",true,false,null,{}]`, ` [ ] `, `-0.5E-3`, `"\ud83d\ude00"`, `{"a":1,"a":2}`, `tru`, `01`,
		`[[[[[[]]]]]]`, `"\ud83d"`, `{"a" : [1,]}`, `"\\\""`, `1.`, `{"":""}`, "\"\u2028\"", `[1 2]`, `"\u0000"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !utf8.Valid(data) {
			return // a source passes only valid UTF-8
		}
		v, err := jsontext.Parse(data, 20)
		if err != nil {
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		want, err := standard(data)
		if err != nil {
			t.Fatalf("parsed what is no JSON: %v", err)
		}
		if !reflect.DeepEqual(plain(&v), want) {
			t.Fatalf("%v; want %v", plain(&v), want)
		}
		again, err := jsontext.Parse(v.AppendJSON(nil), 20)
		if err != nil || !jsontext.Equal(&v, &again) {
			t.Fatalf("written as %s: %v", v.AppendJSON(nil), err)
		}
		streamed(t, data, &v)
	})
}

// streamed checks that reading in small pieces returns the same value.
func streamed(t *testing.T, data []byte, want *jsontext.Value) {
	t.Helper()
	r := jsontext.NewReader(iotest.OneByteReader(bytes.NewReader(data)), limits)
	raw, err := r.Value()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := jsontext.Parse(raw, 20); err != nil || !jsontext.Equal(&got, want) {
		t.Fatalf("streamed: %s, %v", raw, err)
	}
	if _, err := r.Peek(); err != io.EOF {
		t.Fatalf("behind the value: %v", err)
	}
	for _, field := range want.Fields {
		raw, err := jsontext.Find(data, field.Name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := jsontext.Parse(raw, 20); err != nil || !jsontext.Equal(&got, &field.Value) {
			t.Fatalf("found %s of %q, %v", raw, field.Name, err)
		}
	}
}

func TestStream(t *testing.T) {
	text := `{"skip":[{"x":"]}\\\""},2],"rows":[ {"a":1} , 7,"t"],"last":null} {"rows":[]}`
	r := jsontext.NewReader(iotest.HalfReader(strings.NewReader(text)), limits)
	var got []string
	for {
		if _, err := r.Peek(); err == io.EOF {
			break
		}
		err := r.Object(func(key string, first byte) error {
			got = append(got, key+string(first))
			if key != "rows" {
				return r.Skip()
			}
			return r.Array(func(byte) error {
				raw, err := r.Value()
				got = append(got, string(raw))
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if want := `skip[ rows[ {"a":1} 7 "t" lastn rows[`; strings.Join(got, " ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestMarkAndReset(t *testing.T) {
	text := `[{"a":"` + strings.Repeat("x", 700_000) + `"},2]`
	r := jsontext.NewReader(strings.NewReader(text), limits)
	n := 0
	err := r.Array(func(first byte) error {
		n++
		if first != '{' {
			return r.Skip()
		}
		r.Mark()
		if err := r.Skip(); err != nil {
			return err
		}
		r.Reset()
		raw, err := r.Value()
		if len(raw) != 700_008 {
			t.Errorf("%d bytes; want 700008", len(raw))
		}
		return err
	})
	if err != nil || n != 2 {
		t.Errorf("%d elements, %v; want 2", n, err)
	}
}

func TestRefusals(t *testing.T) {
	small := jsontext.Limits{Value: 1000, Depth: 3, Keys: 2}
	for text, want := range map[string]string{
		`{"a":"` + strings.Repeat("x", 600_000) + `"}`: "longer than 1000",
		`{"a":[[{}]]}`:        "deep",
		`{"a":1,"b":2,"c":3}`: "more than 2 keys",
		`{"a":1,"a":2}`:       "twice",
		`{"a":1`:              "cut off",
		`{"a" 1}`:             "expected",
		`{"a":1 "b":2}`:       "comma",
		`{,}`:                 "missing",
		`{1:2}`:               "key",
		`{"\ud83d":2}`:        "surrogate",
	} {
		r := jsontext.NewReader(strings.NewReader(text), small)
		err := r.Object(func(string, byte) error { _, err := r.Value(); return err })
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30s: %v; want an Invalid error that says %q", text, err, want)
		}
	}
	broken := jsontext.NewReader(iotest.ErrReader(io.ErrClosedPipe), small)
	if _, err := broken.Peek(); err != io.ErrClosedPipe {
		t.Errorf("%v; want the stream's own error", err)
	}
}

// BenchmarkParse compares parsing with decoding by encoding/json into maps.
func BenchmarkParse(b *testing.B) {
	var rows []string
	for range 2000 {
		rows = append(rows, `{"id":"1","title":"Leverantör \"nr\" AB","value":{"amount":1311264.50,"currency":"SEK"},"items":[{"id":"1","quantity":471,"open":true}]}`)
	}
	data := []byte("[" + strings.Join(rows, ",") + "]")
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := jsontext.Parse(data, 20); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := standard(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
