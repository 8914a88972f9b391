package transform

import (
	"strings"
	"testing"

	"dubbelkrona"
)

// spec returns a mapping of one table.
func spec(table string, columns map[string]ColumnSpec) Spec {
	return Spec{Tables: []TableSpec{{Table: table, Columns: columns}}}
}

func named(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }

func constant(text string) ColumnSpec { return ColumnSpec{Const: new(Scalar(text))} }

// indicators returns a mapping of a file with one figure for each area.
func indicators(area, value ColumnSpec) Spec {
	return spec("indicator", map[string]ColumnSpec{"indicator": constant("I"), "period": constant("2022"), "area": area, "value": value})
}

// Each case has one peculiarity of municipal files.
func TestQuirks(t *testing.T) {
	area := ColumnSpec{Column: List{"kommun"}, As: asMunicipality}
	with := func(s Spec, change func(*Spec)) Spec { change(&s); return s }
	tests := map[string]struct {
		spec   Spec
		object string
		rows   [][]string
		want   []string
		issues []string
	}{
		"U+FEFF in a header, other case, accents and punctuation": {
			spec: Spec{Profile: "leverantorsreskontra"},
			rows: [][]string{{"\ufeffKöpare_ID", "Netto-belopp", "LEVERANTÖR"}, {"\ufeff232100-0164", "1,5", "Ä\u0085B\u2028C"}},
			want: []string{"spend: object=o buyer_org_no=2321000164 supplier_name=Ä\u0085B\u2028C amount=1.50 _row=2"},
		},
		"every word for unknown": {
			spec: with(indicators(named("a"), named("v")), func(s *Spec) { s.Nulls = List{"hemlig"} }),
			rows: [][]string{{"a", "v"}, {"1", ""}, {"2", "NULL"}, {"3", "saknas"}, {"4", "Uppgift saknas"}, {"5", "-"}, {"6", ".."}, {"7", "***"}, {"8", "?"}, {"9", "."}, {"10", " – "}, {"11", "#SAKNAS!"}, {"12", "Hemlig"}, {"13", "NaN"}, {"14", null}, {"15", "0"}},
			want: func() (all []string) {
				for i, a := range strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15") {
					row := "indicator: indicator=I area=" + a + " period=2022-01-01 period_precision=year"
					if a == "15" {
						row += " value=0.000000"
					}
					all = append(all, row+" _row="+strings.Fields("2 3 4 5 6 7 8 9 10 11 12 13 14 15 16")[i])
				}
				return all
			}(),
			issues: []string{"12 value cell.error"},
		},
		"municipalities by name and by codes without their zero": {
			spec: indicators(area, named("v")),
			rows: [][]string{{"kommun", "v"}, {"Malmö kommun", "1"}, {"360", "2"}, {"0180 Stockholm", "3"}, {"114", "4"}, {"Norrköpings kommun", "5"}, {"Mordor", "6"}, {"9999", "7"}},
			want: []string{
				"indicator: indicator=I area=1280 period=2022-01-01 period_precision=year value=1.000000 _row=2",
				"indicator: indicator=I area=0360 period=2022-01-01 period_precision=year value=2.000000 _row=3",
				"indicator: indicator=I area=0180 period=2022-01-01 period_precision=year value=3.000000 _row=4",
				"indicator: indicator=I area=0114 period=2022-01-01 period_precision=year value=4.000000 _row=5",
				"indicator: indicator=I area=0581 period=2022-01-01 period_precision=year value=5.000000 _row=6",
				"indicator: indicator=I area=9999 period=2022-01-01 period_precision=year value=7.000000 _row=8",
			},
			issues: []string{"7 area municipality.unknown"},
		},
		"a row of totals": {
			spec: with(indicators(area, named("start")), func(s *Spec) {
				s.Tables[0].Totals = &Condition{Column: List{"kommun"}, Equals: List{"Antal", "Totalt antal"}}
			}),
			rows: [][]string{{"kommun", "start"}, {"Malmö", "?"}, {" antal ", "30"}},
			want: []string{
				"indicator: indicator=I area=1280 period=2022-01-01 period_precision=year _row=2",
				"indicator: indicator=I area=* period=2022-01-01 period_precision=year declared_total=30.000000 _row=3",
			},
		},
		"sums among the postings": {
			spec: Spec{Profile: "leverantorsreskontra"},
			rows: [][]string{{"kopare", "leverantor", "belopp"}, {"K", "Summa Finans AB", "1"}, {"K", "Totalförsvarets institut", "2"}, {"Delsumma", "", "3"}, {"K", "A", "4"}, {" SUMMA ", "", "7"}, {"", "Totalt:", "7"}, {"K", "summa", "x"}},
			want: []string{
				"spend: object=o buyer_name=K supplier_name=Summa Finans AB amount=1.00 _row=2",
				"spend: object=o buyer_name=K supplier_name=Totalförsvarets institut amount=2.00 _row=3",
				"spend: object=o buyer_name=K supplier_name=A amount=4.00 _row=5",
			},
			issues: []string{"4  row.total", "6  row.total", "7  row.total", "8  row.total"},
		},
		"a wide file, one row for each column of values": {
			spec: Spec{Tables: []TableSpec{
				{Table: "indicator", Columns: map[string]ColumnSpec{"indicator": constant("A"), "period": constant("2021-01-01"), "area": named("k"), "value": named("före")}},
				{Table: "indicator", Columns: map[string]ColumnSpec{"indicator": constant("B"), "period": constant("2022-12"), "area": named("k"), "value": named("efter")}}}},
			rows: [][]string{{"k", "före", "efter"}, {"x", "1", "5"}},
			want: []string{
				"indicator: indicator=A area=x period=2021-01-01 period_precision=day value=1.000000 _row=2",
				"indicator: indicator=B area=x period=2022-12-01 period_precision=month value=5.000000 _row=2",
			},
		},
		"rows that go elsewhere": {
			spec: with(indicators(named("k"), named("v")), func(s *Spec) {
				s.Tables[0].Where = []Condition{{Column: List{"typ"}, Equals: List{"K"}}}
				s.Tables[0].Skip = []Condition{{Column: List{"k"}, Matches: "^(Summa|Totalt)"}, {Column: List{"k"}, Empty: new(true)}}
			}),
			rows: [][]string{{"typ", "k", "v"}, {"k", "a", "1"}, {"L", "b", "2"}, {"K", "Summa", "3"}, {"K", "-", "4"}, {null, "c", "5"}},
			want: []string{"indicator: indicator=I area=a period=2022-01-01 period_precision=year value=1.000000 _row=2"},
		},
		"a month only in the file's name": {
			spec:   Spec{Profile: "leverantorsreskontra", Period: &PeriodSpec{From: "name", Pattern: `(\d{4})-?(\d{2})`}},
			object: "reskontra_202206.csv",
			rows:   [][]string{{"belopp"}, {"1"}},
			want:   []string{"spend: object=reskontra_202206.csv date=2022-06-01 date_precision=month amount=1.00 _row=2"},
		},
		"a month as six digits, and one that is none": {
			spec:   Spec{Profile: "leverantorsreskontra"},
			rows:   [][]string{{"period", "belopp"}, {"202206", "1"}, {"202613", "2"}, {"200112", "3"}},
			want:   []string{"spend: object=o date=2022-06-01 date_precision=month amount=1.00 _row=2"},
			issues: []string{"3 date date.invalid", "4 date date.ambiguous"},
		},
		"amounts that nobody can be sure of": {
			spec:   Spec{Profile: "leverantorsreskontra"},
			rows:   [][]string{{"belopp"}, {"4.000"}, {"1299.1199999999999"}, {"12 34"}, {""}, {"-14250.00"}},
			want:   []string{"spend: object=o amount=1299.12 _row=3", "spend: object=o amount=-14250.00 _row=6"},
			issues: []string{"2 amount number.ambiguous", "4 amount number.grouping", "5 amount required"},
		},
		"a person among the amounts": {
			spec:   Spec{Profile: "leverantorsreskontra"},
			rows:   [][]string{{"belopp"}, {"190901219931"}, {"0901219931"}, {"190901219931,00"}, {"190901219932"}},
			want:   []string{"spend: object=o amount=190901219932.00 _row=5"},
			issues: []string{"2 amount number.identity", "3 amount number.identity", "4 amount number.identity"},
		},
		"thousands of kronor": {
			spec: with(Spec{Profile: "leverantorsreskontra"}, func(s *Spec) { s.Unit, s.Decimal = "tkr", "comma" }),
			rows: [][]string{{"belopp"}, {"4.000"}, {"1,5"}, {"7 mkr"}},
			want: []string{"spend: object=o amount=4000000.00 _row=2", "spend: object=o amount=1500.00 _row=3", "spend: object=o amount=7000000.00 _row=4"},
		},
		"two numbers in one cell": {
			spec: with(Spec{Profile: "leverantorsreskontra"}, func(s *Spec) {
				s.Tables = []TableSpec{{Table: "spend", Columns: map[string]ColumnSpec{"supplier_org_no": {Column: List{"ids"}, Split: 2}}}}
			}),
			rows:   [][]string{{"ids", "belopp"}, {"232100-0164 / 556016-0680", "1"}, {"232100-0164", "2"}},
			want:   []string{"spend: object=o supplier_org_no=5560160680 amount=1.00 _row=2"},
			issues: []string{"3 supplier_org_no split.missing"},
		},
		"codes and words of the source's own": {
			spec: spec("placement", map[string]ColumnSpec{
				"person": {Column: List{"id"}, As: asOtherID}, "contract_ref": constant("A"), "start": {Column: List{"start"}, Layouts: List{"d/m/yyyy", "excel"}},
				"kind": {Column: List{"insats"}, Values: map[string]Scalar{"Arbetsträning": "work_training", "*": "ordinary_job"}}, "exit_reason": named("orsak"),
				"extent": {Column: List{"omf"}, Unit: "percent"}}),
			rows:   [][]string{{"id", "start", "insats", "orsak", "omf"}, {"7", "3/6/2022", " arbetsträning ", "a", "75"}, {"7", "44713", "annat", "", "50 %"}, {"7", "2022-06-01", "", "F", ""}},
			issues: []string{"4 start date.invalid", "4 exit_reason code.unknown"},
			want: []string{
				"kind=work_training start=2022-06-03 extent=0.750000 exit_reason=A _row=2",
				"kind=ordinary_job start=2022-06-01 extent=0.500000 _row=3",
			},
		},
		"a column that may be wrong": {
			spec: spec("contract", map[string]ColumnSpec{"contract_id": named("id"), "value": {Column: List{"v"}, Invalid: "warn"}, "signed": {Column: List{"d"}, Invalid: "ignore"},
				"cpv": {Column: List{"cpv"}, Pattern: `^\d{8}`, Optional: true}, "title": {Column: List{"t"}, Optional: true}}),
			rows:   [][]string{{"id", "v", "d", "cpv"}, {"1", "abc", "i går", "79212000 Revision"}, {"2", "abc", "2022-01-02", "x"}, {"3", "1", "", ""}},
			want:   []string{"contract: contract_id=1 cpv=79212000 _row=2", "contract: contract_id=3 value=1.00 _row=4"},
			issues: []string{"3 cpv pattern.mismatch", "2 value number.invalid"},
		},
		"a row that the reader could not take apart": {
			spec:   Spec{Profile: "leverantorsreskontra"},
			rows:   [][]string{{"belopp", FaultColumn}, {"1", null}, {"2", "has 3 fields, not 2"}},
			want:   []string{"spend: object=o amount=1.00 _row=2"},
			issues: []string{"3  row.fields"},
		},
		"columns that the table does not have": {
			spec:   Spec{Profile: "municipality"},
			rows:   [][]string{{"code", "name", "Region code", "kode"}, {"1280", "Malmö", "12", "x"}},
			want:   []string{"municipality: code=1280 name=Malmö region_code=12 _row=2"},
			issues: []string{"0  columns.ignored"},
		},
		"months are their first day": {
			spec: spec("outcome", map[string]ColumnSpec{"person": {Column: List{"id"}, As: asOtherID}, "month": named("m")}),
			rows: [][]string{{"id", "m"}, {"1", "2022-06-17"}},
			want: []string{"month=2022-06-01 _row=2"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if tt.object == "" {
				tt.object = "o"
			}
			got := run(t, tt.spec, tt.object, tt.rows)
			if got.err != nil {
				t.Fatal(got.err)
			}
			for i, row := range got.rows { // pseudonyms are tested elsewhere
				if _, rest, ok := strings.Cut(row, "contract_ref=A "); ok {
					got.rows[i] = rest
				} else if strings.HasPrefix(row, "outcome") {
					got.rows[i] = "month" + strings.SplitN(row, "month", 2)[1]
				}
			}
			equalLists(t, "rows", got.rows, tt.want)
			equalLists(t, "issues", got.rules(), tt.issues)
		})
	}
}

// Objects that do not have the content that the mapping expects are refused.
func TestRefusedObjects(t *testing.T) {
	half, two := 0.5, int64(2)
	bad := [][]string{{"belopp"}, {"a"}, {"b"}, {"c"}, {"1"}}
	ledger := Spec{Profile: "leverantorsreskontra"}
	with := func(q Quarantine) Spec { s := ledger; s.Quarantine = q; return s }
	tests := map[string]struct {
		spec Spec
		rows [][]string
		want string
	}{
		"share":            {with(Quarantine{MaxShare: &half}), bad, "object o refused: 3 of 4 rows were rejected, more than the share 0.5 in quarantine.max_share (spend.amount number.invalid: 3, the first in row 2)"},
		"rows":             {with(Quarantine{MaxRows: &two}), bad, "object o refused: more than 2 rows were rejected, the limit in quarantine.max_rows (spend.amount number.invalid: 3, the first in row 2)"},
		"missing column":   {ledger, [][]string{{"datum", "19090121-9931"}, {"x", "y"}}, `object o lacks columns that the mapping needs: belopp or nettobelopp or netto_belopp or belopp_exkl_moms; it has: names that look like data and are not shown (2); the file may have lost its header`},
		"ambiguous column": {ledger, [][]string{{"BELOPP", "Belopp"}, {"1", "2"}}, `object o has 2 columns that could be "belopp"; deliver only one of them, or choose one by its position: kolumn_1 or kolumn_2`},
		"wrong header":     {ledger, [][]string{{"foo", "bar"}}, `object o lacks columns that the mapping needs: belopp or nettobelopp or netto_belopp or belopp_exkl_moms; it has: names that look like data and are not shown (2); the file may have lost its header`},
		"no period":        {Spec{Profile: "spend", Period: &PeriodSpec{From: "name", Pattern: `\d{6}`}}, bad, "object o: the pattern \"\\\\d{6}\" finds no period in its name; rename the file or change period in the mapping"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := run(t, tt.spec, "o", tt.rows)
			if got.err == nil || dubbelkrona.KindOf(got.err) != dubbelkrona.Invalid || strings.ReplaceAll(got.err.Error(), "`", "\"") != tt.want {
				t.Errorf("%v, want %s", got.err, tt.want)
			}
		})
	}
}
