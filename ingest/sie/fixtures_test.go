package sie_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sie"
)

// published is the content of one of the SIE organisation's test files, found by an
// independent program in another language.
type published struct {
	vouchers int   // different pairs of series and number
	rows     int   // #TRANS
	faulty   int   // rows of vouchers that do not sum to 0
	first    int64 // line of the first #TRANS
	costs    int   // rows of accounts 4000 to 7999
	cost     int64 // and their sum in öre
}

var vouchers = map[string]published{
	"BL0001_typ4.SE":                             {73, 405, 0, 466, 108, 6562470},
	"BL0001_typ4I.SI":                            {1, 10, 0, 13, 0, 0},
	"BokOrder.si":                                {1, 4, 0, 1203, 1, 750000},
	"Bokslut%20Norstedts%20SIE%204E.se":          {174, 678, 0, 612, 128, 363212249},
	"Exempelbolaget_SIE_110322_B_33.si":          {1, 91, 0, 23, 0, 0},
	"FAKT.SI":                                    {1, 3, 0, 16, 0, 0},
	"L%C3%B6n.si":                                {1, 8, 0, 19, 5, 5974982},
	"LON%20L%C3%B6nek%C3%B6rning.SI":             {1, 25, 0, 15, 18, 21589803},
	"MAMUT_SIE4_EXPORT.SE":                       {168, 458, 0, 1756, 8, 26094619},
	"Norstedts%20Bokslut%20SIE%204I.si":          {2, 4, 0, 371, 0, 0},
	"SIE4%20Visma%20Anl%C3%A4ggningsregister.si": {1, 18, 0, 12, 12, 12515900},
	"SIE4_Exempelfil_med_underdim.SE":            {295, 1330, 0, 1872, 417, 470601719},
	"SIE_exempelfil.se":                          {26, 148, 0, 741, 17, 958840},
	"Sie%203%20+%204.se":                         {2, 4, 0, 2737, 0, 0},
	"Sie4.se":                                    {70, 260, 0, 710, 21, 4142767},
	"Sie4.si":                                    {165, 869, 0, 387, 320, 1275641325},
	"Test4.SE":                                   {167, 1464, 0, 768, 772, 320459014},
	"XE_SIE_4_20151125095119.SE":                 {65, 248, 2, 1358, 22, 16920000},
	"live2011.se":                                {3, 12, 0, 266, 2, 530712},
	"magenta_bokf%C3%B6ring_SIE4E.se":            {19, 84, 0, 492, 19, 12158900},
	"magenta_bokf%C3%B6ring_SIE4I.se":            {19, 84, 0, 277, 19, 12158900},
	"si.SI":                                      {47, 128, 0, 59, 34, 2291989},
	"sie%204.SE":                                 {20, 76, 0, 2113, 18, 6038718},
	"testWrite.se":                               {65, 248, 2, 1370, 22, 16920000},
	"testWrite1.se":                              {65, 248, 2, 1370, 22, 16920000},
	"transaktioner_ovnbolag-bad-balance.se":      {163, 671, 3, 3907, 144, 168654638},
	"transaktioner_ovnbolag.se":                  {163, 671, 0, 3907, 144, 168654638},
	"typ4.se":                                    {81, 287, 0, 758, 52, 41047952},
	"typ4si.si":                                  {81, 287, 0, 621, 52, 41047952},
	"urval_ovnbolag.si":                          {16, 51, 0, 1733, 17, 5951810},
}

// balances are the files without vouchers and their types.
var balances = map[string]string{
	"1": "BL0001_typ1.SE BokslutSIE1.se MAMUT_SIE1_EXPORT.SE Norstedts%20Bokslut%20SIE%201.se Norstedts%20Revision%20SIE%201.SE " +
		"SIE-fil%20fr%C3%A5n%20Visma%20Eget%20Aktiebolag%202010.se SIE-fil%20fr%C3%A5n%20Visma%20Enskild%20Firma%202010.se Sie%201.SE Sie1.se " +
		"Test1.SE XE_SIE_1_20151125094750.SE arsaldo_ovnbolag.se magenta_bokf%C3%B6ring_SIE1.se typ1.se",
	"2": "BL0001_typ2.SE MAMUT_SIE2_EXPORT.SE Sie%201+2.se Sie%202.SE Sie2.se Test2.SE XE_SIE_2_20151125094903.SE magenta_bokf%C3%B6ring_SIE2.se " +
		"periodsaldo_ovnbolag.se typ2.se",
	"3": "BL0001_typ3.SE MAMUT_SIE3_EXPORT.SE Sie3.se Test3.SE XE_SIE_3_20151125094952.SE magenta_bokf%C3%B6ring_SIE3.se objektsaldo_ovnbolag.se " +
		"sie%203.SE typ3.se",
}

// files reads the folder of real files.
func files(t *testing.T) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir("../../../shared/fixtures/sie")
	if err != nil {
		t.Skip("the folder of real files is absent")
	}
	all := make(map[string][]byte)
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); ext == ".md" || ext == ".sh" {
			continue
		}
		data, err := os.ReadFile(filepath.Join("../../../shared/fixtures/sie", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = data
	}
	return all
}

// Every file is either read, with vouchers that sum to 0, or refused with the reason.
func TestRealFiles(t *testing.T) {
	types := make(map[string]string)
	for kind, names := range balances {
		for name := range strings.FieldsSeq(names) {
			types[name] = kind
		}
	}
	all := files(t)
	if len(all) != len(vouchers)+len(types) {
		t.Errorf("%d files; the tables know %d and %d", len(all), len(vouchers), len(types))
	}
	for name, data := range all {
		if !sie.Kind().Match(name, data) {
			t.Errorf("%s is not read as SIE", name)
		}
		tab, err := ingesttest.Decode(t, format(t, sie.Settings{}), name, data)
		if want, ok := vouchers[name]; ok {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			checkVouchers(t, name, tab, want)
			continue
		}
		reason := "of type " + types[name] + ", which has balances"
		if types[name] == "" || dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(fmt.Sprint(err), reason) {
			t.Errorf("%s: %v; want an Invalid error that says %q", name, err, reason)
		}
	}
}

func checkVouchers(t *testing.T, name string, tab ingesttest.Table, want published) {
	t.Helper()
	got := published{rows: len(tab.Rows)}
	if len(tab.Rows) > 0 {
		got.first = tab.Rows[0].At
	}
	seen := make(map[string]bool)
	sum, cost := decimal.Zero, decimal.Zero
	for _, row := range tab.Rows {
		seen[row.Cells["serie"]+"\x00"+row.Cells["vernr"]] = true
		amount, err := decimal.NewFromString(row.Cells["belopp"])
		if err != nil {
			t.Fatalf("%s row %d: %v", name, row.At, err)
		}
		if row.Fault != "" {
			got.faulty++
			if !strings.HasPrefix(row.Fault, "voucher.balance: ") {
				t.Errorf("%s row %d: %s", name, row.At, row.Fault)
			}
		} else {
			sum = sum.Add(amount)
		}
		if account := row.Cells["konto"]; len(account) == 4 && account >= "4000" && account <= "7999" {
			got.costs++
			cost = cost.Add(amount)
		}
	}
	got.vouchers, got.cost = len(seen), cost.Shift(2).IntPart()
	if got != want {
		t.Errorf("%s: %+v; want %+v", name, got, want)
	}
	if !sum.IsZero() {
		t.Errorf("%s: the rows without a fault sum to %s", name, sum)
	}
}

// The expected cells were read from the files by hand.
func TestRealCells(t *testing.T) {
	all := files(t)
	for _, c := range []struct {
		name    string
		line    int64
		columns string
		want    string
	}{
		{"BL0001_typ4.SE", 616, "verifikation datum konto belopp text", "616:A 8|20091210|1930|0|Varor/material"},
		{"SIE4_Exempelfil_med_underdim.SE", 2337, "konto belopp kostnadsställe kostnadsställe_namn projekt projekt_namn dim_61",
			"2337:3041|-33000.00|Nord|Kontor Nord|0036|Konfiguration av kubernetes|0036"},
		{"transaktioner_ovnbolag-bad-balance.se", 3907, "verifikation", "3907:B 1 !voucher.balance: sums to -12771.00, not 0"},
		{"XE_SIE_4_20151125095119.SE", 1358, "verifikation belopp", "1358:1 1|12.00 !voucher.balance: sums to 2.00, not 0"},
	} {
		tab, err := ingesttest.Decode(t, format(t, sie.Settings{}), c.name, all[c.name])
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, row := range tab.Rows {
			if row.At == c.line {
				found = true
				if got := show(row, strings.Fields(c.columns)...); got != c.want {
					t.Errorf("%s\ngot  %s\nwant %s", c.name, got, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no row at line %d", c.name, c.line)
		}
	}
}

// A changed digit anywhere between the two #KSUMMA of a real file is detected.
func TestRealChecksum(t *testing.T) {
	data := files(t)["Bokslut%20Norstedts%20SIE%204E.se"]
	changed := strings.Replace(string(data), "#GEN\t\t2011", "#GEN\t\t2012", 1)
	if changed == string(data) {
		t.Fatal("nothing to change")
	}
	_, err := ingesttest.Decode(t, format(t, sie.Settings{}), "x.se", []byte(changed))
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(fmt.Sprint(err), "#KSUMMA says 854227682") {
		t.Errorf("%v; want an Invalid error about #KSUMMA", err)
	}
}
