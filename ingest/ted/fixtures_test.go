package ted_test

import (
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ted"
)

const fixtures = "../../../shared/fixtures/ted"

func format(t testing.TB) *ted.Format {
	t.Helper()
	f, err := ted.New(ted.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// decoded reads one of the public notices.
func decoded(t *testing.T, path string) ingesttest.Table {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(fixtures, path))
	if err != nil {
		t.Skip("the public notices of TED are not here")
	}
	tab, err := ingesttest.Decode(t, format(t), filepath.Base(path), data)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return tab
}

// of returns the rows of a record type, without faulty rows.
func of(tab ingesttest.Table, record string) (rows []map[string]string) {
	for _, r := range tab.Rows {
		if r.Cells["record"] == record && r.Fault == "" {
			rows = append(rows, r.Cells)
		}
	}
	return rows
}

// faults returns the rules of the faulty rows.
func faults(tab ingesttest.Table) (rules []string) {
	for _, r := range tab.Rows {
		if r.Fault != "" {
			rule, _, _ := strings.Cut(r.Fault, ":")
			rules = append(rules, rule)
		}
	}
	return rules
}

// counted is the expected content of a notice, counted by hand in the document: contracts
// (its sections V or, if there are none, lots and objects), and organisations (different
// NATIONALID or CompanyID of buyers and winners).
type counted struct {
	contracts, organisations int
	status                   string // of all its contracts, or "a b …" one by one
}

var exports = map[string]counted{
	"017620-2019": {2, 1, "planned"}, // two objects in one notice
	"036692-2022": {1, 1, "planned"},
	"054538-2022": {1, 0, "awarded"}, // no organisation number is stated
	"072706-2018": {1, 1, "planned"},
	"086783-2017": {1, 1, "planned"},
	"121131-2017": {1, 1, "tender"}, // design contest
	"139314-2022": {1, 1, "tender"},
	"145160-2022": {7, 1, "awarded"}, // winners and values withheld
	"151531-2021": {1, 1, "cancelled"},
	"175265-2018": {1, 1, "planned"},
	"185357-2018": {1, 5, "tender"}, // five buyers
	"202814-2016": {1, 1, "planned"},
	"255494-2019": {1, 1, "cancelled"},
	"277905-2021": {1, 1, "tender"}, // defence, R2.0.8
	"304233-2019": {1, 1, "ex-ante"},
	"316423-2021": {3, 1, "awarded"}, // winners and values withheld
	"344070-2021": {1, 1, "tender"},  // defence, R2.0.8
	"414351-2021": {1, 2, "ex-ante"},
	"425928-2018": {1, 1, "ex-ante"}, // the winner states no number
	"436372-2021": {1, 1, "tender"},
	"474424-2021": {1, 2, "modified"},
	"543026-2021": {1, 2, "ex-ante"},
}

// The 22 notices in TED_EXPORT have 31 contracts; five of them have a value, in sum
// 29,520,500 SEK.
func TestExports(t *testing.T) {
	contracts, organisations, valued, sum := 0, 0, 0, new(big.Rat)
	ids := make(map[string]bool)
	for name, want := range exports {
		tab := decoded(t, "ted_export_xml/"+name+".xml")
		rows := of(tab, "contract")
		if len(rows) != want.contracts || len(of(tab, "organisation")) != want.organisations || len(faults(tab)) > 0 {
			t.Errorf("%s: %d contracts and %d organisations, faults %q; want %+v", name, len(rows), len(of(tab, "organisation")), faults(tab), want)
		}
		number, year, _ := strings.Cut(name, "-")
		for _, r := range rows {
			if !strings.HasPrefix(r["contract_id"], year+"-00"+number) || ids[r["contract_id"]] || r["status"] != want.status {
				t.Errorf("%s: contract %q is %s", name, r["contract_id"], r["status"])
			}
			ids[r["contract_id"]] = true
			if r["buyer_name"] == "" || r["title"] == "" || len(r["cpv"]) != 8 || r["published"] == "" {
				t.Errorf("%s: a cell is missing: %v", name, r)
			}
			if value, ok := r["value"]; ok {
				n, _ := new(big.Rat).SetString(value)
				sum.Add(sum, n)
				valued++
			}
		}
		contracts += len(rows)
		organisations += len(of(tab, "organisation"))
	}
	if contracts != 31 || organisations != 28 || valued != 5 || sum.Cmp(big.NewRat(29_520_500, 1)) != 0 {
		t.Errorf("%d contracts, %d organisations, %d values of %s; want 31, 28, 5 and 29520500", contracts, organisations, valued, sum.FloatString(2))
	}
}

// Single cells, as read by hand in the documents.
func TestExportCells(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"474424-2021": {"contract_id": "2021-00474424/1", "notice_type": "F20", "contract_no": "5210202666", "value": "12570500.00", "currency": "SEK", "vat_basis": "excluding",
			"signed": "2021-05-17", "start": "2021-06-07", "winner_name": "ÅF-Infrastructure AB", "winner_org_no": "556185-2103", "buyer_org_no": "202100-6297", "cpv": "71530000"},
		"304233-2019": {"value": "1700000", "estimated_value": "1700000", "contract_no": "SKn/2019:97", "lot": "01", "buyer_name": "Kristinehamns kommun", "winner_name": "Unikt lärande AB",
			"winner_org_no": "", "procedure": "neg-wo-call", "signed": "2019-06-26", "reserved_participation": ""},
		// A range is not a value.
		"054538-2022": {"value": "", "currency": "GBP", "value_low": "20", "value_high": "200", "procedure": "open", "previous_notice": "2021-00453188", "vat_basis": ""},
		// An estimate is not a value.
		"072706-2018": {"contract_id": "2018-00072706", "value": "", "estimated_value": "100000000", "start": "2018-06-01", "end": "2020-06-01", "signed": "20180216", "reserved_participation": ""},
		// A call for competition that does not state a reservation is not reserved.
		"139314-2022": {"procedure": "comp-dial", "reserved_participation": "none", "reserved_execution": "no", "title": "Strategisk IT-partner för Varberg Energi"},
		"185357-2018": {"buyer_org_no": "556711-5695", "procedure": "restricted", "end": "2028-04-22",
			"buyer_name": "PostNord Sverige AB; PostNord TPL AB; PostNord Strålfors AB; Hallsberg Brevterminal AB; Rosersberg Brevterminal AB"},
		"277905-2021": {"notice_type": "F17", "buyer_name": "FMV", "buyer_org_no": "202100-0340", "cpv": "35400000", "title": "Light Multi-Purpose Vehicle (LMPV)", "procedure": "neg-w-call", "value": ""},
		"316423-2021": {"winner_name": "", "value": "", "signed": "2020-12-08"},
		"414351-2021": {"value": "250000", "winner_org_no": "559011-8203", "title": "Webbbaserad kommunikationsplattform"},
	} {
		row := of(decoded(t, "ted_export_xml/"+name+".xml"), "contract")[0]
		for column, cell := range want {
			if row[column] != cell {
				t.Errorf("%s: %s is %q, want %q", name, column, row[column], cell)
			}
		}
	}
}

// The examples of the eForms SDK and the content of their documents. Four of them state a
// total that is not the sum of their contracts.
func TestEForms(t *testing.T) {
	total := []string{"notice.total"}
	for name, want := range map[string]struct {
		counted
		faults []string
	}{
		"E4_minimal":                     {counted{1, 0, "awarded"}, nil},
		"INVALID_can_24_empty":           {counted{0, 0, ""}, []string{"notice.identity"}},
		"INVALID_can_24_stage-2":         {counted{0, 0, ""}, []string{"notice.identity"}},
		"can-modif_24_value":             {counted{1, 2, "modified"}, nil}, // total in EUR, contract in GBP
		"can-social_24":                  {counted{3, 2, "unsuccessful awarded open"}, total},
		"can_24_FRA_comments":            {counted{2, 3, "awarded"}, total}, // 95,414 + 26,500 of 390,697.84
		"can_24_maximal":                 {counted{3, 4, "awarded awarded unsuccessful"}, total},
		"can_24_minimal":                 {counted{1, 2, "awarded"}, total},
		"can_24_no_tenders":              {counted{1, 1, "unsuccessful"}, nil},
		"can_25_ENG":                     {counted{1, 2, "awarded"}, nil},
		"change-cn_24_cumbria_suppliers": {counted{1, 1, "tender"}, nil},
		"change-cn_24_void":              {counted{1, 1, "cancelled"}, nil},
		"cn-social_24":                   {counted{1, 1, "tender"}, nil},
		"cn_24_maximal":                  {counted{2, 1, "tender"}, nil},
		"cn_24_minimal":                  {counted{1, 1, "tender"}, nil},
	} {
		tab := decoded(t, "eforms/"+name+".xml")
		rows := of(tab, "contract")
		var statuses []string
		for _, r := range rows {
			statuses = append(statuses, r["status"])
		}
		if compact := slices.Compact(slices.Clone(statuses)); len(compact) == 1 {
			statuses = compact
		}
		if len(rows) != want.contracts || len(of(tab, "organisation")) != want.organisations ||
			strings.Join(statuses, " ") != want.status || !slices.Equal(faults(tab), want.faults) {
			t.Errorf("%s: %d contracts (%s), %d organisations, faults %q; want %+v", name, len(rows), statuses, len(of(tab, "organisation")), faults(tab), want)
		}
	}
}

func TestEFormCells(t *testing.T) {
	for _, c := range []struct {
		name string
		row  int
		want map[string]string
	}{
		{"cn_24_maximal", 0, map[string]string{"contract_id": "14549263-b47b-4e59-96a1-2d0d13e19343-03/LOT-0001", "reserved_participation": "res-pub-ser", "reserved_execution": "yes",
			"social_objective": "acc-all", "social_clause": "yes", "cpv": "75121000", "procedure": "neg-w-call", "value": "", "estimated_value": "9999999.99", "signed": "2023-03-23+01:00"}},
		{"cn_24_maximal", 1, map[string]string{"lot": "LOT-0002", "reserved_participation": "none", "reserved_execution": "yes"}},
		{"cn-social_24", 0, map[string]string{"reserved_participation": "none", "reserved_execution": "no", "social_objective": "", "social_clause": "", "cpv": "85311300"}},
		{"can_24_FRA_comments", 0, map[string]string{"value": "95414", "currency": "EUR", "winner_name": "Espaces Verts Lemire", "winner_org_no": "326 912 557", "signed": "2019-09-03+02:00",
			"contract_no": "SC/ABC/234/01", "title": "Agence Centre", "start": "2019-09-01+02:00", "end": "2020-12-31+02:00"}},
		{"can_24_FRA_comments", 1, map[string]string{"value": "26500", "winner_name": "ID Verde SASU", "end": "2020-12-31+01:00"}},
		{"can_25_ENG", 0, map[string]string{"value": "9.99", "currency": "GBP", "winner_name": "Deloitte — Main Account LLP"}},
		// The group's other member is a natural person.
		{"can_24_maximal", 0, map[string]string{"winner_name": "Gyro Soft SA", "winner_org_no": "927384203", "value": "9999999.99", "contract_no": "REF RST-678"}},
		// Tenders that did not win are not winners.
		{"can_24_maximal", 2, map[string]string{"status": "unsuccessful", "winner_name": "", "value": "", "lot": "LOT-0002"}},
		{"can-modif_24_value", 0, map[string]string{"value": "6430000", "currency": "GBP", "previous_notice": "2018-00342558"}},
		// The award date that UBL requires has no meaning.
		{"E4_minimal", 0, map[string]string{"signed": "", "winner_name": "Société Espaces Verts", "value": ""}},
	} {
		row := of(decoded(t, "eforms/"+c.name+".xml"), "contract")[c.row]
		for column, cell := range c.want {
			if row[column] != cell {
				t.Errorf("%s: %s is %q, want %q", c.name, column, row[column], cell)
			}
		}
	}
}

// The lists of lots in the response have six, one and seven items, so they cannot be
// combined. The estimate of 1 krona is not a value.
func TestSearchAnswer(t *testing.T) {
	tab := decoded(t, "search_v3_598884-2026_trimmed.json")
	want := map[string]string{
		"record": "contract", "contract_id": "2026-00598884", "notice": "2026-00598884", "notice_type": "cn-standard", "status": "tender", "buyer_name": "FMV",
		"title": "Tekniska konsulter för Garnisonsanläggningar 3.0", "cpv": "71311300", "signed": "2026-08-31+02:00", "published": "2026-08-31+02:00",
		"estimated_value": "1", "estimated_currency": "SEK",
	}
	if len(tab.Rows) != 1 || !maps.Equal(tab.Rows[0].Cells, want) {
		t.Errorf("%+v; want one row %v", tab.Rows, want)
	}
}

// No cell has anything that notices say about people.
func TestNoPersons(t *testing.T) {
	personal := regexp.MustCompile(`<(?:\w+:)?(?:CONTACT_POINT|ATTENTION|PHONE|FAX|E_MAIL|FirstName|FamilyName|Telephone|Telefax|ElectronicMail)(?: [^>]*)?>([^<]+)<`)
	found := 0
	paths, err := filepath.Glob(filepath.Join(fixtures, "*", "*.xml"))
	if err != nil || len(paths) == 0 {
		t.Skip("the public notices of TED are not here")
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		tab := decoded(t, strings.TrimPrefix(filepath.ToSlash(path), fixtures))
		for _, match := range personal.FindAllSubmatch(data, -1) {
			found++
			for _, row := range tab.Rows {
				for column, cell := range row.Cells {
					if strings.Contains(cell, strings.TrimSpace(string(match[1]))) {
						t.Errorf("%s: row %d has what the notice says about a person in %s", filepath.Base(path), row.At, column)
					}
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d texts about people were looked for", found)
	}
}
