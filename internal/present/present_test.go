package present

import (
	"strings"
	"testing"
)

func TestTableAlignsByCharacters(t *testing.T) {
	table := Table{Head: []string{"Kommun", "DV", "Varning"}, Left: []int{2}}
	table.Add("Söderhamn", "1,66", "x")
	table.Add("Å", "10,00", "")
	var b strings.Builder
	if err := table.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := "Kommun        DV  Varning\n─────────  ─────  ───────\nSöderhamn   1,66  x\nÅ          10,00\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
