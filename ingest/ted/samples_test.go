package ted_test

import (
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/identity"
)

// exportOf returns a made-up notice in TED_EXPORT with the given sections V.
func exportOf(number, form, sections string) string {
	return fmt.Sprintf(`<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication" DOC_ID="%[1]s">
<CODED_DATA_SECTION><REF_OJS><DATE_PUB>20220630</DATE_PUB></REF_OJS></CODED_DATA_SECTION>
<FORM_SECTION><%[2]s_2014 CATEGORY="ORIGINAL" FORM="%[2]s" LG="SV">
<CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Exempelkommun</OFFICIALNAME><NATIONALID>556016-0680</NATIONALID><COUNTRY VALUE="SE"/></ADDRESS_CONTRACTING_BODY></CONTRACTING_BODY>
%[3]s
</%[2]s_2014></FORM_SECTION></TED_EXPORT>`, number, form, sections)
}

// object returns a section II with the given content after its title.
func object(inner string) string {
	return `<OBJECT_CONTRACT><TITLE><P>Skötsel av grönytor</P></TITLE><CPV_MAIN><CPV_CODE CODE="77310000"/></CPV_MAIN>` + inner + `</OBJECT_CONTRACT>`
}

// awarded returns a section V.
func awarded(item int, inner string) string {
	return fmt.Sprintf(`<AWARD_CONTRACT ITEM="%d"><LOT_NO>%[1]d</LOT_NO><AWARDED_CONTRACT>%s</AWARDED_CONTRACT></AWARD_CONTRACT>`, item, inner)
}

func value(amount string) string {
	return `<VALUES><VAL_TOTAL CURRENCY="SEK">` + amount + `</VAL_TOTAL></VALUES>`
}

func decode(t *testing.T, text string) ingesttest.Table {
	t.Helper()
	tab, err := ingesttest.Decode(t, format(t), "notice.xml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// column returns the cells of a column in the rows of contracts.
func column(tab ingesttest.Table, name string) (cells []string) {
	for _, r := range of(tab, "contract") {
		cells = append(cells, r[name])
	}
	return cells
}

func wantCells(t *testing.T, tab ingesttest.Table, name string, want ...string) {
	t.Helper()
	if got := column(tab, name); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%s is %q, want %q", name, got, want)
	}
}

// The total of a notice may differ from the sum of its contracts, as in 401381-2022.
func TestTotals(t *testing.T) {
	for name, c := range map[string]struct {
		total, sections string
		fault           string
		values          []string
	}{
		"equal":              {`<VAL_TOTAL CURRENCY="SEK">300.50</VAL_TOTAL>`, awarded(1, value("100.5")) + awarded(2, value("200")), "", []string{"100.5", "200"}},
		"less":               {`<VAL_TOTAL CURRENCY="SEK">1000</VAL_TOTAL>`, awarded(1, value("100")) + awarded(2, value("200")), "less than the total", []string{"100", "200"}},
		"more":               {`<VAL_TOTAL CURRENCY="SEK">250</VAL_TOTAL>`, awarded(1, value("100")) + awarded(2, value("200")), "more than the total", []string{"100", "200"}},
		"one öre":            {`<VAL_TOTAL CURRENCY="SEK">300.01</VAL_TOTAL>`, awarded(1, value("100")) + awarded(2, value("200")), "less than the total", []string{"100", "200"}},
		"one is unknown":     {`<VAL_TOTAL CURRENCY="SEK">1000</VAL_TOTAL>`, awarded(1, value("100")) + awarded(2, ""), "", []string{"100", ""}},
		"the known are more": {`<VAL_TOTAL CURRENCY="SEK">90</VAL_TOTAL>`, awarded(1, value("100")) + awarded(2, ""), "more than the total", []string{"100", ""}},
		"no total":           {``, awarded(1, value("100")), "", []string{"100"}},
		"another currency":   {`<VAL_TOTAL CURRENCY="EUR">30</VAL_TOTAL>`, awarded(1, value("300")), "", []string{"300"}},
		"a range as total":   {`<VAL_RANGE_TOTAL CURRENCY="SEK"><LOW>1</LOW><HIGH>2</HIGH></VAL_RANGE_TOTAL>`, awarded(1, value("300")), "", []string{"300"}},
		"withheld":           {`<VAL_TOTAL CURRENCY="SEK">300</VAL_TOTAL>`, awarded(1, `<VALUES PUBLICATION="NO"><VAL_TOTAL CURRENCY="SEK">300</VAL_TOTAL></VALUES>`), "", []string{""}},
		"masked":             {`<VAL_TOTAL CURRENCY="SEK">-1</VAL_TOTAL>`, awarded(1, value("-1")), "", []string{""}},
		"no currency":        {``, awarded(1, `<VALUES><VAL_TOTAL>300</VAL_TOTAL></VALUES>`), "", []string{""}},
		"more than any sum":  {`<VAL_TOTAL CURRENCY="SEK">1e999999999</VAL_TOTAL>`, awarded(1, value("1e999999999")), "", []string{"1e999999999"}},
		"exact to the last":  {`<VAL_TOTAL CURRENCY="SEK">12345678901234567.89</VAL_TOTAL>`, awarded(1, value("12345678901234567.88")), "less than the total", []string{"12345678901234567.88"}},
		"ended without one":  {`<VAL_TOTAL CURRENCY="SEK">100</VAL_TOTAL>`, awarded(1, value("100")) + `<AWARD_CONTRACT ITEM="2"><NO_AWARDED_CONTRACT><PROCUREMENT_UNSUCCESSFUL/></NO_AWARDED_CONTRACT></AWARD_CONTRACT>`, "", []string{"100", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			tab := decode(t, exportOf("401381-2022", "F03", object(c.total)+c.sections))
			wantCells(t, tab, "value", c.values...)
			fault := ""
			for _, r := range tab.Rows {
				fault += r.Fault
			}
			if (c.fault == "") != (fault == "") || !strings.Contains(fault, c.fault) {
				t.Errorf("fault %q; want %q", fault, c.fault)
			}
		})
	}
}

// The value of a section V is in VALUES, in VALUE or in the section itself, depending on
// the release of the schema; so is that of a modification.
func TestPlacesOfValues(t *testing.T) {
	const total = `<VAL_TOTAL CURRENCY="SEK">2367500</VAL_TOTAL>`
	around := `<VAL_RANGE_TOTAL CURRENCY="SEK"><LOW>10</LOW><HIGH>20</HIGH></VAL_RANGE_TOTAL>`
	for name, c := range map[string]struct{ inner, value, low, estimated, withheld string }{
		"in VALUES":                  {`<VALUES>` + total + `</VALUES>`, "2367500", "", "", ""},
		"in VALUES that is public":   {`<VALUES PUBLICATION="YES">` + total + `</VALUES>`, "2367500", "", "", ""},
		"in the section (S01)":       {total, "2367500", "", "", ""},
		"public in the section":      {`<VAL_TOTAL CURRENCY="SEK" PUBLICATION="YES">2367500</VAL_TOTAL>`, "2367500", "", "", ""},
		"in VALUE (S01)":             {`<VALUE PUBLICATION="YES">` + total + `</VALUE>`, "2367500", "", "", ""},
		"VALUE itself":               {`<VALUE PUBLICATION="YES" CURRENCY="SEK">2367500</VALUE>`, "2367500", "", "", ""},
		"estimated and total":        {`<VAL_ESTIMATED_TOTAL CURRENCY="SEK">9</VAL_ESTIMATED_TOTAL>` + total, "2367500", "", "9", ""},
		"a range in the section":     {around, "", "10", "", ""},
		"a range in VALUE":           {`<VALUE PUBLICATION="YES">` + around + `</VALUE>`, "", "10", "", ""},
		"VALUE withheld":             {`<VALUE PUBLICATION="NO">` + total + `</VALUE>`, "", "", "", "VALUES"},
		"withheld in the section":    {`<VAL_TOTAL CURRENCY="SEK" PUBLICATION="NO">2367500</VAL_TOTAL>`, "", "", "", "VALUES"},
		"a range withheld by itself": {`<VALUES><VAL_RANGE_TOTAL CURRENCY="SEK" PUBLICATION="NO"><LOW>10</LOW><HIGH>20</HIGH></VAL_RANGE_TOTAL></VALUES>`, "", "", "", "VALUES"},
	} {
		t.Run(name, func(t *testing.T) {
			tab := decode(t, exportOf("226640-2017", "F03", object("")+awarded(1, c.inner)))
			wantCells(t, tab, "value", c.value)
			wantCells(t, tab, "value_low", c.low)
			wantCells(t, tab, "estimated_value", c.estimated)
			wantCells(t, tab, "withheld", c.withheld)
		})
	}
	modified := object("") + awarded(1, value("100")) + `<MODIFICATIONS_CONTRACT><DESCRIPTION_PROCUREMENT>%s</DESCRIPTION_PROCUREMENT><INFO_MODIFICATIONS>%s</INFO_MODIFICATIONS></MODIFICATIONS_CONTRACT>`
	for _, c := range []struct{ description, info, value string }{
		{value("120"), `<VALUES><VAL_TOTAL_BEFORE CURRENCY="SEK">100</VAL_TOTAL_BEFORE><VAL_TOTAL_AFTER CURRENCY="SEK">125</VAL_TOTAL_AFTER></VALUES>`, "125"},
		{`<VAL_TOTAL CURRENCY="SEK">120</VAL_TOTAL>`, `<VAL_TOTAL_BEFORE CURRENCY="SEK">100</VAL_TOTAL_BEFORE><VAL_TOTAL_AFTER CURRENCY="SEK">125</VAL_TOTAL_AFTER>`, "125"},
		{`<VAL_TOTAL CURRENCY="SEK">120</VAL_TOTAL>`, ``, "120"},
		{``, ``, "100"},
		{``, `<VALUES PUBLICATION="NO"/>`, ""},
	} {
		wantCells(t, decode(t, exportOf("226640-2017", "F20", fmt.Sprintf(modified, c.description, c.info))), "value", c.value)
	}
}

func TestWithheldInExport(t *testing.T) {
	section := `<CONTRACTORS PUBLICATION="NO"><CONTRACTOR><ADDRESS_CONTRACTOR><OFFICIALNAME>Hemlig AB</OFFICIALNAME></ADDRESS_CONTRACTOR></CONTRACTOR></CONTRACTORS><VALUES PUBLICATION="NO"><VAL_TOTAL CURRENCY="SEK">300</VAL_TOTAL></VALUES>`
	tab := decode(t, exportOf("1-2022", "F06", object("")+awarded(1, section)))
	wantCells(t, tab, "withheld", "CONTRACTORS; VALUES")
	wantCells(t, tab, "winner_name", "")
	wantCells(t, tab, "value", "")
}

// A form in several languages is one notice, with the titles in Swedish.
func TestLanguages(t *testing.T) {
	form := func(category, language, title, lot string) string {
		return fmt.Sprintf(`<F03_2014 CATEGORY="%s" LG="%s"><OBJECT_CONTRACT><TITLE><P>%s</P></TITLE><OBJECT_DESCR ITEM="1"><TITLE><P>%s</P></TITLE><LOT_NO>1</LOT_NO></OBJECT_DESCR></OBJECT_CONTRACT>
<AWARD_CONTRACT ITEM="1"><LOT_NO>1</LOT_NO><AWARDED_CONTRACT/></AWARD_CONTRACT></F03_2014>`, category, language, title, lot)
	}
	wrap := func(forms string) string {
		return `<TED_EXPORT DOC_ID="1-2022"><FORM_SECTION>` + forms + `</FORM_SECTION></TED_EXPORT>`
	}
	wantCells(t, decode(t, wrap(form("TRANSLATION", "SV", "Städning", "Skolor")+form("ORIGINAL", "DE", "Reinigung", "Schulen"))), "title", "Skolor")
	wantCells(t, decode(t, wrap(form("ORIGINAL", "DE", "Reinigung", "")+form("TRANSLATION", "EN", "Cleaning", ""))), "title", "Cleaning")
	wantCells(t, decode(t, wrap(form("ORIGINAL", "DE", "Reinigung <FT TYPE=\"SUP\">2</FT> ok", ""))), "title", "Reinigung 2 ok")
}

func TestReserved(t *testing.T) {
	for _, c := range []struct{ form, section, participation, execution string }{
		{"F02", `<LEFTI><RESTRICTED_SHELTERED_WORKSHOP/></LEFTI>`, "res-ws", "no"},
		{"F02", `<LEFTI><RESTRICTED_SHELTERED_PROGRAM/></LEFTI>`, "none", "yes"},
		{"F02", ``, "none", "no"},
		{"F21", `<NOTICE TYPE="CONTRACT"/><LEFTI><RESERVED_ORGANISATIONS_SERVICE_MISSION/></LEFTI>`, "res-pub-ser", "no"},
		{"F21", `<NOTICE TYPE="PRI_ONLY"/>`, "", ""},
		{"F01", `<NOTICE TYPE="PRI_CALL_COMPETITION"/>`, "none", "no"},
		{"F01", `<NOTICE TYPE="PRI_ONLY"/><LEFTI><RESTRICTED_SHELTERED_WORKSHOP/></LEFTI>`, "res-ws", ""},
		{"F12", ``, "", ""},
	} {
		tab := decode(t, exportOf("1-2022", c.form, object("")+c.section))
		wantCells(t, tab, "reserved_participation", c.participation)
		wantCells(t, tab, "reserved_execution", c.execution)
	}
}

// Lots of a notice before the award are rows, each with its own estimate; the estimate of
// all lots together is not used for any of them.
func TestLots(t *testing.T) {
	lots := object(`<VAL_ESTIMATED_TOTAL CURRENCY="SEK">900</VAL_ESTIMATED_TOTAL><OBJECT_DESCR ITEM="1"><TITLE><P>Norr</P></TITLE><LOT_NO>A</LOT_NO><VAL_OBJECT CURRENCY="SEK">500</VAL_OBJECT></OBJECT_DESCR><OBJECT_DESCR ITEM="2"><TITLE><P>Söder</P></TITLE><LOT_NO>B</LOT_NO></OBJECT_DESCR>`)
	tab := decode(t, exportOf("1-2022", "F02", lots))
	wantCells(t, tab, "contract_id", "2022-00000001/1", "2022-00000001/2")
	wantCells(t, tab, "title", "Norr", "Söder")
	wantCells(t, tab, "lot", "A", "B")
	wantCells(t, tab, "estimated_value", "500", "")
	wantCells(t, tab, "value", "", "")
}

// Sections with the same number have different ids.
func TestIdentitiesAreUnique(t *testing.T) {
	tab := decode(t, exportOf("1-2022", "F03", object("")+awarded(1, "")+awarded(1, "")+awarded(2, "")))
	wantCells(t, tab, "contract_id", "2022-00000001/1", "2022-00000001/1.2", "2022-00000001/2")
}

// A sole trader's name is left out, also if there are other winners.
func TestSoleTrader(t *testing.T) {
	winner := func(name, no string) string {
		return `<CONTRACTOR><ADDRESS_CONTRACTOR><OFFICIALNAME>` + name + `</OFFICIALNAME><NATIONALID>` + no + `</NATIONALID><COUNTRY VALUE="SE"/></ADDRESS_CONTRACTOR></CONTRACTOR>`
	}
	for _, no := range []string{"090121+9931", "SE510217997401"} {
		tab := decode(t, exportOf("1-2022", "F03", object("")+awarded(1, `<CONTRACTORS>`+winner("Grönyta AB", "556012-5790")+winner("Enskild Näringsidkare", no)+`</CONTRACTORS>`)))
		wantCells(t, tab, "winner_name", "Grönyta AB")
		wantCells(t, tab, "winner_org_no", "556012-5790")
		for _, r := range tab.Rows {
			if strings.Contains(r.Cells["name"], "Enskild") {
				t.Errorf("%s: the name of a sole trader is in %v", no, r.Cells)
			}
		}
	}
}

// A corrigendum is reported and has no contract.
func TestCorrigendum(t *testing.T) {
	tab := decode(t, exportOf("1-2022", "F14", object("")))
	if got := faults(tab); len(tab.Rows) != 1 || len(got) != 1 || got[0] != "notice.corrigendum" {
		t.Errorf("%+v", tab.Rows)
	}
}

// The element names of R2.0.8, which defence procurement still uses: amounts in two
// notations, with or without VAT as the notice says.
func TestOldAward(t *testing.T) {
	cost := func(inner string) string {
		return `<AWARD_OF_CONTRACT_DEFENCE ITEM="1"><CONTRACT_NUMBER>K1</CONTRACT_NUMBER><CONTRACT_AWARD_DATE><DAY>7</DAY><MONTH>3</MONTH><YEAR>2014</YEAR></CONTRACT_AWARD_DATE>
<ECONOMIC_OPERATOR_NAME_ADDRESS><CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME><ORGANISATION><OFFICIALNAME>Grönyta AB</OFFICIALNAME><NATIONALID>556012-5790</NATIONALID></ORGANISATION><COUNTRY VALUE="SE"/></CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME></ECONOMIC_OPERATOR_NAME_ADDRESS>
<CONTRACT_VALUE_INFORMATION><COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE CURRENCY="SEK">` + inner + `</COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE></CONTRACT_VALUE_INFORMATION></AWARD_OF_CONTRACT_DEFENCE>`
	}
	for _, c := range []struct{ inner, value, vat, low string }{
		{`<VALUE_COST FMTVAL="189945844.15">189 945 844,15</VALUE_COST><EXCLUDING_VAT/>`, "189945844.15", "excluding", ""},
		{`<VALUE_COST>49 700</VALUE_COST><INCLUDING_VAT/>`, "49700", "including", ""},
		{`<VALUE_COST FMTVAL="49700000000">49 700</VALUE_COST>`, "", "", ""}, // the two amounts differ
		{`<RANGE_VALUE_COST><LOW_VALUE FMTVAL="1000">1 000</LOW_VALUE><HIGH_VALUE>2 000</HIGH_VALUE></RANGE_VALUE_COST>`, "", "", "1000"},
	} {
		tab := decode(t, `<TED_EXPORT DOC_ID="346910-2014"><FORM_SECTION><CONTRACT_AWARD_DEFENCE CATEGORY="ORIGINAL" LG="SV"><FD_CONTRACT_AWARD_DEFENCE>`+cost(c.inner)+`</FD_CONTRACT_AWARD_DEFENCE></CONTRACT_AWARD_DEFENCE></FORM_SECTION></TED_EXPORT>`)
		wantCells(t, tab, "value", c.value)
		wantCells(t, tab, "vat_basis", c.vat)
		wantCells(t, tab, "value_low", c.low)
		wantCells(t, tab, "signed", "2014-03-07")
		wantCells(t, tab, "winner_org_no", "556012-5790")
		wantCells(t, tab, "contract_no", "K1")
	}
}

// A publication number is never read as an identity number and replaced by a token,
// whatever follows it.
func TestPublicationNumbersAreNotIdentityNumbers(t *testing.T) {
	for number := 1; number < 1_000_000; number += 7 {
		for _, behind := range []string{"", "/1", "/12.2", "/LOT-0001/CON-0001"} {
			if id := fmt.Sprintf("%d-%08d%s", 2011+number%20, number, behind); identity.Contains(id) {
				t.Fatalf("%s is read as an identity number", id)
			}
		}
	}
}
