package ted_test

import (
	"fmt"
	"slices"
	"testing"
)

// eform returns a made-up award notice with organisations, a result and lots.
func eform(result, lots string) string {
	organisation := func(id, name, no, more string) string {
		return fmt.Sprintf(`<efac:Organization>%s<efac:Company><cac:PartyIdentification><cbc:ID>%s</cbc:ID></cac:PartyIdentification>%s
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>SWE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:CompanyID>%s</cbc:CompanyID></cac:PartyLegalEntity></efac:Company></efac:Organization>`, more, id, name, no)
	}
	named := func(language, name string) string {
		return `<cac:PartyName><cbc:Name languageID="` + language + `">` + name + `</cbc:Name></cac:PartyName>`
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<can:ContractAwardNotice xmlns:can="urn:oasis:names:specification:ubl:schema:xsd:ContractAwardNotice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
 xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1" xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1" xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1">
<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>
<efac:NoticeResult>` + result + `</efac:NoticeResult>
<efac:Organizations>` +
		organisation("ORG-1", named("ENG", "Example Municipality")+named("SWE", "Exempelkommun"), "556016-0680", "") +
		organisation("ORG-2", named("SWE", "Grönyta AB"), "556012-5790", "") +
		organisation("ORG-3", named("SWE", "Arbetskooperativet ek. för."), "556036-0793", "") +
		organisation("ORG-4", named("SWE", "En Person"), "212000-1132", "<efbc:NaturalPersonIndicator>true</efbc:NaturalPersonIndicator>") + `
</efac:Organizations><efac:Publication><efbc:NoticePublicationID schemeName="ojs-notice-id">00598884-2026</efbc:NoticePublicationID><efbc:PublicationDate>2026-08-31+02:00</efbc:PublicationDate></efac:Publication>
</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
<cbc:ID>6c3862f6-3e66-43ca-9688-77b9ee6e6a3e</cbc:ID><cbc:VersionID>01</cbc:VersionID><cbc:NoticeTypeCode listName="result">can-standard</cbc:NoticeTypeCode>
<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-1</cbc:ID></cac:PartyIdentification></cac:Party></cac:ContractingParty>
<cac:ProcurementProject><cbc:Name languageID="SWE">Skötsel av grönytor</cbc:Name></cac:ProcurementProject>` + lots + `
</can:ContractAwardNotice>`
}

func lot(id, inner string) string {
	return `<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">` + id + `</cbc:ID>` + inner + `</cac:ProcurementProjectLot>`
}

// won returns the result of a lot with its tenders and contracts.
func won(lot string, tenders, contracts []string, more string) string {
	text := `<efac:LotResult><cbc:TenderResultCode>selec-w</cbc:TenderResultCode>` + more
	for _, id := range tenders {
		text += `<efac:LotTender><cbc:ID>` + id + `</cbc:ID></efac:LotTender>`
	}
	for _, id := range contracts {
		text += `<efac:SettledContract><cbc:ID>` + id + `</cbc:ID></efac:SettledContract>`
	}
	return text + `<efac:TenderLot><cbc:ID>` + lot + `</cbc:ID></efac:TenderLot></efac:LotResult>`
}

func tender(id, amount, party, more string) string {
	return `<efac:LotTender><cbc:ID>` + id + `</cbc:ID>` + more + `<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="SEK">` + amount + `</cbc:PayableAmount></cac:LegalMonetaryTotal><efac:TenderingParty><cbc:ID>` + party + `</cbc:ID></efac:TenderingParty></efac:LotTender>`
}

func settled(id string, tenders ...string) string {
	text := `<efac:SettledContract><cbc:ID>` + id + `</cbc:ID><cbc:IssueDate>2026-08-01+02:00</cbc:IssueDate>`
	for _, t := range tenders {
		text += `<efac:LotTender><cbc:ID>` + t + `</cbc:ID></efac:LotTender>`
	}
	return text + `</efac:SettledContract>`
}

func tenderers(id, inner string) string {
	return `<efac:TenderingParty><cbc:ID>` + id + `</cbc:ID>` + inner + `</efac:TenderingParty>`
}

func member(org, leads string) string {
	return `<efac:Tenderer><cbc:ID>` + org + `</cbc:ID>` + leads + `</efac:Tenderer>`
}

const leads = `<efbc:GroupLeadIndicator>true</efbc:GroupLeadIndicator>`

func private(code string) string {
	return `<efac:FieldsPrivacy><efbc:FieldIdentifierCode listName="non-publication-identifier">` + code + `</efbc:FieldIdentifierCode><efbc:PublicationDate>2024-01-01Z</efbc:PublicationDate></efac:FieldsPrivacy>`
}

func TestGroupOfTenderers(t *testing.T) {
	result := won("LOT-0001", []string{"TEN-1"}, []string{"CON-1"}, "") + tender("TEN-1", "250000.50", "TPA-1", "") + settled("CON-1", "TEN-1") +
		tenderers("TPA-1", member("ORG-2", "")+member("ORG-3", leads)+member("ORG-4", ""))
	tab := decode(t, eform(result, lot("LOT-0001", "")))
	wantCells(t, tab, "contract_id", "2026-00598884/LOT-0001/CON-1")
	wantCells(t, tab, "winner_name", "Arbetskooperativet ek. för.; Grönyta AB") // the leader first, the person not at all
	wantCells(t, tab, "winner_org_no", "556036-0793")
	wantCells(t, tab, "value", "250000.50")
	wantCells(t, tab, "signed", "2026-08-01+02:00")
	wantCells(t, tab, "buyer_name", "Exempelkommun")
	wantCells(t, tab, "published", "2026-08-31+02:00")
	var names []string
	for _, r := range of(tab, "organisation") {
		names = append(names, r["role"]+" "+r["org_no"]+" "+r["name"])
	}
	if want := []string{"winner 556036-0793 Arbetskooperativet ek. för.", "winner 556012-5790 Grönyta AB", "winner 212000-1132 ", "buyer 556016-0680 Exempelkommun"}; !slices.Equal(names, want) {
		t.Errorf("organisations %q, want %q", names, want)
	}
}

// Withheld values are unknown, whatever is in their place: a mask, a zero or a number. That
// is so also after the date of BT-198.
func TestWithheldInEForms(t *testing.T) {
	for _, amount := range []string{"-1", "0", "250000"} {
		result := private("not-val") + `<cbc:TotalAmount currencyID="SEK">` + amount + `</cbc:TotalAmount>` +
			won("LOT-0001", []string{"TEN-1"}, []string{"CON-1"}, private("win-cho")) + tender("TEN-1", amount, "TPA-1", private("win-ten-val")) + settled("CON-1", "TEN-1") + tenderers("TPA-1", member("ORG-2", ""))
		tab := decode(t, eform(result, lot("LOT-0001", "")))
		wantCells(t, tab, "value", "")
		wantCells(t, tab, "currency", "")
		wantCells(t, tab, "status", "")
		wantCells(t, tab, "withheld", "not-val; win-cho; win-ten-val")
		if got := faults(tab); len(got) > 0 {
			t.Errorf("faults %q", got)
		}
	}
}

// A tender for a group of lots, or with two contracts, counts once.
func TestTenderCountsOnce(t *testing.T) {
	parties := tenderers("TPA-1", member("ORG-2", ""))
	group := won("LOT-0001", []string{"TEN-1"}, []string{"CON-1"}, "") + won("LOT-0002", []string{"TEN-1", "TEN-2"}, []string{"CON-1"}, "") +
		tender("TEN-1", "900", "TPA-1", "") + tender("TEN-2", "50.5", "TPA-1", "") + settled("CON-1", "TEN-1", "TEN-2") + parties
	tab := decode(t, eform(`<cbc:TotalAmount currencyID="SEK">950.5</cbc:TotalAmount>`+group, lot("LOT-0001", "")+lot("LOT-0002", "")))
	wantCells(t, tab, "contract_id", "2026-00598884/LOT-0001/CON-1", "2026-00598884/LOT-0002/CON-1")
	wantCells(t, tab, "value", "900", "50.5")
	wantCells(t, tab, "winner_name", "Grönyta AB", "Grönyta AB")
	if got := faults(tab); len(got) > 0 {
		t.Errorf("faults %q", got)
	}
	two := won("LOT-0001", []string{"TEN-1"}, []string{"CON-1", "CON-2"}, "") + tender("TEN-1", "900", "TPA-1", "") + settled("CON-1", "TEN-1") + settled("CON-2", "TEN-1") + parties
	wantCells(t, decode(t, eform(two, lot("LOT-0001", ""))), "value", "900", "")
}

// The value of a contract with several tenders is their sum.
func TestTendersOfOneContract(t *testing.T) {
	result := won("LOT-0001", []string{"TEN-1", "TEN-2", "TEN-3"}, []string{"CON-1"}, "") + tender("TEN-1", "900.25", "TPA-1", "") + tender("TEN-2", "50.5", "TPA-2", "") + tender("TEN-3", "7", "TPA-2", "") +
		settled("CON-1", "TEN-1", "TEN-2") + tenderers("TPA-1", member("ORG-2", "")) + tenderers("TPA-2", member("ORG-3", ""))
	tab := decode(t, eform(result, lot("LOT-0001", "")))
	wantCells(t, tab, "value", "950.75")
	wantCells(t, tab, "winner_name", "Grönyta AB; Arbetskooperativet ek. för.")
}

// Lots without a contract are rows too. They have a winner if there is a single tender.
func TestLotsWithoutContract(t *testing.T) {
	result := won("LOT-0001", []string{"TEN-1"}, nil, "") + won("LOT-0002", []string{"TEN-1", "TEN-2"}, nil, "") + tender("TEN-1", "900", "TPA-1", "") + tender("TEN-2", "800", "TPA-1", "") + tenderers("TPA-1", member("ORG-2", ""))
	tab := decode(t, eform(result, lot("LOT-0001", "")+lot("LOT-0002", "")))
	wantCells(t, tab, "contract_id", "2026-00598884/LOT-0001", "2026-00598884/LOT-0002")
	wantCells(t, tab, "winner_name", "Grönyta AB", "")
	wantCells(t, tab, "value", "900", "")
}

// A lot may have several social objectives, or state that it has none.
func TestSocial(t *testing.T) {
	project := func(types ...string) string {
		text := ""
		for i := 0; i < len(types); i += 2 {
			text += `<cac:ProcurementAdditionalType><cbc:ProcurementTypeCode listName="` + types[i] + `">` + types[i+1] + `</cbc:ProcurementTypeCode></cac:ProcurementAdditionalType>`
		}
		return `<cac:ProcurementProject>` + text + `</cac:ProcurementProject>`
	}
	lots := lot("LOT-1", project("strategic-procurement", "soc-obj", "social-objective", "opp", "social-objective", "gen-eq")) +
		lot("LOT-2", project("strategic-procurement", "none")) + lot("LOT-3", project("strategic-procurement", "env-imp", "strategic-procurement", "soc-obj")) + lot("LOT-4", "")
	result := ""
	for _, id := range []string{"LOT-1", "LOT-2", "LOT-3", "LOT-4"} {
		result += won(id, nil, nil, "")
	}
	tab := decode(t, eform(result, lots))
	wantCells(t, tab, "social_objective", "opp; gen-eq", "", "", "")
	wantCells(t, tab, "social_clause", "yes", "no", "yes", "")
}
