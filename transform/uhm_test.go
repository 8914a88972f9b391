package transform

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/json"
	"dubbelkrona/ingest/xlsx"
)

// The expected figures of the files in fixtures/uhm were counted with openpyxl.

// count returns the number of rows whose text matches a pattern.
func (r *result) count(pattern string) (n int) {
	re := regexp.MustCompile(pattern)
	for _, row := range r.rows {
		if re.MatchString(row) {
			n++
		}
	}
	return n
}

// counted checks the counts of rows by pattern.
func (r *result) counted(t *testing.T, want map[string]int) {
	t.Helper()
	for pattern, n := range want {
		if got := r.count(pattern); got != n {
			t.Errorf("%d rows have %s, want %d", got, pattern, n)
		}
	}
}

// warned checks the warnings, and that no row was rejected.
func (r *result) warned(t *testing.T, want map[string]string) {
	t.Helper()
	got := make(map[string]string)
	for _, i := range r.issues {
		if i.Severity != dubbelkrona.Warn {
			t.Errorf("rejected: row %d, %s %s", i.Row, i.Column, i.Rule)
			return
		}
		got[i.Column+" "+i.Rule] = i.Detail
	}
	for what, detail := range want {
		if !strings.Contains(got[what], detail) {
			t.Errorf("%s: %q, want %q", what, got[what], detail)
		}
	}
	if len(got) != len(want) {
		t.Errorf("warnings %v, want %v", got, want)
	}
}

func xlsxFormat(t testing.TB) *xlsx.Format {
	t.Helper()
	f, err := xlsx.New(xlsx.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func csvFormat(t testing.TB) *csv.Format {
	t.Helper()
	f, err := csv.New(csv.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestProcurementStatistics(t *testing.T) {
	data := realFile(t, "uhm/number_of_procurements.xlsx")
	got := runSource(t, Spec{Profile: "uhm-upphandlingar"}, xlsxFormat(t), "number_of_procurements.xlsx", data)
	if got.err != nil || len(got.rows) != 18421 {
		t.Fatalf("%d rows, %v", len(got.rows), got.err)
	}
	got.counted(t, map[string]int{
		" reserved=true ":            27, // 22 by participation, 8 by execution, 3 by both
		" reserved=false ":           18394,
		" reserved_execution=true ":  8,
		" social_clause=true ":       1449,
		" procedure=":                18421 - 641,
		" municipality=":             8136,
		" municipality=0980 ":        91,
		` buyer_org_no=\d{10} `:      18421 - 83,
		" signed=2021-":              18421,
		" value=":                    0,
		` buyer_org_no=p-\w+ title=`: 4,
	})
	got.warned(t, map[string]string{
		"buyer_org_no org_no.invalid":     "79 cells",
		"buyer_org_no org_no.sole_trader": "4 cells",
	})
	want := "contract: contract_id=MT34 municipality=1281 buyer_org_no=2120001132 buyer_name=LUNDS KOMMUN title=Revisionstjänster Lunds Rådhus AB med dotterbolag cpv=79212000 " +
		"service_area=Företagstjänster: lagstiftning, marknadsföring, rådgivning, rekrytering, tryckning och säkerhet procedure=Öppet förfarande reserved=false reserved_execution=false signed=2021-01-01 _row=2"
	if got.rows[0] != want {
		t.Errorf("first row\n%s\nwant\n%s", got.rows[0], want)
	}
}

func TestContractedTenders(t *testing.T) {
	data := realFile(t, "uhm/number_of_contracted_tenders_with_suppliers.xlsx")
	got := runSource(t, Spec{Profile: "uhm-avtal"}, xlsxFormat(t), "tenders.xlsx", data)
	if got.err != nil || len(got.rows) != 23187 {
		t.Fatalf("%d rows, %v", len(got.rows), got.err)
	}
	got.counted(t, map[string]int{
		" reserved=false ":                           23187, // none of the 27 reserved procurements is among them
		" social_clause=true ":                       1521,
		" procedure=":                                23187 - 1999,
		" municipality=":                             10693,
		` buyer_org_no=\d{10} `:                      23187 - 75,
		" supplier_name=":                            23187 - 229, // Personuppgift
		"Personuppgift":                              0,
		" supplier_name=SWECO Sverige AB ":           236,
		" contract_id=CAN-MT-afvhklqwsp-02_1 ":       136,
		" title=Handledning för personalgrupper cpv": 180,
	})
	lots := make(map[string]bool)
	for _, row := range got.rows {
		lot, _, _ := strings.Cut(strings.TrimPrefix(row, "contract: contract_id="), " buyer_")
		lot, _, _ = strings.Cut(lot, " municipality=")
		lots[lot] = true
	}
	if len(lots) != 12501 {
		t.Errorf("%d lots, want 12501", len(lots))
	}
	for at, want := range map[int]string{
		2: "contract: contract_id=CAN-KA-AN422-02_1 municipality=2580 buyer_org_no=2120002742 buyer_name=LULEÅ KOMMUN supplier_name=StudentConsulting Sweden AB (publ) title=Bemanningstjänster cpv=79624000 " +
			"service_area=Företagstjänster: lagstiftning, marknadsföring, rådgivning, rekrytering, tryckning och säkerhet procedure=Förenklat förfarande reserved=false reserved_execution=false social_clause=true signed=2021-01-01 _row=2",
		102: "contract: contract_id=CAN-MT-afgvolfvmt-03_1 buyer_org_no=5560563792 buyer_name=ÖSTERLENHEM AKTIEBOLAG supplier_name=Österlen Inneklimat AB title=Ventilationsentreprenadtjänster cpv=45331210 " +
			"service_area=Anläggningsarbete procedure=Förenklat förfarande reserved=false reserved_execution=false signed=2021-01-04 _row=102",
	} {
		if got.rows[at-2] != want {
			t.Errorf("row %d\n%s\nwant\n%s", at, got.rows[at-2], want)
		}
	}
}

// rawExport writes a cleaned file as the agency exports it: byte order mark, semicolons, no
// quotes, Uppgift saknas, and flags written as "Name" and "Inte name".
func rawExport(tab ingesttest.Table) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff" + strings.Join(tab.Columns, ";") + "\r\n")
	for _, row := range tab.Rows {
		cells := make([]string, len(tab.Columns))
		for i, name := range tab.Columns {
			switch cell, known := row.Cells[name]; {
			case !known || cell == "":
				cells[i] = "Uppgift saknas"
			case cell == "True":
				cells[i] = name
			case cell == "False":
				cells[i] = "Inte " + strings.ToLower(name)
			default:
				cells[i] = cell
			}
		}
		b.WriteString(strings.Join(cells, ";") + "\r\n")
	}
	return b.Bytes()
}

// The raw export, with semicolons in its texts, has the same rows as the cleaned workbook.
func TestRawExport(t *testing.T) {
	data := realFile(t, "uhm/number_of_procurements.xlsx")
	tab, err := ingesttest.Decode(t, xlsxFormat(t), "x.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	raw := rawExport(tab)
	if n := bytes.Count(raw, []byte("; ")); n < 1800 {
		t.Fatalf("only %d semicolons in texts: the test tests nothing", n)
	}
	want := runSource(t, Spec{Profile: "uhm-upphandlingar"}, xlsxFormat(t), "x.xlsx", data)
	got := runSource(t, Spec{Profile: "uhm-upphandlingar"}, csvFormat(t), "x.csv", raw)
	if got.err != nil || len(got.rows) != len(want.rows) {
		t.Fatalf("%d rows, %v, issues %v; want %d", len(got.rows), got.err, got.rules(), len(want.rows))
	}
	for i := range want.rows {
		if got.rows[i] != want.rows[i] {
			t.Fatalf("row %d\n%s\nin the workbook\n%s", i+2, got.rows[i], want.rows[i])
		}
	}
}

// uhmExport is a made-up raw export in the agency's form.
const uhmExport = "\ufeffÅr;Namn för köpare;Organisationsnummer för köpare;CPV-Huvudgrupp;Huvudsaklig CPV-kod;Förfarande;Socialt hållbar upphandling;Reserverad upphandling;Upphandlings-ID;Upphandlingens titel;Publiceringsdatum;Kontrakterat värde, Summa\r\n" +
	"2021;SÖDERHAMNS KOMMUN;2120002353;77000000 Jordbruk; skogsbruk; trädgård;77310000 Plantering; skötsel av grönytor;Öppet förfarande;Socialt hållbar;Reserverad;UP1;Skötsel av parker; södra delen;2021-03-01;1250000\r\n" +
	"2021;REGION GOTLAND;2120000803;45000000 Anläggningsarbete;45000000 Anläggningsarbete;Uppgift saknas;Uppgift saknas;Inte reserverad;UP2;Hamn;2021-03-02;0\r\n" +
	"2021;BOLAGET AB;123456789;45000000 Anläggningsarbete;00000000 Uppgift saknas;Öppet förfarande;Inga sociala krav;Inte reserverad;UP3;Tak;2021-03-03;1\r\n" +
	"2021;BOLAGET AB;556016-0680;45000000 Anläggningsarbete;45261000 Tak;Öppet förfarande;Inte socialt hållbar;Inte reserverad;UP4;Tak;2021-03-04;1\r\n" +
	"2021;BOLAGET AB;556016-0680;45000000 Anläggningsarbete;45261000 Tak;Öppet förfarande;Ja;Inte reserverad;UP5;Tak;mur;2021-03-05;3\r\n" +
	"2021;BOLAGET AB;556016-0680;45000000 Anläggningsarbete;45261000 Tak;Öppet förfarande;Ja;45261000;UP6;Tak;2021-03-05;3\r\n"

func TestRawExportOfValues(t *testing.T) {
	got := runSource(t, Spec{Profile: "uhm-upphandlingar"}, csvFormat(t), "export.csv", []byte(uhmExport))
	equalLists(t, "rows", got.rows, []string{
		"contract: contract_id=UP1 municipality=2182 buyer_org_no=2120002353 buyer_name=SÖDERHAMNS KOMMUN title=Skötsel av parker; södra delen cpv=77310000 service_area=Jordbruk; skogsbruk; trädgård procedure=Öppet förfarande reserved=true social_clause=true signed=2021-03-01 value=1250000.00 _row=2",
		"contract: contract_id=UP2 municipality=0980 buyer_org_no=2120000803 buyer_name=REGION GOTLAND title=Hamn cpv=45000000 service_area=Anläggningsarbete reserved=false signed=2021-03-02 _row=3",
		"contract: contract_id=UP3 buyer_name=BOLAGET AB title=Tak service_area=Anläggningsarbete procedure=Öppet förfarande reserved=false social_clause=false signed=2021-03-03 _row=4",
		"contract: contract_id=UP4 buyer_org_no=5560160680 buyer_name=BOLAGET AB title=Tak cpv=45261000 service_area=Anläggningsarbete procedure=Öppet förfarande reserved=false social_clause=false signed=2021-03-04 _row=5",
	})
	equalLists(t, "issues", got.rules(), []string{"6  row.fields", "7 reserved boolean.invalid", "4 buyer_org_no org_no.invalid", "3 value number.placeholder"})
	if detail := got.issues[3].Detail; !strings.Contains(detail, "3 cells, the first in row 3") {
		t.Errorf("the placeholders: %s", detail)
	}
}

// The small tables are read as CSV and as a workbook.
func TestCountsByType(t *testing.T) {
	for _, c := range []struct {
		file       string
		rows       int
		sum, first string
	}{
		{"number_of_social_procurements.csv", 7, "2559", "indicator: indicator=Tillgänglighet för alla area=0000 period=2021-01-01 period_precision=year value=167.000000 unit=procurements _row=2"},
		{"number_of_social_procurements.xlsx", 7, "2559", "indicator: indicator=Tillgänglighet för alla area=0000 period=2021-01-01 period_precision=year value=167.000000 unit=procurements _row=2"},
		{"number_of_environmental_procurements.csv", 6, "1795", ""},
	} {
		data := realFile(t, "uhm/"+c.file)
		var got result
		if strings.HasSuffix(c.file, ".csv") {
			got = runSource(t, Spec{Profile: "uhm-statistik"}, csvFormat(t), c.file, data)
		} else {
			got = runSource(t, Spec{Profile: "uhm-statistik"}, xlsxFormat(t), c.file, data)
		}
		if got.err != nil || len(got.rows) != c.rows || got.sumOf(t, "value").String() != c.sum || len(got.issues) > 0 {
			t.Errorf("%s: %d rows, sum %s, %v, issues %v", c.file, len(got.rows), got.sumOf(t, "value"), got.err, got.rules())
		} else if c.first != "" && got.rows[0] != c.first {
			t.Errorf("%s: first row\n%s", c.file, got.rows[0])
		}
	}
}

// The agency's list of parameters of its database is not data, and is refused.
func TestParametersAreNoData(t *testing.T) {
	data := realFile(t, "uhm/all_parameters.json")
	format, err := json.New(json.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	tab, err := ingesttest.Decode(t, format, "all_parameters.json", data)
	if err != nil || fmt.Sprint(tab.Columns) != "[area products]" {
		t.Fatalf("columns %v, %v", tab.Columns, err)
	}
	rows := [][]string{tab.Columns, {tab.Rows[0].Cells["area"], tab.Rows[0].Cells["products"]}}
	for _, profile := range []string{"uhm-upphandlingar", "uhm-avtal", "uhm-statistik"} {
		got := run(t, Spec{Profile: profile}, "all_parameters.json", rows)
		if dubbelkrona.KindOf(got.err) != dubbelkrona.Invalid || !strings.Contains(got.err.Error(), "lacks columns that the mapping needs") {
			t.Errorf("%s: %v", profile, got.err)
		}
	}
}
