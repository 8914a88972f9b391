package lineage_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/fetch"
)

func TestEventsHaveInputsAndOutputs(t *testing.T) {
	s := newServer(t)
	var log logBuffer
	emitter := open(t, s.URL, fetch.New(fetch.Options{}), &log)
	for _, run := range night() {
		emitter.Tell(run)
	}
	emitter.Close(t.Context())
	events := s.events(t)
	if len(events) != len(transitions()) || log.text() != "" {
		t.Fatalf("%d events\n%s", len(events), log.text())
	}
	for i, want := range transitions() {
		if events[i]["eventType"] != want {
			t.Errorf("event %d is %v, want %s", i, events[i]["eventType"], want)
		}
		// Computed with Python's uuid.uuid5.
		if id := at(events[i], "run", "runId"); id != "ea600bfe-f5fa-5db9-87a2-b97d0b53aee6" {
			t.Errorf("run %v", id)
		}
	}
	start, complete, failed := events[0], events[1], events[3]
	for _, tc := range []struct {
		event map[string]any
		path  string
		want  any
	}{
		{start, "eventTime", "2026-11-25T01:30:00Z"},
		{start, "job.namespace", "dubbelkrona:tierp"},
		{start, "job.name", "ingest:avtal"},
		{complete, "eventTime", "2026-11-25T01:31:30Z"},
		{complete, "run.facets.nominalTime.nominalStartTime", "2026-11-25T02:30:00+01:00"},
		{complete, "inputs.0.namespace", "dubbelkrona:tierp"},
		{complete, "inputs.0.name", "source.avtal"},
		{complete, "inputs.0.inputFacets.inputStatistics.rowCount", 68021.0},
		{complete, "outputs.0.name", "lake.contract"},
		{complete, "outputs.0.outputFacets.outputStatistics.rowCount", 0.0},
		{complete, "outputs.1.name", "core.contract"},
		{complete, "outputs.1.outputFacets.outputStatistics.rowCount", 68020.0},
		{complete, "outputs.1.facets.version.datasetVersion", "20261125T013000.000Zabcd"},
		{complete, "outputs.1.facets.schema.fields.0.type", "VARCHAR"},
		{complete, "run.facets.errorMessage", nil},
		{failed, "run.facets.errorMessage.message", "the disk is full"},
	} {
		if got := at(tc.event, strings.Split(tc.path, ".")...); got != tc.want {
			t.Errorf("%s is %v, want %v", tc.path, got, tc.want)
		}
	}
	if bytes.Contains(slices.Concat(s.bodies...), []byte(secretValue)) {
		t.Error("the token is in an event")
	}
	if r := s.requests[0]; r.Method != http.MethodPost || r.URL.Path != "/api/v1/lineage" || r.Header.Get("Authorization") != "Bearer "+secretValue ||
		r.Header.Get("Content-Type") != "application/json" {
		t.Errorf("request %s %s %v", r.Method, r.URL, r.Header)
	}
}

// at returns the value at a path of keys and indexes, nil if there is none.
func at(v any, path ...string) any {
	for _, key := range path {
		switch inner := v.(type) {
		case map[string]any:
			v = inner[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(inner) {
				return nil
			}
			v = inner[i]
		default:
			return nil
		}
	}
	return v
}

// Events have what version 2-0-2 of the OpenLineage specification requires. The
// rules are written out here, so the test needs no schema file.
func TestEventsHaveWhatTheSpecificationRequires(t *testing.T) {
	s := newServer(t)
	emitter := open(t, s.URL+"/", fetch.New(fetch.Options{}), t.Output())
	for _, run := range night() {
		emitter.Tell(run)
	}
	emitter.Close(t.Context())
	for _, event := range s.events(t) {
		known := []string{"eventTime", "eventType", "inputs", "job", "outputs", "producer", "run", "schemaURL"}
		if keys := slices.Sorted(maps.Keys(event)); !slices.Equal(keys, known) {
			t.Errorf("keys %v", keys)
		}
		if event["schemaURL"] != "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent" {
			t.Errorf("schemaURL %v", event["schemaURL"])
		}
		if _, err := time.Parse(time.RFC3339Nano, fmt.Sprint(event["eventTime"])); err != nil {
			t.Error(err)
		}
		absolute(t, event["producer"])
		checkFacets(t, at(event, "run", "facets"))
		for _, kind := range []string{"inputs", "outputs"} {
			for _, d := range event[kind].([]any) {
				if at(d, "namespace") == "" || at(d, "name") == "" {
					t.Errorf("%s: %v has no name", kind, d)
				}
				checkFacets(t, at(d, "facets"))
				checkFacets(t, at(d, strings.TrimSuffix(kind, "s")+"Facets"))
			}
		}
	}
}

var facetSchema = regexp.MustCompile(`^https://openlineage\.io/spec/facets/\d+-\d+-\d+/(\w+)\.json#/\$defs/(\w+)$`)

// checkFacets checks that each facet names its producer, and a schema with the
// facet's own name.
func checkFacets(t *testing.T, v any) {
	t.Helper()
	facets, _ := v.(map[string]any)
	for name, facet := range facets {
		absolute(t, at(facet, "_producer"))
		schema := fmt.Sprint(at(facet, "_schemaURL"))
		match := facetSchema.FindStringSubmatch(schema)
		if match == nil || match[1] != match[2] || !strings.Contains(strings.ToLower(schema), strings.ToLower(name)) {
			t.Errorf("facet %s has the schema %s", name, schema)
		}
	}
}

func absolute(t *testing.T, v any) {
	t.Helper()
	if u, err := url.Parse(fmt.Sprint(v)); err != nil || !u.IsAbs() || strings.ContainsAny(u.String(), " ()") {
		t.Errorf("%v is no absolute URI", v)
	}
}
