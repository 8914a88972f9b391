package transform

import (
	"archive/zip"
	"encoding/xml"
	"strconv"
	"strings"
	"testing"
)

// sheetRows reads the first sheet of a workbook of the procurement statistics:
// just enough of the format for a test that shares no code with the readers.
func sheetRows(t *testing.T, path string) [][]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Skip("the public procurement statistics are not here")
	}
	defer z.Close()
	decode := func(name string, into any) {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := xml.NewDecoder(f).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	var shared struct {
		Items []struct {
			T string   `xml:"t"`
			R []string `xml:"r>t"`
		} `xml:"si"`
	}
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Ref   string `xml:"r,attr"`
				Type  string `xml:"t,attr"`
				Value string `xml:"v"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	decode("xl/sharedStrings.xml", &shared)
	decode("xl/worksheets/sheet1.xml", &sheet)
	var rows [][]string
	for i, row := range sheet.Rows {
		width := len(row.Cells)
		if i > 0 {
			width = len(rows[0])
		}
		out := make([]string, width)
		for _, c := range row.Cells {
			at := 0
			for _, letter := range strings.TrimRight(c.Ref, "0123456789") {
				at = at*26 + int(letter-'A') + 1
			}
			if out[at-1] = c.Value; c.Type == "s" {
				n, err := strconv.Atoi(c.Value)
				if err != nil {
					t.Fatal(err)
				}
				out[at-1] = shared.Items[n].T + strings.Join(shared.Items[n].R, "")
			}
		}
		rows = append(rows, out)
	}
	return rows
}

func TestProcurementStatistics(t *testing.T) {
	got := run(t, Spec{Profile: "uhm-upphandlingar"}, "number_of_procurements.xlsx", sheetRows(t, "../../shared/fixtures/uhm/number_of_procurements.xlsx"))
	if got.err != nil {
		t.Fatal(got.err)
	}
	counts := map[string]int{}
	for _, row := range got.rows {
		for _, part := range []string{" reserved=true", " social_clause=true", " municipality=", " buyer_org_no=", " cpv=", " procedure=", " signed="} {
			if strings.Contains(row, part) {
				counts[part]++
			}
		}
	}
	t.Log(counts, got.rules())
	if len(got.rows) != 18421 || counts[" reserved=true"] != 22 || counts[" social_clause=true"] != 1449 || counts[" signed="] != 18421 || counts[" procedure="] != 18421-641 {
		t.Errorf("%d procurements, %v; want 18421 and 22 reserved", len(got.rows), counts)
	}
	if counts[" municipality="] < 8000 || counts[" municipality="] > 8136 {
		t.Errorf("%d procurements of municipalities, the statistics count 8136", counts[" municipality="])
	}
	want := "contract: contract_id=MT34 municipality=1281 buyer_org_no=2120001132 buyer_name=LUNDS KOMMUN title=Revisionstjänster Lunds Rådhus AB med dotterbolag cpv=79212000 " +
		"service_area=Företagstjänster: lagstiftning, marknadsföring, rådgivning, rekrytering, tryckning och säkerhet procedure=Öppet förfarande reserved=false signed=2021-01-01 _row=2"
	if got.rows[0] != want {
		t.Errorf("first row\n%s\nwant\n%s", got.rows[0], want)
	}
	for _, i := range got.issues {
		if i.Severity != 0 {
			t.Errorf("%+v", i)
		}
	}
}
