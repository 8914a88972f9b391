package ted_test

import (
	"os"
	"path/filepath"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
)

var fuzzLimits = ingest.Limits{Record: 64 << 10, Memory: 1 << 20, BatchRows: 8}

// checked checks that decoding returns an Invalid error, or rows that each have a record
// type, and that contracts have different ids.
func checked(t *testing.T, name string, data []byte) {
	tab, err := ingesttest.DecodeWith(t, format(t), name, data, fuzzLimits)
	if err != nil {
		if kind := dubbelkrona.KindOf(err); kind != dubbelkrona.Invalid {
			t.Fatalf("%s error: %v", kind, err)
		}
		return
	}
	for i, r := range tab.Rows {
		if r.At != int64(i+1) {
			t.Fatalf("row %d has position %d", i+1, r.At)
		}
		switch record := r.Cells["record"]; record {
		case "contract", "organisation":
			if r.Fault != "" || r.Cells["notice"] == "" {
				t.Fatalf("a row of %s has the fault %q and the notice %q", record, r.Fault, r.Cells["notice"])
			}
		case "notice":
			if r.Fault == "" {
				t.Fatal("a row of a notice has no fault")
			}
		default:
			t.Fatalf("a row of the record %q", record)
		}
		if value, known := r.Cells["value"]; known && (value[0] == '-' || r.Cells["currency"] == "") {
			t.Fatalf("the value %s of a contract is negative or has no currency", value)
		}
	}
}

func addFixtures(f *testing.F, pattern string) {
	paths, err := filepath.Glob(filepath.Join(fixtures, pattern))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		if data, err := os.ReadFile(path); err == nil && len(data) < 32<<10 {
			f.Add(data)
		}
	}
}

func FuzzXML(f *testing.F) {
	addFixtures(f, "ted_export_xml/*.xml")
	addFixtures(f, "eforms/*.xml")
	f.Add([]byte(exportOf("1-2022", "F03", object(`<VAL_TOTAL CURRENCY="SEK">3</VAL_TOTAL>`)+awarded(1, value("5.50")))))
	f.Add([]byte(exportOf("1-2022", "F02", object("")+"<LEFTI><RESTRICTED_SHELTERED_WORKSHOP/></LEFTI>")))
	f.Add([]byte(eform(won("LOT-0001", []string{"TEN-1"}, []string{"CON-1"}, "")+tender("TEN-1", "-1", "TPA-1", private("win-ten-val"))+settled("CON-1", "TEN-1")+tenderers("TPA-1", member("ORG-2", "")), lot("LOT-0001", ""))))
	f.Add([]byte(`<TED_EXPORT DOC_ID="1-2014"><FORM_SECTION><CONTRACT_AWARD><AWARD_OF_CONTRACT><CONTRACT_VALUE_INFORMATION><COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE CURRENCY="SEK"><VALUE_COST FMTVAL="-1">1</VALUE_COST></COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE></CONTRACT_VALUE_INFORMATION></AWARD_OF_CONTRACT></CONTRACT_AWARD></FORM_SECTION></TED_EXPORT>`))
	f.Fuzz(func(t *testing.T, data []byte) { checked(t, "notice.xml", data) })
}

func FuzzAnswer(f *testing.F) {
	addFixtures(f, "*.json")
	f.Add(manyAnswers(2))
	f.Add([]byte(`{"timedOut":true,"notices":[]}`))
	f.Add([]byte(`{"notices":[{"publication-number":["1-2022"],"form-type":"result","result-value-notice":"5","result-value-cur-notice":["SEK"],"winner-name":{"swe":["A"]},"winner-identifier":["x"]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { checked(t, "answer.json", data) })
}
