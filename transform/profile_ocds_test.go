package transform

import (
	"os"
	"testing"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ocds"
)

func ocdsFormat(t *testing.T) *ocds.Format {
	t.Helper()
	f, err := ocds.New(ingest.Env{}, ocds.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The sample of ingest/ocds as rows of three tables, worked out by hand from the
// releases. Two suppliers have no single organisation number; an award in euro and an
// amount without a currency are not in a column of SEK.
func TestOCDS(t *testing.T) {
	data, err := os.ReadFile("../ingest/ocds/testdata/kommun.json")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, `{"ocid":"ocds-x-3","id":"1","date":"2024-02-01","buyer":{"name":"Regionen"},"contracts":[{"id":"B","value":{"amount":7}}]}`...)
	got := runSource(t, Spec{Profile: "ocds"}, ocdsFormat(t), "paket.json", data)
	if got.err != nil {
		t.Fatal(got.err)
	}
	equalLists(t, "rows", got.rows, []string{
		"contract: contract_id=ocds-x-2 municipality=1281 buyer_org_no=2120001132 buyer_name=Lunds kommun title=Lokalvård cpv=90910000 procedure=open" +
			" reserved=true reserved_execution=true social_clause=true signed=2024-01-10 vat_basis=unknown status=tender.active _row=1",
		"contract: contract_id=ocds-x-1/A1 municipality=1281 buyer_org_no=2120001132 buyer_name=Lunds kommun supplier_org_no=5560160680 supplier_name=Gröna Ytor AB" +
			" title=Avtal om grönytor procedure=selective reserved=true social_clause=true social_objective=social.disadvantagedEmploymentOpportunities" +
			" signed=2023-02-01 start=2023-03-01 end=2026-12-31 value=1250000.50 currency=SEK vat_basis=unknown status=active" +
			` amendments=[{"id":"1","date":"2023-05-01T00:00:00Z","rationale":"Fler ytor","amendsReleaseID":"2","releaseID":"3"},` +
			`{"date":"2023-05-02T02:30:00-05:00","releaseID":"3","field":"value/amount","before":1000000,"after":1250000.50},` +
			`{"date":"2023-05-02T02:30:00-05:00","releaseID":"3","field":"period/endDate","before":"2025-12-31T23:59:59+01:00","after":"2026-12-31T23:59:59+01:00"}] _row=2`,
		"contract: contract_id=ocds-x-1/award/2 municipality=1281 buyer_org_no=2120001132 buyer_name=Lunds kommun supplier_name=Ett AB; Gröna Ytor AB" +
			" title=Skötsel av grönytor procedure=selective social_clause=false signed=2023-01-16 currency=EUR original_value=300000.00 vat_basis=unknown status=award.active _row=5",
		"contract: contract_id=ocds-x-1/award/3 municipality=1281 buyer_org_no=2120001132 buyer_name=Lunds kommun title=Skötsel av grönytor procedure=selective" +
			" vat_basis=unknown status=award.unsuccessful _row=6",
		"contract: contract_id=ocds-x-3/B buyer_name=Regionen currency=XXX original_value=7.00 vat_basis=unknown _row=7",
		"spend: object=paket.json municipality=1281 buyer_org_no=2120001132 buyer_name=Lunds kommun verification_no=t1 supplier_org_no=5560160680 supplier_name=Gröna Ytor AB" +
			" contract_ref=ocds-x-1/A1 date=2023-03-31 date_precision=day amount=40000.00 currency=SEK _row=3",
		"spend: object=paket.json municipality=1281 buyer_org_no=2120001132 buyer_name=Lunds kommun verification_no=t2 supplier_org_no=5560160680 supplier_name=Gröna Ytor AB" +
			" contract_ref=ocds-x-1/A1 date=2023-06-30 date_precision=day amount=-1500.00 currency=SEK text=https://example.org/reskontra _row=4",
		"organisation: org_no=2120001132 name=Lunds kommun _row=8",
		"organisation: org_no=5560160680 name=Gröna Ytor AB _row=9",
	})
	if got.counts != (Counts{Read: 9, Written: 9}) || len(got.issues) != 0 {
		t.Errorf("%+v, %v", got.counts, got.issues)
	}
}

// In published files of other countries the payments add up to the contracts as in the
// files, no amount is in SEK, and no foreign number is read as an organisation number.
func TestOCDSPublished(t *testing.T) {
	for name, want := range map[string]struct {
		rows        int
		value, paid string
	}{
		"record-package_linked-releases.json":          {14, "1386728.96", "1386728.96"},
		"release-package_encoding-iso-8859-1.json":     {5, "193817.35", "193817.35"},
		"record/ocds-213czf-000-00001.json":            {3, "11000000.00", "60000.00"},
		"ocds-213czf-000-00001-06-implementation.json": {3, "11000000.00", "60000.00"},
	} {
		got := runSource(t, Spec{Profile: "ocds"}, ocdsFormat(t), "x.json", realFile(t, "ocds/sample/"+name))
		value, paid := got.sumOf(t, "original_value"), got.sumOf(t, "original_amount")
		if got.err != nil || len(got.rows) != want.rows || got.counts.Rejected != 0 || value.StringFixed(2) != want.value || paid.StringFixed(2) != want.paid ||
			!got.sumOf(t, "value").IsZero() || !got.sumOf(t, "amount").IsZero() {
			t.Errorf("%s: %d rows, %s, %s, %+v, %v, %v; want %+v", name, len(got.rows), value, paid, got.counts, got.rules(), got.err, want)
		}
	}
}

// A process that cannot be read is quarantined with its reason; a sole trader becomes a
// token without a name. The number is an official test number.
func TestOCDSFaultsAndSoleTraders(t *testing.T) {
	const number = "197302889931"
	got := runSource(t, Spec{Profile: "ocds"}, ocdsFormat(t), "x.json", []byte(
		`{"ocid":"a","id":"1","date":"2020-01-01"}{"ocid":"a","id":"1","date":"2020-01-02"}`+
			`{"ocid":"b","contracts":[{"id":"`+number+`","value":{"amount":1,"currency":"SEK"},"suppliers":[{"name":"Namn Namnsson","identifier":{"scheme":"SE-ON","id":"`+number[2:]+`"}}]}]}`))
	if got.counts != (Counts{Read: 3, Written: 2, Rejected: 1}) || got.has(number[2:]) || got.has("Namnsson") || len(got.rows) != 2 {
		t.Errorf("%+v, %q, %v", got.counts, got.rows, got.issues)
	}
	equalLists(t, "issues", got.rules()[:1], []string{"1  row.fields"})
}
