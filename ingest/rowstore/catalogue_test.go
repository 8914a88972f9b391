package rowstore_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/rowstore"
)

// metadata describes a dataset of two tables with titles and one without, a file that
// is not a table, and a table on another host.
const metadata = `{
 "HOST/store/1/resource/5": {
  "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [{"type":"uri","value":"http://www.w3.org/ns/dcat#Dataset"}],
  "http://purl.org/dc/terms/title": [{"type":"literal","value":"Supplier ledger","lang":"en"},{"type":"literal","value":"Leverantörsreskontra","lang":"sv"}],
  "http://www.w3.org/ns/dcat#distribution": [{"type":"uri","value":"HOST/store/1/resource/8"},{"type":"uri","value":"HOST/store/1/resource/9"},{"type":"uri","value":"HOST/store/1/resource/6"}]},
 "HOST/store/1/resource/6": {
  "http://purl.org/dc/terms/title": [{"type":"literal","value":" juli 2022 ","lang":"sv"}],
  "http://www.w3.org/ns/dcat#accessURL": [{"type":"uri","value":"HOST/rowstore/dataset/juli"}],
  "http://www.w3.org/ns/dcat#downloadURL": [{"type":"uri","value":"HOST/store/1/resource/61"}]},
 "HOST/store/1/resource/7": {
  "http://purl.org/dc/terms/title": [{"type":"literal","value":"augusti 2022"}],
  "http://www.w3.org/ns/dcat#accessURL": [{"type":"uri","value":"HOST/rowstore/dataset/augusti"}]},
 "HOST/store/1/resource/8": {"http://www.w3.org/ns/dcat#accessURL": [{"type":"uri","value":"HOST/rowstore/dataset/b"}]},
 "HOST/store/1/resource/9": {"http://www.w3.org/ns/dcat#accessURL": [{"type":"uri","value":"HOST/rowstore/dataset/a"}]},
 "HOST/store/1/resource/10": {
  "http://purl.org/dc/terms/title": [{"type":"literal","value":"elsewhere"}],
  "http://www.w3.org/ns/dcat#accessURL": [{"type":"uri","value":"http://169.254.169.254/rowstore/dataset/x"}]}
}`

func TestCatalogue(t *testing.T) {
	s := newServer(t, numbered(3)...)
	answer := strings.ReplaceAll(metadata, "HOST", s.URL)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/store/1/metadata/5" {
			return false
		}
		if !strings.HasPrefix(r.Header.Get("Accept"), "application/rdf+json") || r.URL.RawQuery != "recursive=dcat" {
			t.Errorf("requested %s with Accept %s", r.URL, r.Header.Get("Accept"))
		}
		fmt.Fprint(w, answer)
		return true
	}
	settings := rowstore.Settings{Catalogue: s.URL + "/store/1/metadata/5?recursive=dcat"}
	src := source(t, settings, web(nil))
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, obj := range objects {
		labels = append(labels, obj.Label)
		origin, err := src.Inspect(t.Context(), obj)
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		if err := src.Read(t.Context(), obj, origin, func(b *dubbelkrona.RawBatch) error { rows += len(b.Rows); return nil }); err != nil || rows != 3 {
			t.Errorf("%s: %d rows, %v", obj.Label, rows, err)
		}
	}
	if want := []string{"Leverantörsreskontra (a)", "Leverantörsreskontra (b)", "augusti 2022", "juli 2022"}; !slices.Equal(labels, want) {
		t.Errorf("tables %q, want %q", labels, want)
	}
	for body, want := range map[string]string{
		"<rdf:RDF/>": "is not RDF/JSON",
		"{}":         "has no RowStore dataset",
		`{"x":{"http://www.w3.org/ns/dcat#accessURL":[{"value":"https://example.org/rowstore/dataset/x"}]}}`: "has no RowStore dataset",
	} {
		answer = body
		if _, err := ingesttest.Objects(src, nil); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want an Invalid error that says %q", body, err, want)
		}
	}
}
