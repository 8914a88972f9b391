package rowstore

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"dubbelkrona"
)

// FuzzAnswer checks that an accepted response has complete rows, each an object, and a
// count, and that anything else is an error of a known kind.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		`{"results":[{"\ufeffkopare_id":"232100"}],"offset":0,"limit":500,"resultCount":1,"next":"x"}`,
		`{"results":[],"resultCount":0}`, `{"results":[null],"resultCount":1}`, `{"results":null}`, `<html>`, ``, `[{}]`, `{"results":[{}],"resultCount":1e3}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := parsePage(body)
		if err != nil {
			if kind := dubbelkrona.KindOf(err); kind != dubbelkrona.Transient && kind != dubbelkrona.Invalid {
				t.Fatalf("%v is %s", err, kind)
			}
			return
		}
		joined := append(append([]byte("["), bytes.Join(bytesOf(p.Results), []byte(","))...), ']')
		var rows []map[string]any
		if err := json.Unmarshal(joined, &rows); err != nil || len(rows) != len(p.Results) || *p.ResultCount < 0 {
			t.Fatalf("the rows joined are no array of %d objects: %v", len(p.Results), err)
		}
	})
}

func bytesOf(rows []json.RawMessage) (all [][]byte) {
	for _, row := range rows {
		all = append(all, row)
	}
	return all
}

// FuzzFollow checks that, whatever next contains, the next request is to the host and
// path of the configuration and for the right row.
func FuzzFollow(f *testing.F) {
	for _, seed := range []string{"https://a.b/json?_offset=10&_limit=5", "?_offset=10", "//evil.example/?_offset=10", "javascript:0", "%zz", "?_offset=9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		start, err := parseAddress("https://example.org/rowstore/dataset/a?_sort=x")
		if err != nil {
			t.Fatal(err)
		}
		to, err := start.follow(next, 10)
		if err != nil {
			return
		}
		u, err := url.Parse(to.String())
		if err != nil || u.Scheme != "https" || u.Host != "example.org" || u.Path != "/rowstore/dataset/a" || u.Query().Get("_offset") != "10" {
			t.Fatalf("%q leads to %s, %v", next, to, err)
		}
	})
}

// FuzzMetadata checks that all tables found in metadata are on the requested host, each
// once and with its own name.
func FuzzMetadata(f *testing.F) {
	f.Add([]byte(`{"s":{"http://www.w3.org/ns/dcat#accessURL":[{"value":"https://h/rowstore/dataset/a"},{"value":"https://h/rowstore/dataset/b"}],"http://purl.org/dc/terms/title":[{"value":"x"}]}}`))
	f.Add([]byte(`{"s":{"http://www.w3.org/ns/dcat#downloadURL":[{"value":"//h/rowstore/dataset/a"}]},"t":{"http://www.w3.org/ns/dcat#distribution":[{"value":"s"}]}}`))
	f.Fuzz(func(t *testing.T, metadata []byte) {
		all, err := tablesOf(metadata, "h")
		if err != nil {
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		urls := make(map[string]bool)
		for _, one := range all {
			if u, err := url.Parse(one.url); err != nil || u.Host != "h" || urls[one.url] || !strings.Contains(u.Path, datasetPath) {
				t.Fatalf("table %+v", one)
			}
			urls[one.url] = true
		}
	})
}
