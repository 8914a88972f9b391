package transform

import (
	"testing"

	"dubbelkrona/ingest/sie"
)

const sieVoucher = "#FLAGGA 0\n#SIETYP 4\n#ORGNR 556016-0680\n#FNAMN \"Norra \x8eng AB\"\n#KONTO 4010 \"Ink\x94p\"\n#OBJEKT 1 100 Park\n" +
	"#VER A 1 20260105 \"M\x86larf\x84rg\"\n{\n#TRANS 4010 {1 100} 4.000\n#TRANS 5010 {} 10.00 20260106 Hyra\n#TRANS 7010 {} 20.00\n#TRANS 7911 {} 40.00\n" +
	"#TRANS 2640 {} 3.50\n#TRANS 2440 {} -77.50\n}\n#VER A 2 20260107\n{\n#TRANS 6010 {} 1\n#TRANS 1930 {} -2\n}\n"

func TestVouchersAsSpend(t *testing.T) {
	const common = " buyer_org_no=5560160680 buyer_name=Norra Äng AB "
	for profile, want := range map[string][]string{
		"sie": {
			"spend: object=x.se" + common + "unit=Park verification_no=A 1 account=4010 account_name=Inköp date=2026-01-05 date_precision=day amount=4.00 text=Målarfärg _row=9",
			"spend: object=x.se" + common + "verification_no=A 1 account=5010 date=2026-01-06 date_precision=day amount=10.00 text=Hyra _row=10",
		},
		"sie-kommunbas": {
			"spend: object=x.se" + common + "unit=Park verification_no=A 1 account=4010 account_name=Inköp date=2026-01-05 date_precision=day amount=4.00 text=Målarfärg _row=9",
			"spend: object=x.se" + common + "verification_no=A 1 account=7010 date=2026-01-05 date_precision=day amount=20.00 text=Målarfärg _row=11",
		},
	} {
		got := runSource(t, Spec{Profile: profile}, &sie.Format{}, "x.se", []byte(sieVoucher))
		equalLists(t, profile+": rows", got.rows, want)
		if got.err != nil || got.counts != (Counts{Read: 8, Written: 2, Rejected: 2, Skipped: 4}) {
			t.Errorf("%s: %v, %+v", profile, got.err, got.counts)
		}
	}
}

func TestVouchersInAnotherCurrency(t *testing.T) {
	got := runSource(t, Spec{Profile: "sie"}, &sie.Format{}, "x.se",
		[]byte("#FLAGGA 0\n#SIETYP 4\n#VALUTA EUR\n#VER A 1 20260105\n{\n#TRANS 4010 {} 4\n#TRANS 2440 {} -4\n}\n"))
	equalLists(t, "rows", got.rows, []string{
		"spend: object=x.se verification_no=A 1 account=4010 date=2026-01-05 date_precision=day currency=EUR original_amount=4.00 _row=6"})
}

func TestProjectNarrowsAccounts(t *testing.T) {
	spec := Spec{Profile: "sie", Tables: []TableSpec{{Table: "spend", Skip: []Condition{{Column: List{"konto"}, Matches: "^50"}}}}}
	if got := runSource(t, spec, &sie.Format{}, "x.se", []byte(sieVoucher)); len(got.rows) != 1 {
		t.Errorf("%d rows; want the one of account 4010", len(got.rows))
	}
}

// The expected sums of accounts 4000 to 6999 of balanced vouchers, and numbers of rows,
// were computed by a program in another language.
func TestRealVouchers(t *testing.T) {
	for _, c := range []struct {
		name           string
		read, rejected int64
		rows           int
		sum            string
	}{
		{"Test4.SE", 1464, 0, 51, "314978.80"},
		{"transaktioner_ovnbolag.se", 671, 0, 88, "1156460.88"},
		{"transaktioner_ovnbolag-bad-balance.se", 671, 3, 88, "1156460.88"},
		{"SIE4_Exempelfil_med_underdim.SE", 1330, 0, 188, "2932651.64"},
		{"L%C3%B6n.si", 8, 0, 0, "0.00"}, // wages
		{"BL0001_typ4.SE", 405, 0, 70, "61111.70"},
		{"XE_SIE_4_20151125095119.SE", 248, 2, 9, "16400.00"},
	} {
		got := runSource(t, Spec{Profile: "sie"}, &sie.Format{}, c.name, realFile(t, "sie/"+c.name))
		if sum := got.sumOf(t, "amount").StringFixed(2); got.err != nil || len(got.rows) != c.rows || sum != c.sum ||
			got.counts.Read != c.read || got.counts.Rejected != c.rejected {
			t.Errorf("%s: %d rows, sum %s, %+v, %v; want %+v", c.name, len(got.rows), sum, got.counts, got.err, c)
		}
	}
}
