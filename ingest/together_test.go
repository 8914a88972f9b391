package ingest_test

import (
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/json"
)

func together(t *testing.T, files map[string]string, names ...string) ingest.Source {
	t.Helper()
	place := ingesttest.NewMemoryPlace(true)
	for _, name := range names {
		place.Put(name, []byte(files[name]))
	}
	format, err := json.New(json.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return ingest.Together("avtal", place, ingest.Always(format), ingesttest.Env(t))
}

// Files with different encodings are joined to one text.
func TestTogetherReadsEachFileInItsOwnEncoding(t *testing.T) {
	files := map[string]string{
		"utf8.json":   "{\"ort\":\"Växjö\"}\n",
		"latin1.json": "{\"ort\":\"V\xe4xj\xf6\"}",
		"bom.json":    "\ufeff{\"ort\":\"Växjö\"}",
	}
	tab, err := ingesttest.Read(t, together(t, files, "utf8.json", "latin1.json", "bom.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(tab.Rows) != 3 {
		t.Fatalf("%d rows, want 3", len(tab.Rows))
	}
	for _, row := range tab.Rows {
		if row.Cells["ort"] != "Växjö" {
			t.Errorf("row %d: %q", row.At, row.Cells["ort"])
		}
	}
}

func TestTogetherIsCompleteOrNotAtAll(t *testing.T) {
	files := map[string]string{"a.json": `{"x":1}`, "b.json": "<!doctype html><title>500</title>"}
	_, err := ingesttest.Read(t, together(t, files, "a.json", "b.json"))
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("%v; want an Invalid error", err)
	}
}

func TestTogetherWithoutFilesHasNoObject(t *testing.T) {
	objects, err := ingesttest.Objects(together(t, nil), nil)
	if err != nil || len(objects) != 0 {
		t.Errorf("%d objects, %v", len(objects), err)
	}
}
