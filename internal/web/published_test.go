package web

import (
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona/internal/api"
	"dubbelkrona/internal/bundle"
)

const snapshotID = "20261125T013000.000Zab12"

// headlineText is an answer of the API with a figure and one that is suppressed.
const headlineText = `{"snapshot":"20261125T013000.000Zab12","figures":[
{"name":"double_value","title":{"sv":"Dubbla värdet","en":"Double value"},"shown":{"sv":"1,79","en":"1.79"},"figure":{"period_grain":"all","value":1.790531,"low":1.325871,"high":2.25519,"grade":"antagen","status":"ok","synthetic":true}},
{"name":"service_krona","title":{"sv":"Tjänstekrona","en":"Service krona"},"shown":{"sv":"..","en":".."},"figure":{"period_grain":"all","value":null,"low":null,"high":null,"grade":"registrerad","status":"suppressed","synthetic":false}},
{"name":"social_krona","title":{"sv":"Social krona","en":"Social krona"},"shown":{"sv":"–","en":"–"},"figure":{"period_grain":"all","value":null,"low":null,"high":null,"grade":"antagen","status":"unknown","synthetic":false}}]}`

const warningsText = `{"snapshot":"20261125T013000.000Zab12","warnings":[{"check":"c","title":{"sv":"Antagna <värden>","en":"Assumed <values>"},"failed":false,"concerns":[]}]}`

var exported = strings.Repeat("en krona;två kronor\n", 500)

// published returns a bundle as a publication makes it.
func published(t *testing.T) *bundle.Reader {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "served")
	if err := bundle.Write(t.Context(), folder, snapshotID, publication(exported)); err != nil {
		t.Fatal(err)
	}
	return bundle.NewReader(folder)
}

func publication(csv string) iter.Seq2[bundle.File, error] {
	return func(yield func(bundle.File, error) bool) {
		for _, f := range []bundle.File{
			{Path: "/", ContentType: "text/html; charset=utf-8", Write: bundle.Content([]byte("<!doctype html><title>siffror</title>"))},
			{Path: "/assets/report.css", ContentType: "text/css; charset=utf-8", Write: bundle.Content([]byte("body{}"))},
			{Path: "/exports/metrics.csv", ContentType: "text/csv; charset=utf-8", Write: bundle.Content([]byte(csv))},
			{Path: api.PathHeadline, ContentType: api.ContentType, Compress: true, Write: bundle.Content([]byte(headlineText))},
			{Path: api.PathWarnings, ContentType: api.ContentType, Compress: true, Write: bundle.Content([]byte(warningsText))},
		} {
			if !yield(f, nil) {
				return
			}
		}
	}
}
