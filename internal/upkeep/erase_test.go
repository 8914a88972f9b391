package upkeep_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/upkeep"
)

// eraseAnna removes Anna's rows and replaces her token by one of nobody.
var eraseAnna = upkeep.Erase{
	Person: func(pseudonym []byte) bool { return string(pseudonym) == string(anna[:]) },
	Text:   func(text string) string { return strings.ReplaceAll(text, annasToken, "p-0") },
}

// Erasing drops only the person's rows in tables of persons, returns how many rows
// of each segment are left, and does not change the old file.
func TestEraseDropsThePersonsRows(t *testing.T) {
	l := openLake(t)
	of := table(t, "outcome")
	s := segment(t, l, 7, "2026-01-01", of,
		row{"person": anna, "month": "2025-01-01"}, row{"person": bo, "month": "2025-02-01"},
		row{"person": bo, "month": "2025-03-01"}, row{"person": anna, "month": "2025-04-01"}, row{"person": bo, "month": "2025-05-01"})
	f := files(t, s)[0]
	months, r, changed := edit(t, l, f, eraseAnna, "month")
	if !changed || !slices.Equal(months, []string{"2025-02-01", "2025-03-01", "2025-05-01"}) {
		t.Errorf("left: %v", months)
	}
	if persons := values(t, l, r.File.Path, "person"); !slices.Equal(persons, []string{digits(bo), digits(bo), digits(bo)}) {
		t.Errorf("left: %v", persons)
	}
	if r.Rows != 2 || r.File.Rows != 3 || !maps.Equal(r.Segments, map[int64]int64{7: 3}) {
		t.Errorf("said: %d rows, %d left, %v", r.Rows, r.File.Rows, r.Segments)
	}
	if old := values(t, l, f.Path, "person"); len(old) != 5 {
		t.Errorf("the old file has %d rows", len(old))
	}
}

// A table without persons keeps its rows and sums; a sole trader's token is
// replaced by another one in each text.
func TestEraseReplacesTokens(t *testing.T) {
	l := openLake(t)
	s := segment(t, l, 1, "2026-01-01", table(t, "spend"),
		row{"supplier_name": "AB Anna", "supplier_ref": annasToken, "amount": "100.00"},
		row{"supplier_ref": bosToken, "amount": "200.00"}, row{"supplier_ref": "5560000001", "amount": "300.00"})
	suppliers, r, changed := edit(t, l, files(t, s)[0], eraseAnna, "supplier_ref")
	if !changed || !slices.Equal(suppliers, []string{"p-0", bosToken, "5560000001"}) {
		t.Errorf("suppliers: %v", suppliers)
	}
	if amounts := values(t, l, r.File.Path, "amount"); !slices.Equal(amounts, values(t, l, s.Path, "amount")) {
		t.Errorf("amounts: %v", amounts)
	}
	if r.Rows != 1 || !maps.Equal(r.Segments, map[int64]int64{1: 3}) {
		t.Errorf("said: %d rows, %v", r.Rows, r.Segments)
	}
}

// A file without the person is not rewritten.
func TestEraseLeavesOtherFiles(t *testing.T) {
	l := openLake(t)
	s := segment(t, l, 1, "2026-01-01", table(t, "outcome"), row{"person": bo}, row{"person": bo})
	if _, r, changed := edit(t, l, files(t, s)[0], eraseAnna, "person"); changed || r.File.Path != "" {
		t.Errorf("rewritten: %+v", r)
	}
}

// In a pack only the segments with rows of the person change; one of them becomes
// empty.
func TestEraseInAPack(t *testing.T) {
	l := openLake(t)
	of := table(t, "participant")
	segments := []dubbelkrona.Segment{
		segment(t, l, 3, "2026-01-01", of, row{"person": anna}),
		segment(t, l, 4, "2026-01-02", of, row{"person": bo}),
		segment(t, l, 9, "2026-01-03", of, row{"person": bo}, row{"person": anna}),
	}
	pack, err := l.Pack(t.Context(), files(t, segments...))
	if err != nil {
		t.Fatal(err)
	}
	if pack, err = l.Store(pack); err != nil {
		t.Fatal(err)
	}
	for i := range segments {
		segments[i].Path, segments[i].Pack = pack.Path, dubbelkrona.Pack{Rows: pack.Rows, Bytes: pack.Bytes, SHA256: pack.SHA256}
	}
	persons, r, _ := edit(t, l, files(t, segments...)[0], eraseAnna, "person")
	if !slices.Equal(persons, []string{digits(bo), digits(bo)}) || r.Rows != 2 || !maps.Equal(r.Segments, map[int64]int64{3: 0, 9: 1}) {
		t.Errorf("left: %v; said: %d rows, %v", persons, r.Rows, r.Segments)
	}
}

// A new key replaces each pseudonym and each token by another one, row by row.
func TestRekey(t *testing.T) {
	next := map[upkeep.Pseudonym]upkeep.Pseudonym{anna: person(0x51), bo: person(0x52)}
	e := upkeep.Rekey{Person: func(p []byte) upkeep.Pseudonym { return next[upkeep.Pseudonym(p)] },
		Text: strings.NewReplacer(annasToken, "p-51", bosToken, "p-52").Replace}
	l := openLake(t)
	s := segment(t, l, 1, "2026-01-01", table(t, "placement"), row{"person": anna, "contract_ref": annasToken}, row{"person": bo, "contract_ref": "A-1"}, row{"person": anna})
	persons, r, changed := edit(t, l, files(t, s)[0], e, "person")
	if !changed || !slices.Equal(persons, []string{digits(next[anna]), digits(next[bo]), digits(next[anna])}) || r.Rows != 3 {
		t.Errorf("%v, %d rows", persons, r.Rows)
	}
	if refs := values(t, l, r.File.Path, "contract_ref"); !slices.Equal(refs, []string{"p-51", "A-1", "x"}) {
		t.Errorf("%v", refs)
	}
	s = segment(t, l, 2, "2026-01-01", table(t, "contract"), row{"title": "nothing about persons"})
	if _, _, changed := edit(t, l, files(t, s)[0], e, "title"); changed {
		t.Error("a file without pseudonyms and tokens was written anew")
	}
}
