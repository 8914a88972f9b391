package dashboards_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dubbelkrona/export/postgres"
	"dubbelkrona/internal/strictyaml"
)

// The page about dashboards explains every setting of the database, and its example is one.
func TestPageHasEverySetting(t *testing.T) {
	page := string(read(t, "../docs/dashboards.md"))
	table, _, _ := strings.Cut(page[strings.Index(page, "| setting |"):], "\n\n")
	for _, f := range reflect.VisibleFields(reflect.TypeFor[postgres.Settings]()) {
		if key := f.Tag.Get("yaml"); !strings.Contains(table, "`"+key+"`") {
			t.Errorf("the page does not explain %s", key)
		}
	}
	example := regexp.MustCompile("(?s)```yaml\n(database:.*?)```").FindStringSubmatch(page)
	if example == nil {
		t.Fatal("the page has no example")
	}
	document, faults := strictyaml.Parse("page", []byte(example[1]))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var project struct {
		Database postgres.Settings `yaml:"database"`
	}
	if faults := document.Decode(&project); len(faults) > 0 {
		t.Fatal(faults)
	}
	if _, err := postgres.New("demo", ".", nil, project.Database); err != nil {
		t.Error(err)
	}
}
