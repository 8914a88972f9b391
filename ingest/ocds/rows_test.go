package ocds_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ocds"
)

// kommunRows are the rows of testdata/kommun.json, worked out by hand. Its releases are
// not in order, and comparing their dates as texts would swap those of 2 May 2023.
var kommunRows = []string{
	"1 contract buyer_name=Lunds kommun buyer_org_no=212000-1132 contract_id=ocds-x-2 cpv=90910000 ocid=ocds-x-2 procedure=open " +
		"reserved_execution=true signed=2024-01-10T00:00:00Z social_clause=true status=tender.active title=Lokalvård",
	`2 contract amendments=[{"id":"1","date":"2023-05-01T00:00:00Z","rationale":"Fler ytor","amendsReleaseID":"2","releaseID":"3"},` +
		`{"date":"2023-05-02T02:30:00-05:00","releaseID":"3","field":"value/amount","before":1000000,"after":1250000.50},` +
		`{"date":"2023-05-02T02:30:00-05:00","releaseID":"3","field":"period/endDate","before":"2025-12-31T23:59:59+01:00","after":"2026-12-31T23:59:59+01:00"}]` +
		" buyer_name=Lunds kommun buyer_org_no=212000-1132 contract_id=ocds-x-1/A1 currency=SEK end=2026-12-31T23:59:59+01:00 ocid=ocds-x-1 procedure=selective reserved=true" +
		" signed=2023-02-01T23:30:00+01:00 social_clause=true social_objective=social.disadvantagedEmploymentOpportunities start=2023-03-01 status=active" +
		" supplier_name=Gröna Ytor AB supplier_org_no=5560160680 title=Avtal om grönytor value=1250000.50",
	"3 transaction amount=40000 buyer_name=Lunds kommun buyer_org_no=212000-1132 contract_id=ocds-x-1/A1 currency=SEK date=2023-03-31T00:00:00Z ocid=ocds-x-1" +
		" supplier_name=Gröna Ytor AB supplier_org_no=5560160680 transaction_id=t1",
	"4 transaction amount=-1500 buyer_name=Lunds kommun buyer_org_no=212000-1132 contract_id=ocds-x-1/A1 currency=SEK date=2023-06-30T00:00:00Z ocid=ocds-x-1" +
		" source=https://example.org/reskontra supplier_name=Gröna Ytor AB supplier_org_no=5560160680 transaction_id=t2",
	"5 contract buyer_name=Lunds kommun buyer_org_no=212000-1132 contract_id=ocds-x-1/award/2 currency=EUR ocid=ocds-x-1 procedure=selective" +
		" signed=2023-01-16 social_clause=false status=award.active supplier_name=Ett AB; Gröna Ytor AB title=Skötsel av grönytor value=300000",
	"6 contract buyer_name=Lunds kommun buyer_org_no=212000-1132 contract_id=ocds-x-1/award/3 ocid=ocds-x-1 procedure=selective" +
		" status=award.unsuccessful title=Skötsel av grönytor",
	"7 organisation name=Lunds kommun org_no=212000-1132",
	"8 organisation name=Gröna Ytor AB org_no=5560160680",
}

func kommun(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/kommun.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// releases returns the releases of kommun.json as bytes.
func releases(t testing.TB) [][]byte {
	t.Helper()
	var pack struct{ Releases []json.RawMessage }
	if err := json.Unmarshal(kommun(t), &pack); err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for _, r := range pack.Releases {
		var b bytes.Buffer
		if err := json.Compact(&b, r); err != nil {
			t.Fatal(err)
		}
		all = append(all, b.Bytes())
	}
	return all
}

func TestPackage(t *testing.T) { equal(t, decode(t, kommun(t)), kommunRows) }

// In every shape of publication the same releases have the same rows.
func TestShapes(t *testing.T) {
	all := releases(t)
	join := func(open, before, after, between, end string) []byte {
		var parts []string
		for _, r := range all {
			parts = append(parts, before+string(r)+after)
		}
		return []byte(open + strings.Join(parts, between) + end)
	}
	for name, data := range map[string][]byte{
		"array":              join("[", "", "", ",", "]"),
		"lines":              join("", "", "", "\n", "\n"),
		"behind each other":  join("", "", "", "", ""),
		"packages, as lines": join("", `{"releases":[`, `],"uri":"u"}`, "\r\n", ""),
		"array of packages":  join(" [", `{"uri":{"releases":[]},"releases":[`, `]}`, " , ", "]"),
		"records": []byte(`{"records":[{"releases":[` + string(all[1]) + `],"ocid":"ocds-x-2"},{"ocid":"ocds-x-1","releases":[` +
			string(all[0]) + "," + string(all[2]) + "," + string(all[3]) + `]}]}`),
	} {
		t.Run(name, func(t *testing.T) { equal(t, decode(t, data), kommunRows) })
	}
}

// The compiled release of a record is used, and later releases change it.
func TestCompiledReleases(t *testing.T) {
	compiled := `{"ocid":"a","id":"a-2020-02-01","date":"2020-02-01T00:00:00Z","tag":["compiled"],"contracts":[{"id":"1","value":{"amount":5,"currency":"SEK"},"status":"active"}]}`
	early := `{"ocid":"a","id":"1","date":"2020-01-01T00:00:00Z","tag":["contract"],"contracts":[{"id":"1","value":{"amount":4},"title":"early"}]}`
	same := `{"ocid":"a","id":"2","date":"2020-02-01T00:00:00Z","tag":["contract"],"contracts":[{"id":"1","title":"same day"}]}`
	late := `{"ocid":"a","id":"3","date":"2020-03-01T00:00:00Z","tag":["contract"],"contracts":[{"id":"1","value":{"amount":6}}]}`
	row := func(rest string) []string { return []string{"1 contract " + rest} }
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"record": {`{"ocid":"a","releases":[{"url":"u","date":"2020-01-01","tag":["x"]}],"compiledRelease":` + compiled + `}`,
			row("contract_id=a/1 currency=SEK ocid=a status=active value=5")},
		"record with its releases": {`{"ocid":"a","releases":[` + early + `],"compiledRelease":` + compiled + `,"versionedRelease":{"ocid":"a"}}`,
			row("contract_id=a/1 currency=SEK ocid=a status=active value=5")},
		"and releases around it": {late + compiled + same + early,
			row(`amendments=[{"date":"2020-03-01T00:00:00Z","releaseID":"3","field":"value/amount","before":5,"after":6}] contract_id=a/1 currency=SEK ocid=a status=active value=6`)},
		"compiled twice": {strings.Replace(compiled, `"amount":5`, `"amount":7`, 1) + compiled,
			[]string{"1 release.date: releases of the process of element 1 have one date and different values of contracts/value/amount; the last of them by its id counts; ask which is right",
				"2 contract contract_id=a/1 currency=SEK ocid=a status=active value=5"}},
		"links only": {`{"records":[{"ocid":"a","releases":[{"url":"u","date":"2020-01-01","tag":["x"]},{"url":"v"}]}]}`,
			[]string{"1 record.linked: the record of element 1 has 2 releases as links only and no compiled release; ask for a package with whole releases"}},
		"nothing":          {`{"records":[{"ocid":"a","releases":[]}]}`, []string{"1 record.empty: the record of element 1 has neither a compiled release nor releases"}},
		"of another":       {`{"ocid":"b","compiledRelease":` + compiled + `}`, []string{"1 record.ocid: a release in the record of element 1 is of another process or none"}},
		"one part is lost": {`{"records":[{"ocid":"b","releases":[{"url":"u"}]}]}` + compiled, []string{"1 record.linked: the record of element 1 has 1 releases as links only and no compiled release; ask for a package with whole releases", "2 contract contract_id=a/1 currency=SEK ocid=a status=active value=5"}},
	} {
		t.Run(name, func(t *testing.T) { equal(t, decode(t, []byte(c.in)), c.want) })
	}
}

// A process that cannot be read is a faulty row with the reason, and the others are
// read.
func TestFaults(t *testing.T) {
	const other = `{"ocid":"z","id":"1","date":"2020-01-01T00:00:00Z"}`
	for name, c := range map[string]struct{ in, want string }{
		"no ocid":                {`{"releases":[{"id":"1"}]}`, "release.ocid: element 1 has no ocid, so that nobody knows which process it is about"},
		"an ocid that is none":   {`{"releases":[{"ocid":7}]}`, "release.ocid: element 1 has no ocid, so that nobody knows which process it is about"},
		"no object":              {`{"releases":["x"]}`, "release.object: element 1 is no object"},
		"same id, other content": {`{"ocid":"a","id":"1","date":"2020-01-01"}{"ocid":"a","id":"1","date":"2020-01-02"}`, "release.id: two releases of the process of element 1 have the same id and not the same content; one of them is wrong"},
		"no date":                {`{"ocid":"a","id":"1","date":"2020-01-01"}{"ocid":"a","id":"2"}`, "release.date: a release of the process of element 1 has no date, or none that can be read, so that nobody knows which is newer"},
		"types disagree": {`{"ocid":"a","id":"1","date":"2020-01-01","contracts":[{"id":"1","value":{"amount":1}}]}{"ocid":"a","id":"2","date":"2020-01-02","contracts":[{"id":"1","value":2}]}`,
			"release.type: element 2: contracts/value is no object, so that it cannot be read"},
		"a contract without an id": {`{"ocid":"a","contracts":[{"title":"x"}]}`, "contract.id: a contract has no id"},
		"an award without an id":   {`{"ocid":"a","awards":[{"title":"x"}]}`, "award.id: an award has no id"},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, decode(t, []byte(c.in+other)), []string{"1 " + c.want, "2 contract contract_id=z ocid=z status=planning"})
		})
	}
	// If a second release repeated it, such a payment would count twice.
	equal(t, decode(t, []byte(`{"ocid":"a","id":"1","date":"2020-01-01","contracts":[{"id":"1","implementation":{"transactions":[{"value":{"amount":9}}]}}]}`+
		`{"ocid":"a","id":"2","date":"2020-01-02","contracts":[{"id":"1","status":"active"}]}`)), []string{
		"1 contract contract_id=a/1 ocid=a status=active",
		"2 transaction.id: a transaction has no id, in a process of several releases, so that it may be there more than once"})
}

// Equal releases count once, with or without an id.
func TestDuplicates(t *testing.T) {
	one := `{"ocid":"a","id":"1","date":"2020-01-01","contracts":[{"id":"1","items":[{"x":1}]}]}`
	other := `{"date":"2020-01-01","id":"1","contracts":[{"items":[{"x":1}],"id":"1"}],"ocid":"a"}`
	equal(t, decodeWith(t, ocds.Settings{Columns: map[string]string{"items": "contract/items"}}, []byte(one+other), ingest.Limits{}),
		[]string{`1 contract contract_id=a/1 items=[{"x":1}] ocid=a`})
	planning := []string{"1 contract contract_id=EXAMPLE-1 ocid=EXAMPLE-1 status=planning"}
	equal(t, decode(t, shared(t, "duplicates/releases_unique.json")), planning)
	equal(t, decode(t, shared(t, "duplicates/releases_non_unique_no_id.json")), planning)
	// The last of its five releases has the id of two others and another date.
	equal(t, decode(t, shared(t, "duplicates/releases_non_unique.json")), []string{
		"1 release.id: two releases of the process of element 1 have the same id and not the same content; one of them is wrong"})
}

func TestRefusals(t *testing.T) {
	for in, want := range map[string]string{
		`7`:                                    "neither an object nor an array",
		`{"a":1}`:                              "none of ocid, releases and records",
		`{"releases":7}`:                       "releases is not an array",
		`{"releases":[],"ocid":"a"}`:           "must begin with its ocid",
		`{"releases":[{"ocid":"a","id":tru}]}`: "element 1: a value is neither",
		`{"releases":[{"ocid":"a","x":1,"x":2}]}`:                                    "element 1: a key is written twice",
		`{"releases":[{"ocid":"a"}`:                                                  "cut off",
		`{"releases":[{"ocid":"a"},]}`:                                               "missing",
		`{"ocid":"a","x":` + strings.Repeat("[", 80) + strings.Repeat("]", 80) + `}`: "deep",
		`{"ocid":"a","x":"\ud83d"}`:                                                  "surrogate",
	} {
		_, err := ingesttest.Decode(t, format(t, ocds.Settings{}), "x.json", []byte(in))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.50s: %v; want an error that says %q", in, err, want)
		}
	}
	long := `{"ocid":"a","x":"` + strings.Repeat("y", 3<<20) + `"}`
	if _, err := ingesttest.DecodeWith(t, format(t, ocds.Settings{}), "x.json", []byte(long), ingest.Limits{Record: 1 << 20}); err == nil || !strings.Contains(err.Error(), "longer than 1048576") {
		t.Errorf("a long release: %v", err)
	}
}

func TestSettings(t *testing.T) {
	schema := t.TempDir() + "/schema.json"
	if err := os.WriteFile(schema, []byte(`{"properties":{"id":{"omitWhenMerged":true},"x":{"type":"array","wholeListMerge":true}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	in := []byte(`{"ocid":"a","id":"1","date":"2020-01-01","x":[{"id":"1"}],"y":[{"id":"1"}]}{"ocid":"a","id":"2","date":"2020-01-02","x":[{"id":"2"}],"y":[{"id":"2"}]}`)
	columns := map[string]string{"x": "release/x", "y": "release/y"}
	const both = `[{"id":"1"},{"id":"2"}]`
	for _, c := range []struct {
		s    ocds.Settings
		x, y string
	}{
		{ocds.Settings{Columns: columns}, both, both},
		{ocds.Settings{Columns: columns, WholeLists: []string{"y"}}, both, `[{"id":"2"}]`},
		{ocds.Settings{Columns: columns, Schema: schema}, `[{"id":"2"}]`, both},
	} {
		equal(t, decodeWith(t, c.s, in, ingest.Limits{}), []string{"1 contract contract_id=a ocid=a status=planning x=" + c.x + " y=" + c.y})
	}
	amount := []byte(`{"ocid":"a","contracts":[{"id":"1","value":{"amount":5}}]}`)
	equal(t, decode(t, amount), []string{"1 contract contract_id=a/1 currency=XXX ocid=a value=5"})
	equal(t, decodeWith(t, ocds.Settings{Currency: "SEK"}, amount, ingest.Limits{}), []string{"1 contract contract_id=a/1 currency=SEK ocid=a value=5"})
	for _, bad := range []ocds.Settings{
		{Charset: "x"}, {Schema: "no/such/file"}, {Schema: "testdata/kommun.json"}, {WholeLists: []string{"/a"}},
		{Columns: map[string]string{"a": "party/name"}}, {Columns: map[string]string{"a": "tender"}}, {Columns: map[string]string{"value": "tender/value"}}, {Columns: map[string]string{"a": "tender//b"}},
	} {
		if _, err := ocds.New(ingest.Env{}, bad); err == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
}

func TestMatch(t *testing.T) {
	match := ocds.Kind().Match
	for head, want := range map[string]bool{
		string(kommun(t)): true, `[{"ocid":"a"}]`: true, "\n{\"id\":\"1\",\"ocid\":\"a\"}": true, `{"records":[],"publishedDate":""}`: true,
		`{"releases":[{"tag_name":"v1"}]}`: false, `[{"a":1}]`: false, `ocid;a`: false, ``: false,
	} {
		if match("x.json", []byte(head)) != want {
			t.Errorf("%.40q: match is %v", head, !want)
		}
	}
}
