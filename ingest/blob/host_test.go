package blob_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/rclone/gofakes3"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
)

// Each service is requested at its own host, with its own way of naming buckets and
// its own region.
func TestHosts(t *testing.T) {
	for name, tc := range map[string]struct {
		service, region    string
		host, path, signed string
	}{
		"s3":           {"s3", "", "ekonomi.s3.eu-north-1.amazonaws.com", "/", "/eu-north-1/s3/aws4_request"},
		"s3 elsewhere": {"s3", "eu-west-1", "ekonomi.s3.eu-west-1.amazonaws.com", "/", "/eu-west-1/s3/aws4_request"},
		"gcs":          {"gcs", "", "storage.googleapis.com", "/ekonomi/", "/auto/s3/aws4_request"},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.server = gofakes3.New(s.backend, gofakes3.WithV4Auth(map[string]string{keyID: secretValue}), gofakes3.WithHostBucket(name != "gcs")).Server()
			s.put(t, "2026/a.csv", "x;y\n1;2\n")
			var objects []string
			s.flaw = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Host != tc.host || !strings.HasPrefix(r.URL.Path, tc.path) || !strings.Contains(r.Header.Get("Authorization"), tc.signed) {
					t.Errorf("requested %s for %s, signed %s", r.Host, r.URL.Path, r.Header.Get("Authorization"))
				}
				if isObject(r) {
					objects = append(objects, r.Header.Get("Accept-Encoding"))
				}
				return false
			}
			address, ca := serveAs(t, s, tc.host)
			settings := s.settings()
			settings.Service, settings.Region, settings.Endpoint, settings.CA = tc.service, tc.region, "", ca
			place, err := blob.New(ingesttest.Env(t), settings)
			if err != nil {
				t.Fatal(err)
			}
			place.Dial(tc.host, address)
			env := ingesttest.Env(t)
			tab, err := ingesttest.Read(t, ingest.New("test", ingest.Hold(place, env), ingest.Always(&csv.Format{}), env))
			if err != nil || len(tab.Rows) != 1 {
				t.Errorf("%d rows, %v; want 1", len(tab.Rows), err)
			}
			// Google unpacks objects stored as gzip unless the client accepts gzip.
			if want := map[bool]string{true: "gzip"}[name == "gcs"]; len(objects) != 1 || objects[0] != want {
				t.Errorf("objects were requested with Accept-Encoding %q; want %q", objects, want)
			}
		})
	}
}
