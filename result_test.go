package dubbelkrona_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dubbelkrona"
)

// Each column is the field of its place and of its name, and every field has
// one: a value that is written under a name is read back from that name.
func TestResultColumnsAreTheFields(t *testing.T) {
	var row dubbelkrona.Result
	fields, columns := reflect.ValueOf(&row).Elem(), dubbelkrona.ResultColumns()
	if len(columns) != fields.NumField() {
		t.Fatalf("%d columns for %d fields", len(columns), fields.NumField())
	}
	for i, c := range columns {
		name := strings.ToLower(regexp.MustCompile(`(\w)([A-Z])`).ReplaceAllString(fields.Type().Field(i).Name, "${1}_$2"))
		if c.Name != name || c.Field(&row) != fields.Field(i).Addr().Interface() {
			t.Errorf("column %d is %s, its field is %s", i, c.Name, name)
		}
		if c.Doc.SV == "" || c.Doc.EN == "" {
			t.Errorf("column %s does not say what it is", c.Name)
		}
	}
}

func TestDiffering(t *testing.T) {
	before := []dubbelkrona.TableHash{{Table: "a", Rows: 1, Hash: "x"}, {Table: "b", Rows: 2, Hash: "y"}, {Table: "c"}, {Table: "d", Rows: 4, Hash: "z"}}
	after := []dubbelkrona.TableHash{{Table: "b", Rows: 2, Hash: "x"}, {Table: "a", Rows: 1, Hash: "x"}, {Table: "d", Rows: 5, Hash: "z"}, {Table: "new"}}
	if got := strings.Join(dubbelkrona.Differing(before, after), " "); got != "b d new c" {
		t.Errorf("%q differ", got)
	}
}
