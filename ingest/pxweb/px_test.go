package pxweb_test

import (
	"fmt"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/pxweb"
)

// keyed makes each row begin with the code of its region.
const keyed = `KEYS("region")=CODES;`

// pxTable returns a PX file of two regions and two times.
func pxTable(timeval, keys, data string) string {
	return `MATRIX="T1";TITLE="Prov";STUB="region";HEADING="tid";VALUES("region")="Söderhamn","Gävle";CODES("region")="2182","2180";` +
		`VALUES("tid")="första","andra";TIMEVAL("tid")=` + timeval + ";" + keys + "DATA=\n" + data
}

// pxCells reads a PX file and formats its cells as area, period and value.
func pxCells(t *testing.T, text string) (string, error) {
	t.Helper()
	tab, err := ingesttest.Decode(t, px2(t), "x.px", []byte(text))
	var all []string
	for _, row := range tab.Rows {
		if c := row.Cells; c["record"] == "value" {
			all = append(all, c["area"]+" "+c["valid_from"]+" "+c["value"])
		}
	}
	return strings.Join(all, "|"), err
}

// Comma, semicolon, space and tab separate cells, according to SCB's "Data in the
// PX-file".
func TestPXDelimiters(t *testing.T) {
	const want = "2182 2023-01-01 1|2182 2024-01-01 2|2180 2023-01-01 3|2180 2024-01-01 4"
	for _, data := range []string{"1 2\n3 4;", "1,2,\n3,4;", "1.0,2.0,3.0,4.0;", "1;2;\n3;4;", "1;2;\n3;4;;", "1\t2\t3\t4\n;", "1, 2; 3\t4,;", "1 2 3 4\n"} {
		got, err := pxCells(t, pxTable(`TLIST(A1),"2023","2024"`, "", data))
		if err != nil || strings.ReplaceAll(got, ".0", "") != want {
			t.Errorf("%q: %s, %v", data, got, err)
		}
	}
	for _, data := range []string{"1,,2,3,4;", "1;2;3;", "1 2 3 4 5;", ";", "1,2,3,4,5;", "1 2 3 4", "1,5 2,5 3,5 4,5;", "1 2 = 4;"} {
		if _, err := pxCells(t, pxTable(`TLIST(A1),"2023","2024"`, "", data)); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%q is read: %v", data, err)
		}
	}
}

// With KEYS the keys of a row determine its position, and rows that are left out have
// the value 0 and are not missing.
func TestPXKeys(t *testing.T) {
	const years = `TLIST(A1),"2023","2024"`
	for data, want := range map[string]string{
		`"2180",3 4` + "\n" + `"2182",1 2;`:  "2180 2023-01-01 3|2180 2024-01-01 4|2182 2023-01-01 1|2182 2024-01-01 2",
		`"2180",3 ".."` + "\n;":              "2180 2023-01-01 3|2180 2024-01-01 |2182 2023-01-01 0|2182 2024-01-01 0",
		`"2180" 3,4,` + "\n" + `"2182";1;2;`: "2180 2023-01-01 3|2180 2024-01-01 4|2182 2023-01-01 1|2182 2024-01-01 2",
		`;`:                                  "2182 2023-01-01 0|2182 2024-01-01 0|2180 2023-01-01 0|2180 2024-01-01 0",
	} {
		if got, err := pxCells(t, pxTable(years, keyed, data)); err != nil || got != want {
			t.Errorf("%s: %s, %v\nwant %s", data, got, err, want)
		}
	}
	got, err := pxCells(t, pxTable(years, `KEYS("region")=VALUES;`, `"Gävle",3 4;`))
	if want := "2180 2023-01-01 3|2180 2024-01-01 4|2182 2023-01-01 0|2182 2024-01-01 0"; err != nil || got != want {
		t.Errorf("keys that are values: %s, %v", got, err)
	}
	for name, data := range map[string]string{
		"not whole":        `"2180",3 4` + "\n",
		"a row twice":      `"2180",3 4 "2180",5 6;`,
		"an unknown key":   `"9999",3 4;`,
		"a value as a key": `"Gävle",3 4;`,
		"too few cells":    `"2180",3;`,
		"too many cells":   `"2180",3 4 5;`,
		"goes on":          `"2180",3 4; "2182",1 2;`,
	} {
		if _, err := pxCells(t, pxTable(years, keyed, data)); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The scale of TLIST determines what the digits after the year mean. The first days
// of weeks are those of ISO 8601.
func TestPXTimeScales(t *testing.T) {
	for timeval, want := range map[string]string{
		`TLIST(A1),"2023","2024"`:           "2023-01-01 2024-01-01",
		`TLIST(H1),"20241","20242"`:         "2024-01-01 2024-07-01",
		`TLIST(Q1),"20241","20242"`:         "2024-01-01 2024-04-01",
		`TLIST(Q1,"20234"-"20241")`:         "2023-10-01 2024-01-01",
		`TLIST(Q1),"2024K3","2024Q4"`:       "2024-07-01 2024-10-01",
		`TLIST(M1),"202401","202412"`:       "2024-01-01 2024-12-01",
		`TLIST(M1,"202312"-"202401")`:       "2023-12-01 2024-01-01",
		`TLIST(W1),"202401","202501"`:       "2024-01-01 2024-12-30",
		`TLIST(W1,"202053"-"202101")`:       "2020-12-28 2021-01-04",
		`TLIST(A1,"2023"-"2024")`:           "2023-01-01 2024-01-01",
		`TLIST(H1,"20232"-"20241")`:         "2023-07-01 2024-01-01",
		`TLIST(A1),"2023","202401"`:         "2023-01-01 ",
		`TLIST(Q1),"20240","20245"`:         " ",
		`TLIST(W1),"202453","202400"`:       " ",
		`TLIST(D1),"20240229","2024-03-01"`: "2024-02-29 2024-03-01",
		`"2024M01","2024H2"`:                "2024-01-01 2024-07-01",
	} {
		got, err := pxCells(t, pxTable(timeval, "", "1 2 3 4;"))
		days := strings.Fields(want)
		for len(days) < 2 {
			days = append(days, "")
		}
		if full := fmt.Sprintf("2182 %s 1|2182 %s 2|2180 %[1]s 3|2180 %[2]s 4", days[0], days[1]); err != nil || got != full {
			t.Errorf("%s: %s, %v\nwant %s", timeval, got, err, full)
		}
	}
	for _, timeval := range []string{`TLIST(T1),"20241","20242"`, `TLIST(Q1,"20241"-"20243")`, `TLIST(Q1,"20242"-"20241")`, `TLIST(Q1,"2024"-"2025")`, `TLIST(Q1),"20241"`, `TLIST`, `TLIST(A1),"2024","2024"`} {
		if got, err := pxCells(t, pxTable(timeval, "", "1 2 3 4;")); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %s, %v", timeval, got, err)
		}
	}
	school := strings.Replace(pxTable(`TLIST(A1),"2023","2024"`, "", "1 2 3 4;"), `"första","andra"`, `"2023/24","2024/25"`, 1)
	if got, err := pxCells(t, school); err != nil || !strings.HasPrefix(got, "2182 2023-07-01 1|2182 2024-07-01 2|") {
		t.Errorf("school years: %s, %v", got, err)
	}
}

// The time codes of PxWeb's JSON-stat have the right first and last days. A code that
// is not a period has none and is not changed.
func TestTimeCodes(t *testing.T) {
	for code, want := range map[string]string{
		"2024": "2024 2024-01-01 2024-12-31", "2024M02": "2024-02 2024-02-01 2024-02-29", "2024-02": "2024-02 2024-02-01 2024-02-29",
		"2024K4": "2024-10 2024-10-01 2024-12-31", "2024Q4": "2024-10 2024-10-01 2024-12-31", "2024H2": "2024-07 2024-07-01 2024-12-31",
		"2021V01": "2021-01-04 2021-01-04 2021-01-10", "2020W53": "2020-12-28 2020-12-28 2021-01-03",
		"2024/25": "2024 2024-07-01 2025-06-30", "2024/2025": "2024 2024-07-01 2025-06-30", "2016-2020": "2016 2016-01-01 2020-12-31",
		"20240131": "2024-01-31 2024-01-31 2024-01-31", "2024-01-31": "2024-01-31 2024-01-31 2024-01-31",
		"2024/26": "2024/26  ", "2024K5": "2024K5  ", "2024H3": "2024H3  ", "2021V53": "2021V53  ", "202413": "202413  ", "20240230": "20240230  ",
		"20241": "20241  ", "2024M13": "2024M13  ", "2020-2019": "2020-2019  ", "x": "x  ",
	} {
		text := strings.Replace(document(`[1,2,3,4]`, `null`), `{"2025K1":0,"2025K2":1}`, fmt.Sprintf(`[%q,"y"]`, code), 1)
		tab, err := ingesttest.Decode(t, pxweb.JSONStat{}, "x.json", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		c := tab.Rows[1].Cells
		if got := c["period"] + " " + c["valid_from"] + " " + c["valid_to"]; got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}
