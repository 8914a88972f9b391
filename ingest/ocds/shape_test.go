package ocds_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ocds"
)

// The ids of a contract, its award and its supplier are equal as a number and as a
// text: the amendment belongs to the contract, whose value is 150.
func TestNumbersAndTextsAreOneID(t *testing.T) {
	first := `{"ocid":"a","id":"r1","date":"2025-01-02","parties":[{"id":7,"name":"Alfa AB"}],"awards":[{"id":1,"suppliers":[{"id":"7"}]}],"contracts":[{"id":1,"awardID":1,"value":{"amount":100,"currency":"SEK"}}]}`
	second := `{"ocid":"a","id":"r2","date":"2025-02-01","contracts":[{"id":"1","awardID":"1","value":{"amount":150,"currency":"SEK"}}]}`
	const rest = ` contract_id=a/1 currency=SEK ocid=a supplier_name=Alfa AB value=`
	history := func(before, after string) string {
		return `1 contract amendments=[{"date":"2025-02-01","releaseID":"r2","field":"value/amount","before":` + before + `,"after":` + after + `}]` + rest + after
	}
	equal(t, decode(t, []byte(first+second)), []string{history("100", "150")})
	equal(t, decode(t, []byte(strings.ReplaceAll(first, `"id":1,`, `"id":1.0,`)+second)), []string{history("100", "150")})
}

// If a release has two items with the same id, its process is refused and the id
// named; the others are read.
func TestEqualIDsInARelease(t *testing.T) {
	const other = `{"ocid":"z","id":"1","date":"2020-01-01T00:00:00Z"}`
	for in, what := range map[string]string{
		`"contracts":[{"id":"c1","value":{"amount":1000}},{"id":"c1","value":{"amount":5}}]`:                                                    "two contracts with the id c1",
		`"contracts":[{"id":1},{"id":"1"}]`:                                                                                                     "two contracts with the id 1",
		`"awards":[{"id":"x","value":{"amount":1}},{"id":"x","value":{"amount":2}}]`:                                                            "two awards with the id x",
		`"tender":{"lots":[{"id":"1"},{"id":"1"}]}`:                                                                                             "two lots with the id 1",
		`"contracts":[{"id":"c","implementation":{"transactions":[{"id":"t","value":{"amount":1}},{"id":"t","value":{"amount":2}}]}}]`:          "two transactions with the id t in one contract",
		`"parties":[{"id":"p","name":"Alfa AB"},{"id":"p","name":"Beta AB"}]`:                                                                   "two organisations with the id p",
		`"parties":[{"id":"p","identifier":{"scheme":"SE-ON","id":"5560160680"}},{"id":"p","identifier":{"scheme":"SE-ON","id":"5560125790"}}]`: "two organisations with the id p",
	} {
		for _, tail := range []string{``, `{"ocid":"a","id":"2","date":"2020-02-01"}`} {
			text := `{"ocid":"a","id":"1","date":"2020-01-01",` + in + `}` + tail + other
			equal(t, decode(t, []byte(text)), []string{
				"1 release.id: element 1 has " + what + " in one release; an id must be one thing's alone", "2 contract contract_id=z ocid=z status=planning"})
		}
	}
	roles := `{"ocid":"a","parties":[{"id":"p","name":"Alfa AB","roles":["buyer"]},{"id":"p","name":"ALFA AB","roles":["payer"]}]}`
	equal(t, decode(t, []byte(roles)), []string{"1 contract contract_id=a ocid=a status=planning"})
}

// A single item in place of an array is read as an array of one item. A value of any
// other type makes a faulty row, and nothing is ignored.
func TestWrongShapes(t *testing.T) {
	whole := `{"ocid":"a","tag":["contract"],"parties":[{"id":"p1","name":"Alfa AB","roles":["supplier"]},{"id":"b","name":"Kommunen","roles":["buyer"]}],` +
		`"tender":{"items":[{"id":"1","classification":{"scheme":"CPV","id":"77310000"}}],"otherRequirements":{"reservedParticipation":["shelteredWorkshop"]}},` +
		`"awards":[{"id":"a1","suppliers":[{"id":"p1"}]}],` +
		`"contracts":[{"id":"c","awardID":"a1","value":{"amount":10,"currency":"SEK"},"amendments":[{"id":"1","date":"2020-01-01"}],"implementation":{"transactions":[{"id":"t","value":{"amount":4,"currency":"SEK"}}]}}]}`
	want := decode(t, []byte(whole))
	if len(want) != 2 || !strings.Contains(want[0], "supplier_name=Alfa AB") || !strings.Contains(want[0], "reserved=true") || !strings.Contains(want[0], "buyer_name=Kommunen") {
		t.Fatalf("%q", want)
	}
	for _, alone := range []string{`[{"id":"p1"}]`, `["supplier"]`, `["buyer"]`, `["contract"]`, `["shelteredWorkshop"]`, `[{"id":"1","date":"2020-01-01"}]`,
		`[{"id":"t","value":{"amount":4,"currency":"SEK"}}]`, `[{"id":"a1","suppliers":[{"id":"p1"}]}]`, `[{"id":"1","classification":{"scheme":"CPV","id":"77310000"}}]`} {
		text := strings.Replace(whole, alone, alone[1:len(alone)-1], 1)
		if text == whole {
			t.Fatalf("%s is not in the sample", alone)
		}
		equal(t, decode(t, []byte(text)), want)
	}
	equal(t, decode(t, []byte(strings.Replace(whole, `{"amount":10,"currency":"SEK"}`, `[{"amount":10,"currency":"SEK"}]`, 1))), want)
	equal(t, decode(t, []byte(`{"releases":`+whole+`}`)), want)
	for from, c := range map[string]struct{ to, path string }{
		`[{"id":"p1"}]`:                                      {`"Alfa AB"`, "awards/suppliers is no list"},
		`{"amount":10,"currency":"SEK"}`:                     {`10`, "contracts/value is no object"},
		`[{"id":"t","value":{"amount":4,"currency":"SEK"}}]`: {`[4]`, "contracts/implementation/transactions holds something else than objects"},
		`{"reservedParticipation":["shelteredWorkshop"]}`:    {`true`, "tender/otherRequirements is no object"},
		`[{"id":"1","date":"2020-01-01"}]`:                   {`"1"`, "contracts/amendments is no list"},
		`{"scheme":"CPV","id":"77310000"}`:                   {`[{"id":"1"},{"id":"2"}]`, "tender/items/classification is no object"},
	} {
		equal(t, decode(t, []byte(strings.Replace(whole, from, c.to, 1))), []string{"1 release.type: element 1: " + c.path + ", so that it cannot be read"})
	}
}

// Releases of the same date that contradict each other are reported, and have the
// same result in any order. Releases that only add something are not reported.
func TestContradictions(t *testing.T) {
	release := func(id, date, contract string) string {
		return `{"ocid":"a","id":"` + id + `","date":"` + date + `","contracts":[{"id":"c",` + contract + `}]}`
	}
	ten, twenty := release("r2", "2025-01-01", `"value":{"amount":10,"currency":"SEK"}`), release("r10", "2025-01-01T00:00:00Z", `"value":{"amount":20,"currency":"SEK"}`)
	titled := release("r3", "2025-01-01", `"title":"Städ"`)
	for _, in := range []string{ten + twenty, twenty + ten, twenty + titled + ten} {
		got := decode(t, []byte(in))
		if len(got) != 2 || !strings.Contains(got[0], "release.date: releases of the process of element 1 have one date and different values of contracts/value/amount") || !strings.Contains(got[1], "value=20") {
			t.Errorf("%s: %q", in, got)
		}
	}
	later := release("r4", "2025-01-02", `"value":{"amount":20,"currency":"SEK"}`)
	for _, in := range []string{ten + titled, titled + ten, later + ten} {
		if got := decode(t, []byte(in)); len(got) != 1 {
			t.Errorf("%s: %q", in, got)
		}
	}
}

// A relative schema is relative to the project, in every working directory.
func TestSchemaOfTheProject(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "schema"), 0o700); err != nil {
		t.Fatal(err)
	}
	schema := `{"title":"x","title":"y","properties":{"x":{"type":"array","wholeListMerge":true}}}`
	if err := os.WriteFile(filepath.Join(root, "schema", "release.json"), []byte(schema), 0o600); err != nil {
		t.Fatal(err)
	}
	settings := ocds.Settings{Schema: "schema/release.json", Columns: map[string]string{"x": "release/x"}}
	f, err := ocds.New(ingest.Env{Root: root}, settings)
	if err != nil {
		t.Fatal(err)
	}
	in := `{"ocid":"a","id":"1","date":"2020-01-01","x":[{"id":"1"}]}{"ocid":"a","id":"2","date":"2020-01-02","x":[{"id":"2"}]}`
	tab, err := ingesttest.Decode(t, f, "x.json", []byte(in))
	if err != nil || len(tab.Rows) != 1 || tab.Rows[0].Cells["x"] != `[{"id":"2"}]` {
		t.Errorf("%+v, %v", tab.Rows, err)
	}
	if _, err := ocds.New(ingest.Env{Root: t.TempDir()}, settings); err == nil {
		t.Error("a schema that the project does not have is read")
	}
}
