package transform

import (
	"strings"
	"testing"

	"dubbelkrona"
)

// A ledger whose columns differ from those of last month is read or refused.
func TestChangedColumns(t *testing.T) {
	const row = "spend: object=x.csv supplier_org_no=5560160680 supplier_name=Alfa AB date=2022-06-01 date_precision=day amount=10.50"
	for name, c := range map[string]struct {
		text   string
		rows   []string
		issues []string
		want   string // error, if the whole object is refused
	}{
		"as it should be": {text: "leverantor;leverantor_id;datum;belopp\nAlfa AB;5560160680;2022-06-01;10,50\n", rows: []string{row + " _row=2"}},
		"renamed":         {text: "Leverantörsnamn;Leverantör-orgnr;Bokföringsdatum;Netto belopp\nAlfa AB;5560160680;2022-06-01;10,50\n", rows: []string{row + " _row=2"}},
		"moved":           {text: "belopp;datum;leverantor_id;leverantor\n10,50;2022-06-01;5560160680;Alfa AB\n", rows: []string{row + " _row=2"}},
		"added":           {text: "leverantor;ny kolumn;leverantor_id;datum;belopp\nAlfa AB;x;5560160680;2022-06-01;10,50\n", rows: []string{row + " _row=2"}},
		"one missing":     {text: "leverantor;datum;belopp\nAlfa AB;2022-06-01;10,50\n", rows: []string{"spend: object=x.csv supplier_name=Alfa AB date=2022-06-01 date_precision=day amount=10.50 _row=2"}},
		"the amount missing": {text: "leverantor;leverantor_id;datum\nAlfa AB;5560160680;2022-06-01\n",
			want: `object x.csv lacks columns that the mapping needs: belopp or nettobelopp or netto_belopp or belopp_exkl_moms; it has: "leverantor", "leverantor_id", "datum"`},
		"the amount's name cut off": {text: "leverantor;leverantor_id;datum;belop\nAlfa AB;5560160680;2022-06-01;10,50\n",
			want: `it has: "leverantor", "leverantor_id", "datum", "belop"`},
		"twice": {text: "leverantor;belopp;datum;Belopp\nAlfa AB;10,50;2022-06-01;11\n", want: `has 2 columns that could be "belopp"`},
		"no header": {text: "Alfa AB;5560160680;2022-06-01;10,50\nBeta AB;5560160680;2022-06-01;11,50\n",
			want: "lacks columns that the mapping needs"},
		"a row shifted": {text: "leverantor;leverantor_id;datum;belopp;text\nAlfa AB;5560160680;2022-06-01;10,50;x\n;Alfa AB;5560160680;2022-06-01;10,50\n",
			rows: []string{row + " text=x _row=2"}, issues: []string{"3 date date.invalid", "3 amount number.invalid", "3 supplier_org_no org_no.internal"}},
		"a row cut off": {text: "leverantor;leverantor_id;datum;belopp\nAlfa AB;5560160680;2022-06-01;10,50\nAlfa AB;5560160680;2022-0",
			rows: []string{row + " _row=2"}, issues: []string{"3  row.fields"}},
		"a title and an empty line above": {text: "Leverantörsreskontra juni 2022;;;\n\nleverantor;leverantor_id;datum;belopp\nAlfa AB;5560160680;2022-06-01;10,50\nAlfa AB;5560160680;2022-06-01;10,50\n",
			rows: []string{row + " _row=4", row + " _row=5"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := trySource(t, Spec{Profile: "leverantorsreskontra"}, csvFormat(t), "x.csv", []byte(c.text))
			if c.want != "" {
				if err == nil || dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), c.want) || len(got.rows) > 0 {
					t.Errorf("%v, rows %q; want a refusal that says %s", err, got.rows, c.want)
				}
				return
			}
			if err != nil || got.err != nil {
				t.Fatal(err, got.err)
			}
			equalLists(t, "rows", got.rows, c.rows)
			equalLists(t, "issues", got.rules(), c.issues)
		})
	}
}
