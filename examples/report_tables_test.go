package examples_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// cellOf returns what the results have in the cell of a table of the report.
type cellOf func(r *reported, row map[string]string) string

const projectStart, projectEnd = "2021-01-01", "2022-12-31"

// word returns the text of an indicator that no metric counts.
func word(indicator, day string) cellOf {
	return func(r *reported, row map[string]string) string {
		return r.said("text_value", indicator, day, row["kommun"])
	}
}

// identified returns a cell of Table 5: a row's figure, ? if it is unknown, or the total
// that the report states.
func identified(year string) cellOf {
	return func(r *reported, row map[string]string) string {
		if row["kommun"] == "Antal" {
			return r.figure("identified_social_enterprises/declared/" + year + "/all")
		}
		if value := r.of("identified_social_enterprises", "", year, row["kommun"]); value != "" {
			return value
		}
		return "?"
	}
}

// documents returns a cell of Table 6.
func documents(year string) cellOf {
	return func(r *reported, row map[string]string) string {
		part := map[string]string{"Separat dokument": "separate", "Införlivat i annat dokument": "incorporated"}[row["kategori"]]
		return r.figure("steering_documents/" + part + "/" + year + "/all")
	}
}

// answer returns the answer of Table 4, which the metric counts in one of three parts.
func answer(r *reported, row map[string]string) string {
	for part, text := range map[string]string{"yes": "Ja", "partly": "Delvis", "no": "Nej"} {
		if r.of("external_coordination", part, "2022", row["kommun"]) == "1" {
			return text
		}
	}
	return ""
}

// reportTables are the columns of the report's tables and where the results have them,
// except the columns that name the row.
var reportTables = map[string]map[string]cellOf{
	"tabell1_kommuner.csv": {
		"kommunkod": func(r *reported, row map[string]string) string { return r.codes[row["kommun"]] },
		"befolkning_2020": func(r *reported, row map[string]string) string {
			return r.said("value", "population", "2020-01-01", row["kommun"])
		},
		"areal_km2": func(r *reported, row map[string]string) string {
			return r.said("value", "area_km2", "2020-01-01", row["kommun"])
		},
		"politiskt_styre":     word("political_majority", "2020-01-01"),
		"tidigare_erfarenhet": word("earlier_experience", projectStart),
	},
	"tabell2_perspektiv.csv":        {"initialt_perspektiv": word("initial_perspective", projectStart)},
	"tabell3_samordningsansvar.csv": {"samordningsansvar": word("coordination_responsibility", projectStart)},
	"tabell4_extern_samverkan_2022-12.csv": {
		"extern_samverkansstruktur": answer,
		"kommentar": func(r *reported, row map[string]string) string {
			return r.said("comment", "external_coordination", projectEnd, row["kommun"])
		},
	},
	"tabell5_identifierade_sociala_foretag.csv": {"projektstart": identified("2021"), "projektavslut": identified("2022")},
	"tabell6_styrdokument.csv":                  {"projektstart": documents("2021"), "projektavslut": documents("2022")},
	"tabell7_upphandlingar_2021-2022.csv":       {"upphandlingar": contracts, "form": formOf, "leverantör": suppliersOf, "avser": titleOf, "avtal_tecknat": signedOf},
	"tabell8_sjalvskattning.csv": {
		"markerade_steg_av_7": func(r *reported, row map[string]string) string {
			return r.of("process_steps", "", "2022", row["kommun"])
		},
	},
}

// Every cell of every table of the report is in the results, or in the tables that they
// are calculated from. The tables are those of the example and, where they are, those that
// were typed off.
func TestEveryCellOfTheReport(t *testing.T) {
	inReport(t, func(r *reported) {
		for _, folder := range []string{filepath.Join("skr2022", "data"), filepath.Join("..", "..", "shared", "seed")} {
			files, err := filepath.Glob(filepath.Join(folder, "tabell*.csv"))
			if err != nil {
				t.Fatal(err)
			}
			if len(files) == 0 && !strings.HasPrefix(folder, "skr2022") {
				t.Logf("%s is not here", folder)
				continue
			}
			if len(files) != len(reportTables) {
				t.Fatalf("%d tables in %s, want %d", len(files), folder, len(reportTables))
			}
			for _, file := range files {
				compareTable(r, file)
			}
		}
	})
}

func compareTable(r *reported, file string) {
	r.t.Helper()
	columns, rows := lines(r.t, file)
	for _, name := range columns {
		cell, there := reportTables[filepath.Base(file)][name]
		if !there {
			if !slices.Contains([]string{"kommun", "kategori"}, name) {
				r.t.Errorf("%s: no figure is compared with column %s", file, name)
			}
			continue
		}
		for _, row := range rows {
			if got := cell(r, row); !sameCell(got, row[name]) {
				r.t.Errorf("%s, %s of %s%s: %q, the report has %q", file, name, row["kommun"], row["kategori"], got, row[name])
			}
		}
	}
}

// What the report says beside its tables: what does not add up, and what cannot be placed.
func TestWhatTheReportLeavesOpen(t *testing.T) {
	inReport(t, func(r *reported) {
		for key, want := range map[string]string{
			// Four by the comments of Table 4, six by its text, eight of unknown start.
			"external_coordination/yes/2021/all": "4", "external_coordination/declared/2021/all": "6", "external_coordination/unknown/2021/all": "8",
			"external_coordination//2022/all": "0.5", "external_coordination/partly/2022/all": "5", "external_coordination/no/2022/all": "1",
			"identified_social_enterprises//2021/all": "40", "identified_social_enterprises//2022/all": "87", "identified_social_enterprises/unknown/2021/all": "1",
			// From 40 to 69, without Malmö, whose start is unknown: one bankruptcy, and a rise of 30
			// of which no reason is stated.
			"register_bridge/start/2022/all": "40", "register_bridge/bankruptcy/2022/all": "1", "register_bridge/unexplained/2022/all": "30", "register_bridge/end/2022/all": "69",
			"register_bridge/without_bridge/2022/all": "1", "register_bridge/start/2022/municipality/1280": "", "register_bridge//2022/municipality/1280": "18",
			"register_bridge/bankruptcy/2022/municipality/1485": "1", "register_bridge/end/2022/municipality/1485": "0",
			"contracts_by_form/reserved//all": "8", "contracts_by_form/direct//all": "3", "contracts_by_form/open//all": "1", "contracts_by_form/read_as_open//all": "1",
			// 13 crosses: 5 and 8.
			"steering_documents//2021/all": "5", "steering_documents/placed/2021/all": "5", "steering_documents/not_placed/2021/all": "0",
			"steering_documents//2022/all": "8", "steering_documents/placed/2022/all": "5", "steering_documents/not_placed/2022/all": "3",
			"effect_measurement_begun//2022/all": "7", "effect_measurement_begun/not_placed/2022/all": "7",
		} {
			if got := r.figure(key); got != want {
				t.Errorf("%s is %s, want %s", key, got, want)
			}
		}
		for town, code := range r.codes {
			steps, rated := r.figures["process_steps//2022/municipality/"+code]
			if !rated {
				continue
			}
			all := slices.Contains([]string{"Söderhamn", "Tierp"}, town)
			if all != (steps == "7") {
				t.Errorf("%s has %s steps", town, steps)
			}
			for _, step := range []string{"Politisk förankring", "Ansvarig tjänsteperson", "Intern samordning", "Styrdokument", "Handlingsplan", "Extern samverkan", "Uppföljning"} {
				key := fmt.Sprintf(`process_step//2022/municipality,step/%s/{"step":"%s"}`, code, step)
				if got := r.figure(key); got != map[bool]string{true: "1", false: ""}[all] {
					t.Errorf("%s, %s: %q", town, step, got)
				}
			}
			placed := slices.Contains([]string{"Hudiksvall", "Karlstad", "Söderhamn", "Tierp", "Uddevalla"}, town)
			for _, year := range []string{"2021", "2022"} {
				if got := r.of("steering_documents", "", year, town); got != map[bool]string{true: "1", false: ""}[placed] {
					t.Errorf("%s in %s: %q policy documents", town, year, got)
				}
			}
			started := slices.Contains([]string{"Hudiksvall", "Mölndal", "Söderhamn", "Tierp"}, town)
			if got := r.of("external_coordination", "", "2021", town); got != map[bool]string{true: "1", false: ""}[started] {
				t.Errorf("%s at the start: %q", town, got)
			}
		}
	})
}

// The start of each municipality is what the comment of Table 4 says.
func TestStartOfTable4(t *testing.T) {
	_, comments := lines(t, filepath.Join("skr2022", "data", "tabell4_extern_samverkan_2022-12.csv"))
	_, starts := lines(t, filepath.Join("skr2022", "data", "text_extern_samverkan_start.csv"))
	for i, row := range comments {
		want := map[bool]string{true: "Ja", false: ""}[row["kommentar"] == "Befintlig struktur innan projektstart"]
		if starts[i]["kommun"] != row["kommun"] || starts[i]["extern_samverkansstruktur"] != want {
			t.Errorf("%v, want %s %q", starts[i], row["kommun"], want)
		}
	}
}
