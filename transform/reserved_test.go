package transform

import (
	"strings"
	"testing"

	"dubbelkrona"
	tednotice "dubbelkrona/ingest/ted"
)

// A contract that is reserved by participation or by execution is reserved (LOU 4:18). If
// that cannot be determined from both, it is unknown.
func TestReservedEitherWay(t *testing.T) {
	rows := [][]string{{"contract_id", "reserved", "reserved_execution"},
		{"A", "nej", "ja"}, {"B", "", "ja"}, {"C", "ja", "nej"}, {"D", "nej", "nej"}, {"E", "", "nej"}, {"F", "nej", ""}, {"G", "", ""}, {"H", "ja", ""}}
	got := run(t, Spec{Profile: contractTable}, "avtal.csv", rows)
	equalLists(t, "rows", got.rows, []string{
		"contract: contract_id=A reserved=true reserved_execution=true _row=2", "contract: contract_id=B reserved=true reserved_execution=true _row=3",
		"contract: contract_id=C reserved=true reserved_execution=false _row=4", "contract: contract_id=D reserved=false reserved_execution=false _row=5",
		"contract: contract_id=E reserved_execution=false _row=6", "contract: contract_id=F reserved=false _row=7",
		"contract: contract_id=G _row=8", "contract: contract_id=H reserved=true _row=9",
	})
}

// The same from a notice of TED and from an export of the procurement
// statistics.
func TestReservedForShelteredProgrammes(t *testing.T) {
	notice := `<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication" DOC_ID="134512-2021"><FORM_SECTION><F24_2014 CATEGORY="ORIGINAL" LG="SV">` +
		`<OBJECT_CONTRACT><TITLE><P>Skötsel av grönytor</P></TITLE></OBJECT_CONTRACT><LEFTI><RESTRICTED_SHELTERED_PROGRAM/></LEFTI></F24_2014></FORM_SECTION></TED_EXPORT>`
	got := runSource(t, Spec{Profile: "ted"}, new(tednotice.Format), "annons.xml", []byte(notice))
	equalLists(t, "TED", got.rows, []string{"contract: contract_id=2021-00134512 title=Skötsel av grönytor reserved=true reserved_execution=true status=tender _row=1"})

	statistics := strings.ReplaceAll(uhmExport, "Reserverad upphandling;", "Reserverad upphandling;Reserverat genomförande;")
	statistics = strings.ReplaceAll(statistics, ";Inte reserverad;UP2;", ";Inte reserverad;Reserverat genomförande;UP2;")
	statistics = strings.ReplaceAll(statistics, ";Inte reserverad;UP4;", ";Inte reserverad;Inte reserverat genomförande;UP4;")
	got = runSource(t, Spec{Profile: "uhm-upphandlingar"}, csvFormat(t), "export.csv", []byte(statistics))
	for id, want := range map[string]string{"UP2": " reserved=true reserved_execution=true ", "UP4": " reserved=false reserved_execution=false "} {
		if got.count("contract_id="+id+" .*"+want) != 1 {
			t.Errorf("%s has not%s: %q", id, want, got.rows)
		}
	}
}

// A format's explanation of a fault is stored masked, on one line, and in full up to a
// limit.
func TestReasonsAreStoredInFull(t *testing.T) {
	whole := "release.ocid: element 1 has no ocid, so that nobody knows which process it is about; ask its publisher"
	person := testNumber
	for fault, want := range map[string]string{
		whole:                              whole,
		"a\nb \x1b[2Jc":                    "a b [2Jc",
		strings.Repeat("ordet ", 200):      strings.TrimSpace(strings.Repeat("ordet ", 83)) + " …",
		strings.Repeat("x", 600):           strings.Repeat("x", 500) + " …",
		"the person " + person + " is bad": "",
	} {
		got := run(t, Spec{Profile: contractTable}, "avtal.csv", [][]string{{"contract_id", FaultColumn}, {"A", fault}, {"B", null}})
		equalLists(t, "rows", got.rows, []string{"contract: contract_id=B _row=3"})
		if len(got.issues) != 1 || got.issues[0].Severity != dubbelkrona.Reject {
			t.Fatalf("issues %v", got.issues)
		}
		detail := got.issues[0].Detail
		if want != "" && detail != "the row is broken: "+want || strings.Contains(detail, person[len(person)-4:]) {
			t.Errorf("%.60q is told as %q", fault, detail)
		}
	}
}
