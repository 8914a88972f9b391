package transform

// The profiles of vouchers in SIE files.
const (
	profileSIE          = "sie"
	profileSIEKommunBas = "sie-kommunbas"
)

// sieSpend maps the vouchers of a SIE file to spend: its rows on cost accounts
// for what is bought. The rows of a voucher sum to 0, so its other sides stay
// out: the debt to the supplier and the payment (classes 1 and 2, with the VAT),
// income (3) and finance (8). What an own employee or an older purchase costs
// is nothing that was bought either: wages and depreciation stay out too.
//
// In the BAS chart, which SIE is written for, that leaves accounts 4000 to
// 6999, and class 7 is wages and depreciation. In Kommun-Bas class 5 is wages,
// classes 6 and 7 are other costs, and group 79 is depreciation: that is what
// kommunBas says. A project narrows either with skip, such as
//
//	tables: [{table: spend, skip: [{column: konto, matches: "^45"}]}]
//
// and one with another chart writes its own entry for the table, in which
// where says which accounts count.
//
// A SIE file tells no supplier and no contract: those columns stay unknown.
func sieSpend(kommunBas bool) TableSpec {
	present := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}, Optional: true} }
	bought, skip := `^[456]\d{3,}$`, []Condition(nil)
	if kommunBas {
		bought = `^[467]\d{2,}$`
		skip = []Condition{{Column: List{"konto"}, Matches: `^79`}}
	}
	return TableSpec{
		Table: spendTable,
		Columns: map[string]ColumnSpec{
			"buyer_org_no":    present("orgnr"),
			"buyer_name":      present("företag"),
			"unit":            present("kostnadsställe_namn"),
			"verification_no": present("verifikation"),
			"account":         {Column: List{"konto"}},
			"account_name":    present("kontonamn"),
			"date":            {Column: List{"datum"}},
			"amount":          {Column: List{"belopp"}, Decimal: "dot"},
			"currency":        present("valuta"),
			"text":            present("text"),
		},
		Where: []Condition{{Column: List{"konto"}, Matches: bought}},
		Skip:  skip,
	}
}
