package lineage_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"dubbelkrona/internal/fetch"
)

// specification has OpenLineage.json and facets/ of the folder spec/ of the
// OpenLineage project.
const specification = "../../../shared/fixtures/openlineage"

// The schemas name each other by address, with a version; nothing is fetched.
func compiler(t *testing.T) *jsonschema.Compiler {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(specification, "facets", "*.json"))
	if err != nil || len(paths) == 0 {
		t.Skipf("the specification is not in %s", specification)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, path := range append(paths, filepath.Join(specification, "OpenLineage.json")) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(schema.(map[string]any)["$id"].(string), schema); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func TestEventsAreValidByTheSpecificationItself(t *testing.T) {
	c := compiler(t)
	s := newServer(t)
	emitter := open(t, s.URL, fetch.New(fetch.Options{}), t.Output())
	for _, run := range night() {
		emitter.Tell(run)
	}
	emitter.Close(t.Context())
	facets := make(map[string]bool)
	for _, body := range s.bodies {
		event, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		validate(t, c, fmt.Sprint(at(event, "schemaURL")), event)
		eachFacet(event, func(name string, facet any) {
			facets[name] = true
			validate(t, c, fmt.Sprint(at(facet, "_schemaURL")), facet)
		})
	}
	want := []string{"errorMessage", "inputStatistics", "nominalTime", "outputStatistics", "schema", "version"}
	if got := slices.Sorted(maps.Keys(facets)); !slices.Equal(got, want) {
		t.Errorf("facets %v, want %v", got, want)
	}
	// A test that cannot fail says nothing.
	var broken any
	if err := json.Unmarshal([]byte(strings.Replace(string(s.bodies[0]), `"START"`, `"BEGIN"`, 1)), &broken); err != nil {
		t.Fatal(err)
	}
	if schema, err := c.Compile(fmt.Sprint(at(broken, "schemaURL"))); err != nil || schema.Validate(broken) == nil {
		t.Error("an event that is none passes", err)
	}
}

func validate(t *testing.T, c *jsonschema.Compiler, address string, v any) {
	t.Helper()
	schema, err := c.Compile(address)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Error(err)
	}
}

// eachFacet finds every facet of an event, wherever it is.
func eachFacet(v any, found func(name string, facet any)) {
	switch v := v.(type) {
	case []any:
		for _, inner := range v {
			eachFacet(inner, found)
		}
	case map[string]any:
		for key, inner := range v {
			if !strings.HasSuffix(strings.ToLower(key), "facets") {
				eachFacet(inner, found)
				continue
			}
			for name, facet := range inner.(map[string]any) {
				found(name, facet)
			}
		}
	}
}
