package manifest_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"dubbelkrona/export/csv"
	"dubbelkrona/export/exporttest"
	"dubbelkrona/export/manifest"
)

// The expected content is written by hand.
func TestManifest(t *testing.T) {
	var got, want any
	if err := json.Unmarshal(exporttest.Index(t, manifest.Index{}, nil, csv.Sink{}), &got); err != nil {
		t.Fatal(err)
	}
	const text = `{
		"snapshot": "20260301T020000.000Zab12", "built": "2026-03-01T02:00:05.12Z", "as_of": "2025-12-31T23:00:00Z", "project": "söderhamn",
		"generator": "dubbelkrona 0.1", "language": "sv", "definitions": "d41d8cd98f00b204", "status": "stale", "fresh": "2026-02-27", "synthetic": true,
		"licence": "http://creativecommons.org/publicdomain/zero/1.0/",
		"cite": {"sv": "Källa: söderhamn, dubbelkrona, ögonblicksbild 20260301T020000.000Zab12, 2026-03-01.", "en": "Source: söderhamn, dubbelkrona, snapshot 20260301T020000.000Zab12, 2026-03-01."},
		"marks": {"suppressed": "..", "unknown": "–"},
		"sources": [
			{"name": "avtal", "last_delivery": "2026-02-27T01:02:03Z", "last_success": "2026-03-01T01:02:03Z", "synthetic": true, "stale": false},
			{"name": "deltagare", "last_delivery": null, "last_success": null, "synthetic": false, "stale": true}],
		"files": [{"path": "metrics.csv", "media_type": "text/csv", "bytes": 1000, "sha256": "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac",
			"about": {"sv": "Alla resultat som CSV", "en": "All results as CSV"}}]}`
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the manifest is\n%v\nwant\n%v", got, want)
	}
}
