package present_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"dubbelkrona/internal/present"
)

// Whatever the pieces in which a text is written, its characters are not broken,
// and control characters are escaped. JSON stays the same JSON.
func TestPrintable(t *testing.T) {
	text := "åäö 👍\tok\n\x1b[2J\u202e\u009b1m\u2066\n"
	want := "åäö 👍\tok\n\\u001b[2J\\u202e\\u009b1m\\u2066\n"
	for size := 1; size <= len(text); size++ {
		var out bytes.Buffer
		w := present.Printable(&out)
		for rest := []byte(text); len(rest) > 0; rest = rest[min(size, len(rest)):] {
			if n, err := w.Write(rest[:min(size, len(rest))]); err != nil || n != min(size, len(rest)) {
				t.Fatal(n, err)
			}
		}
		if out.String() != want {
			t.Fatalf("in pieces of %d: %q", size, out.String())
		}
	}
	var out bytes.Buffer
	if err := json.NewEncoder(present.Printable(&out)).Encode(text); err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back != text || bytes.ContainsRune(out.Bytes(), '\u202e') {
		t.Errorf("%q, %v", out.String(), err)
	}
}

// A line break in a cell does not begin a new line.
func TestTableCellWithLineBreak(t *testing.T) {
	table := present.Table{Head: []string{"objekt", "antal"}}
	table.Add("lev\ndubbelkrona: published OK\x1b[2J.csv", "1")
	var out bytes.Buffer
	if err := table.Write(&out); err != nil {
		t.Fatal(err)
	}
	if want := "lev\\ndubbelkrona: published OK\\u001b[2J.csv      1\n"; !bytes.HasSuffix(out.Bytes(), []byte(want)) {
		t.Errorf("%q", out.String())
	}
}
