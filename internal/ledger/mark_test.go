package ledger_test

import (
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// Each change of what is committed or published makes a new mark, which neither
// an older copy of the ledger nor another ledger with as many changes has.
func TestMarks(t *testing.T) {
	var marks []ledger.Mark
	l, _ := open(t, ledger.Options{Changed: func(m ledger.Mark) { marks = append(marks, m) }})
	first, err := l.Marks.Current(t.Context())
	if err != nil || first.Serial != 1 {
		t.Fatalf("%v, %v", first, err)
	}
	older := reopen(t, t.TempDir()+"/older.db", ledger.Options{})
	if _, err := older.Marks.Current(t.Context()); err != nil {
		t.Fatal(err)
	}
	segments := commit(t, l, delivery(dubbelkrona.Append, "a", "", "1", "spend"))
	pack := packOf("spend", "spend/pack.parquet", 10, segments[0].ID)
	for i, err := range []error{
		l.Files.Pack(t.Context(), pack),
		l.Files.Rewrite(t.Context(), ledger.Rewriting{RunID: "r", Operation: "forget", Erased: []string{"m"}}),
		l.Snapshots.Record(t.Context(), ledger.Snapshot{ID: "s", RunID: "r"}),
		l.Snapshots.RecordPublication(t.Context(), ledger.Publication{SnapshotID: "s", RunID: "r"}),
	} {
		if err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
	}
	if len(marks) != 5 {
		t.Fatalf("marks %v, want 5", marks)
	}
	for i, m := range marks {
		if m.Serial != int64(i+2) {
			t.Errorf("mark %d is %v", i, m)
		}
		read, err := ledger.ParseMark(m.String())
		if err != nil || read != m {
			t.Errorf("%q is read as %v, %v", m.String(), read, err)
		}
		if known, err := l.Marks.Has(t.Context(), m); err != nil || !known {
			t.Errorf("the ledger does not have its own mark %v: %v", m, err)
		}
		if known, err := older.Marks.Has(t.Context(), m); err != nil || known {
			t.Errorf("the older ledger has %v: %v", m, err)
		}
	}
	if known, err := l.Marks.Has(t.Context(), ledger.Mark{Serial: 3, Token: first.Token}); err != nil || known {
		t.Errorf("the ledger has the mark of another history: %v", err)
	}
	now, err := l.Marks.Current(t.Context())
	if err != nil || now != marks[4] {
		t.Errorf("now %v, %v", now, err)
	}
}

func TestParseMarkRefuses(t *testing.T) {
	whole := ledger.Mark{Serial: 7, Token: "0123456789abcdef"}.String()
	for _, text := range []string{"", "\x00\x00\x00", whole[:len(whole)-1], whole + "x", "seven 0123456789abcdef\n"} {
		if m, err := ledger.ParseMark(text); err == nil {
			t.Errorf("%q is %v", text, m)
		}
	}
}
