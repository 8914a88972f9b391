package dashboards_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/grafana/grafana-foundation-sdk/go/barchart"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// board is what the tests read of a dashboard.
type board struct {
	Title      string
	Templating struct{ List []variable }
	Panels     []panel
}

type variable struct{ Name, Label, Type, Query string }

type panel struct {
	ID                 int
	Type               string
	Title, Description string
	GridPos            struct{ X, Y, W, H int }
	Datasource         source
	Targets            []query
}

type source struct{ Type, UID string }

type query struct {
	Datasource     source
	Format, RawSQL string
}

// boards reads the dashboards, by language.
func boards(t *testing.T) map[string]board {
	t.Helper()
	all := make(map[string]board)
	for _, l := range []string{"sv", "en"} {
		var b board
		if err := json.Unmarshal(read(t, "grafana/dashboards/dubbelkrona."+l+".json"), &b); err != nil {
			t.Fatal(err)
		}
		all[l] = b
	}
	return all
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The dashboards follow Grafana's own schemas, as its SDK has them: of the dashboard and of
// the options of each panel, strictly.
func TestDashboardsFollowGrafanasSchemas(t *testing.T) {
	runtime := cog.NewRuntime() // of the process
	for _, config := range []variants.PanelcfgConfig{stat.VariantConfig(), barchart.VariantConfig(), table.VariantConfig(), timeseries.VariantConfig()} {
		runtime.RegisterPanelcfgVariant(config)
	}
	for l, b := range boards(t) {
		for _, p := range b.Panels {
			if _, known := runtime.ConfigForPanelcfgVariant(p.Type); !known && p.Type != "row" {
				t.Errorf("%s: panel %q is of type %s, whose schema the test does not have", l, p.Title, p.Type)
			}
		}
		text := read(t, "grafana/dashboards/dubbelkrona."+l+".json")
		for _, fault := range schemaFaults(text) {
			t.Errorf("%s: %s", l, fault)
		}
		// The schema is that of the panels too.
		if broken := bytes.Replace(text, []byte(`"orientation": "horizontal"`), []byte(`"orientation": 7`), 1); len(schemaFaults(broken)) == 0 {
			t.Errorf("%s: an option of a wrong type has no fault", l)
		}
	}
}

func schemaFaults(text []byte) (faults []string) {
	//lint:ignore SA1019 the provisioned files are of this version of the schema, which every Grafana reads
	var d dashboard.Dashboard
	for _, err := range []error{d.UnmarshalJSONStrict(text), d.Validate()} {
		if err != nil && err.Error() != "" {
			faults = append(faults, err.Error())
		}
	}
	return faults
}

// Panels do not overlap, fit the grid, say what they show, and read the data source that
// the variable names.
func TestPanels(t *testing.T) {
	for l, b := range boards(t) {
		taken := make(map[[2]int]string)
		for _, p := range b.Panels {
			for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
				for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
					if other, is := taken[[2]int{x, y}]; is || x >= 24 {
						t.Errorf("%s: panel %q overlaps %q at %d, %d", l, p.Title, other, x, y)
					}
					taken[[2]int{x, y}] = p.Title
				}
			}
			if p.Type == "row" {
				continue
			}
			want := source{"grafana-postgresql-datasource", "${datasource}"}
			if p.Datasource != want || len(p.Targets) != 1 || p.Targets[0].Datasource != want || p.Description == "" {
				t.Errorf("%s: panel %q: %+v", l, p.Title, p)
			}
		}
	}
}

var words = regexp.MustCompile(`"[^"]*"|'[^']*'|\b\w+_(sv|en)\b`)

// The dashboards in the two languages have the same panels and ask the same questions.
func TestLanguagesAreAlike(t *testing.T) {
	outline := func(b board) (lines []string) {
		for _, v := range b.Templating.List {
			lines = append(lines, v.Name+" "+v.Type+" "+words.ReplaceAllString(v.Query, "…"))
		}
		for _, p := range b.Panels {
			line := fmt.Sprint(p.ID, p.Type, p.GridPos)
			for _, q := range p.Targets {
				line += q.Format + " " + strings.Join(strings.Fields(words.ReplaceAllString(q.RawSQL, "…")), " ")
			}
			lines = append(lines, line)
		}
		return lines
	}
	sv, en := outline(boards(t)["sv"]), outline(boards(t)["en"])
	decimals := strings.NewReplacer("replace(round(low, 2)::text, …, …)", "round(low, 2)::text", "replace(round(high, 2)::text, …, …)", "round(high, 2)::text")
	for i := range sv {
		sv[i] = decimals.Replace(sv[i])
	}
	if !slices.Equal(sv, en) {
		for i := range min(len(sv), len(en)) {
			if sv[i] != en[i] {
				t.Errorf("sv %s\nen %s", sv[i], en[i])
			}
		}
	}
}

// The files with which Grafana is set up are YAML, and agree with the dashboards and with
// each other.
func TestProvisioning(t *testing.T) {
	var sources struct {
		APIVersion  int `yaml:"apiVersion"`
		Datasources []struct {
			Name, UID, Type, URL, User string
			SecureJSONData             map[string]string `yaml:"secureJsonData"`
			JSONData                   map[string]any    `yaml:"jsonData"`
			Editable                   bool
		}
	}
	if err := yaml.UnmarshalWithOptions(read(t, "grafana/provisioning/datasources/dubbelkrona.yaml"), &sources, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if s := sources.Datasources; len(s) != 1 || s[0].Type != "grafana-postgresql-datasource" || s[0].JSONData["sslmode"] != "verify-full" || !strings.HasPrefix(s[0].SecureJSONData["password"], "${") {
		t.Errorf("%+v", s)
	}
	var providers struct {
		APIVersion int `yaml:"apiVersion"`
		Providers  []struct {
			Name, Folder, Type string
			AllowUIUpdates     bool `yaml:"allowUiUpdates"`
			Options            map[string]string
		}
	}
	if err := yaml.UnmarshalWithOptions(read(t, "grafana/provisioning/dashboards/dubbelkrona.yaml"), &providers, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if p := providers.Providers; len(p) != 1 || p[0].Type != "file" || p[0].Options["path"] == "" {
		t.Errorf("%+v", p)
	}
}
