package main

// town is what is made up about one municipality.
type town struct {
	code, name, prefix string
	contracts          []*contract
	wage               int // SEK a month of those who get work
	// effect is the change in the employment share in the years after the
	// contract's start, in thousandths; the persons are drawn to match.
	effect       [3]int
	effectSE     int // standard error of effect, in thousandths
	displacement int // share taken from others, in thousandths
	// assistance and benefit are the shares, in thousandths, of those without
	// work who live on försörjningsstöd and on aktivitetsstöd or a-kassa.
	assistance, benefit int
}

// contract is what is made up about one contract of the report's Table 7.
// Supplier and service are the report's.
type contract struct {
	id, supplier, account, accountName string
	first                              month // of the postings
	months                             int
	spend                              int // SEK in all, excluding VAT
	// reference is the reference price as thousandths of the spend, 0 where
	// none is known, and basis where it comes from.
	reference int
	basis     string
	accepted  int // share of the deliveries accepted, in thousandths
	unit      string
	subsidy   int // SEK, state wage subsidies in all
	admin     int // SEK, the buyer's own extra administration
	treated   int // persons placed on it
}

// towns are the five municipalities whose contracts stand in Table 7. The
// figures are chosen so that the example shows every kind of answer: double
// value, high total with a service below its price, a loss on the social side.
func towns() []*town {
	return []*town{
		{code: "1283", name: "Helsingborg", prefix: "HBG", wage: 23400, effect: [3]int{300, 170, 130}, effectSE: 70, displacement: 250, assistance: 450, benefit: 400,
			contracts: []*contract{
				{id: "HBG-1", supplier: "Utforska Drottninghög AB", account: "5710", accountName: "Måltider", first: monthOf(2022, 2), months: 11, spend: 2640000, reference: 985, basis: "Förlorande anbud", accepted: 985, unit: "portioner", subsidy: 720000, admin: 45000, treated: 16},
				{id: "HBG-2", supplier: "TS Working", account: "6990", accountName: "Flyttjänster", first: monthOf(2022, 3), months: 10, spend: 1380000, reference: 1020, basis: "Tidigare avtal", accepted: 990, unit: "timmar", subsidy: 480000, admin: 30000, treated: 14},
			}},
		{code: "2184", name: "Hudiksvall", prefix: "HUD", wage: 22300, effect: [3]int{360, 240, 200}, effectSE: 80, displacement: 280, assistance: 500, benefit: 350,
			contracts: []*contract{
				{id: "HUD-1", supplier: "Hushållsfixarna, Kraftkällan m.fl. (fyra sociala företag)", account: "4630", accountName: "Köp av arbetsmarknadsinsats", first: monthOf(2022, 1), months: 12, spend: 2100000, reference: 945, basis: "Egen regi", accepted: 975, unit: "platsdagar", subsidy: 780000, treated: 18},
				{id: "HUD-2", supplier: "Hushållsfixarna, Kraftkällan m.fl. (fyra sociala företag)", account: "4630", accountName: "Köp av arbetsmarknadsinsats", first: monthOf(2022, 1), months: 12, spend: 1750000, reference: 935, basis: "Egen regi", accepted: 980, unit: "platsdagar", subsidy: 620000, treated: 16},
			}},
		{code: "1280", name: "Malmö", prefix: "MAL", wage: 23900, effect: [3]int{80, 40, 20}, effectSE: 60, displacement: 400, assistance: 500, benefit: 300,
			contracts: []*contract{
				{id: "MAL-1", supplier: "Björkåfrihet", account: "6990", accountName: "Övriga tjänster", first: monthOf(2022, 4), months: 9, spend: 1950000, accepted: 1000, unit: "kg", subsidy: 620000, treated: 14},
			}},
		{code: "2182", name: "Söderhamn", prefix: "SOD", wage: 22500, effect: [3]int{240, 140, 110}, effectSE: 60, displacement: 250, assistance: 500, benefit: 350,
			contracts: []*contract{
				{id: "SOD-1", supplier: "Kreativboden", account: "6990", accountName: "Sömnad och skomakeri", first: monthOf(2022, 6), months: 12, spend: 540000, reference: 990, basis: "Tidigare avtal", accepted: 1000, unit: "timmar", subsidy: 130000, treated: 5},
				{id: "SOD-2", supplier: "Djurskyddet Bill & Bull", account: "6410", accountName: "Förbrukningsinventarier", first: monthOf(2022, 9), months: 12, spend: 310000, reference: 1010, basis: "Tidigare avtal", accepted: 985, unit: "st", subsidy: 70000, treated: 4},
				{id: "SOD-3", supplier: "Kreativboden", account: "6410", accountName: "Förbrukningsinventarier", first: monthOf(2022, 9), months: 12, spend: 420000, reference: 1005, basis: "Tidigare avtal", accepted: 995, unit: "st", subsidy: 110000, treated: 5},
				{id: "SOD-4", supplier: "Röda korset Söderhamn", account: "6410", accountName: "Förbrukningsinventarier", first: monthOf(2022, 9), months: 12, spend: 365000, reference: 1000, basis: "Antagande", accepted: 990, unit: "st", subsidy: 80000, treated: 4},
				{id: "SOD-5", supplier: "Söderhamn second hand", account: "6410", accountName: "Förbrukningsinventarier", first: monthOf(2022, 9), months: 12, spend: 455000, reference: 995, basis: "Tidigare avtal", accepted: 990, unit: "st", subsidy: 120000, treated: 6},
				{id: "SOD-6", supplier: "Stenbackens boende- och arbetarkooperativ", account: "5710", accountName: "Frukt", first: monthOf(2021, 9), months: 12, spend: 495000, reference: 980, basis: "Förlorande anbud", accepted: 995, unit: "korgar", subsidy: 90000, treated: 4},
			}},
		{code: "0360", name: "Tierp", prefix: "TRP", wage: 21800, effect: [3]int{160, 90, 60}, effectSE: 60, displacement: 300, assistance: 400, benefit: 450,
			contracts: []*contract{
				{id: "TRP-1", supplier: "Butik Spektra", account: "6450", accountName: "Reparation av möbler", first: monthOf(2022, 2), months: 11, spend: 780000, reference: 1040, basis: "Förlorande anbud", accepted: 990, unit: "möbler", subsidy: 250000, admin: 15000, treated: 10},
			}},
	}
}
