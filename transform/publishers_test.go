package transform

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// Publishers of supplier ledgers follow the national specification in different ways. The
// samples are made up in their forms, and the expected sums were computed by hand. The
// ledger of Västerås is tested in ingest/rowstore.

// utf16LE encodes a text as in Göteborg's files.
func utf16LE(text string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

// workbook writes a sheet of rows.
func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// summed checks a ledger's rows, sum and issues.
func (r *result) summed(t *testing.T, rows []string, sum string, issues []string) {
	t.Helper()
	if r.err != nil {
		t.Fatal(r.err)
	}
	equalLists(t, "rows", r.rows, rows)
	equalLists(t, "issues", r.rules(), issues)
	if got := r.sumOf(t, "amount"); got.StringFixed(2) != sum {
		t.Errorf("the sum is %s, want %s", got.StringFixed(2), sum)
	}
}

// Göteborg: UTF-16LE with a byte order mark, commas between cells and in amounts, which
// are quoted.
func TestLedgerOfGothenburg(t *testing.T) {
	text := "kopare_id,kopare,verifikationsnummer,leverantor,leverantor_id,konto_nr,konto_text,datum,belopp,kommun_id\r\n" +
		"212000-1355,Göteborgs Stad,100,\"Ström, Å & Söner AB\",556016-0680,4640,\"Verksamhet, köpt\",2022-06-01,\"1234,50\",1480\r\n" +
		"212000-1355,Göteborgs Stad,101,Fiskhallen,556016-0680,4640,Köp,2022-06-02,\"-99,9\",1480\r\n" +
		"212000-1355,Göteborgs Stad,101,Fiskhallen,556016-0680,4640,Köp,2022-06-02,\"-99,9\",1480\r\n" +
		"212000-1355,Göteborgs Stad,102,Hiss AB,556016-0680,5010,Hyra,2022-06-30,\"1 000 000,01\",1480\r\n" +
		"212000-1355,Göteborgs Stad,103,Hiss AB,556016-0680,5010,Hyra,2022-06-30,\"4,000\",1480\r\n"
	got := runSource(t, Spec{Profile: "leverantorsreskontra"}, csvFormat(t), "gbg_2022.csv", utf16LE(text))
	const of = "spend: object=gbg_2022.csv municipality=1480 buyer_org_no=2120001355 buyer_name=Göteborgs Stad verification_no="
	got.summed(t, []string{
		of + "100 account=4640 account_name=Verksamhet, köpt supplier_org_no=5560160680 supplier_name=Ström, Å & Söner AB date=2022-06-01 date_precision=day amount=1234.50 _row=2",
		of + "101 account=4640 account_name=Köp supplier_org_no=5560160680 supplier_name=Fiskhallen date=2022-06-02 date_precision=day amount=-99.90 _row=3",
		of + "101 account=4640 account_name=Köp supplier_org_no=5560160680 supplier_name=Fiskhallen date=2022-06-02 date_precision=day amount=-99.90 _row=4",
		of + "102 account=5010 account_name=Hyra supplier_org_no=5560160680 supplier_name=Hiss AB date=2022-06-30 date_precision=day amount=1000000.01 _row=5",
	}, "1001034.71", []string{"6 amount number.ambiguous"})

	// A project can set the decimal mark of its publisher.
	told := runSource(t, Spec{Profile: "leverantorsreskontra", Decimal: "comma"}, csvFormat(t), "gbg_2022.csv", utf16LE(text))
	if sum := told.sumOf(t, "amount").StringFixed(2); sum != "1001038.71" || len(told.issues) > 0 {
		t.Errorf("with decimal: comma the sum is %s, want 1001038.71; issues %v", sum, told.rules())
	}
}

// Umeå: the month as six digits, and asterisks in place of sole traders.
func TestLedgerOfUmeå(t *testing.T) {
	text := "kopare_id;kopare;leverantor;leverantor_id;konto_nr;konto_text;period;belopp\n" +
		"2120002627;Umeå kommun;Snickeri Å AB;5560160680;4640;Köp;202206;100,25\n" +
		"2120002627;Umeå kommun;*********;**********;4640;Köp;202206;200,50\n" +
		"2120002627;Umeå kommun;*;*;4640;Köp;202207;-50,75\n" +
		"2120002627;Umeå kommun;Snickeri Å AB;5560160680;4640;Köp;202213;1\n"
	got := runSource(t, Spec{Profile: "leverantorsreskontra"}, csvFormat(t), "umea.csv", []byte(text))
	const of = "spend: object=umea.csv buyer_org_no=2120002627 buyer_name=Umeå kommun account=4640 account_name=Köp"
	got.summed(t, []string{
		of + " supplier_org_no=5560160680 supplier_name=Snickeri Å AB date=2022-06-01 date_precision=month amount=100.25 _row=2",
		of + " date=2022-06-01 date_precision=month amount=200.50 _row=3",
		of + " date=2022-07-01 date_precision=month amount=-50.75 _row=4",
	}, "250.00", []string{"5 date date.invalid"})
}

// Örebro: a workbook without dates and with the month in its name, words for unknown, two
// numbers in one cell, the buyer's own numbers of suppliers, and amounts as a spreadsheet
// stores them.
func TestLedgerOfÖrebro(t *testing.T) {
	data := workbook(t,
		[]any{"Leverantörsreskontra juni 2022"},
		[]any{},
		[]any{"kopare_id", "kopare", "leverantor", "leverantor_id", "konto_nr", "konto_text", "belopp"},
		[]any{"212000-1967", "Örebro kommun", "Bygg & Måleri AB", "556016-0680", 4640, "Köp", "1299.1199999999999"},
		[]any{"212000-1967", "Örebro kommun", "Två Bolag", "556016-0680 / 212000-1355", 4640, "Köp", 0.30},
		[]any{"212000-1967", "Örebro kommun", "NULL", "SAKNAS", "NULL", "SAKNAS", -14250},
		[]any{"212000-1967", "Örebro kommun", "Intern leverantör", "10047", 4640, "Köp", 1000000.5},
		[]any{"212000-1967", "Örebro kommun", "Bygg & Måleri AB", "556016-0680", 4640, "Köp", "12 34"},
		[]any{"212000-1967", "Örebro kommun", "Bygg & Måleri AB", "556016-0680", 4640, "Köp", "NULL"},
	)
	spec := Spec{Profile: "leverantorsreskontra", Period: &PeriodSpec{From: "name", Pattern: `(\p{L}+)[ _](\d{4})`}}
	got := runSource(t, spec, xlsxFormat(t), "Reskontra juni 2022.xlsx", data)
	const of = "spend: object=Reskontra juni 2022.xlsx buyer_org_no=2120001967 buyer_name=Örebro kommun"
	const on = " date=2022-06-01 date_precision=month"
	got.summed(t, []string{
		of + " account=4640 account_name=Köp supplier_org_no=5560160680 supplier_name=Bygg & Måleri AB" + on + " amount=1299.12 _row=4",
		of + " account=4640 account_name=Köp supplier_name=Två Bolag" + on + " amount=0.30 _row=5",
		of + on + " amount=-14250.00 _row=6",
		of + " account=4640 account_name=Köp supplier_name=Intern leverantör supplier_ref=10047" + on + " amount=1000000.50 _row=7",
	}, "987049.92", []string{"8 amount number.grouping", "9 amount required", "5 supplier_org_no org_no.several", "7 supplier_org_no org_no.internal"})
}

// Västra Götalandsregionen: bare CR, decimal points, and other column names than those of
// the specification.
func TestLedgerWithBareCR(t *testing.T) {
	text := "kopare_id;kopare;verifikationsnummer;leverantor;leverantor_id;konto_nr;konto_text;bokforingsdatum;forvaltning;fakturanummer;nettobelopp;grund;avtal;kommun_id;s_kod_nr\r" +
		"2321000131;VÄSTRA GÖTALANDSREGIONEN;1;Ä\u0085B\u2028C AB;5560160680;7551;Konsulter;2026-01-07;Miljönämnden;-;136.98;;;;\r" +
		"2321000131;VÄSTRA GÖTALANDSREGIONEN;2;\"Linje; resor\r AB\";5560160680;7551;Konsulter;2026-01-01;Miljönämnden;-;5058332.75;;A-1;;\r" +
		"2321000131;VÄSTRA GÖTALANDSREGIONEN;3;Sista AB;5560160680;7551;Konsulter;2026-01-07;Miljönämnden;-;-14250.00;;;;"
	got := runSource(t, Spec{Profile: "leverantorsreskontra"}, csvFormat(t), "vgr.csv", []byte(text))
	const of = "spend: object=vgr.csv buyer_org_no=2321000131 buyer_name=VÄSTRA GÖTALANDSREGIONEN unit=Miljönämnden verification_no="
	const at = " account=7551 account_name=Konsulter supplier_org_no=5560160680 supplier_name="
	got.summed(t, []string{
		of + "1" + at + "Ä\u0085B\u2028C AB date=2026-01-07 date_precision=day amount=136.98 _row=2",
		of + "2" + at + "Linje; resor\r AB contract_ref=A-1 date=2026-01-01 date_precision=day amount=5058332.75 _row=3",
		of + "3" + at + "Sista AB date=2026-01-07 date_precision=day amount=-14250.00 _row=5",
	}, "5044219.73", nil)
}
