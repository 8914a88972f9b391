package main

// town is what is made up about one municipality.
type town struct {
	code, name, prefix string
	contracts          []*contract
	wage               int // SEK a month of those who get work
	// effect is what is assumed of the employment share in the years after the
	// contract's start, in thousandths. What the persons are drawn with is apart
	// from it; see truth.
	effect       [3]int
	effectSE     int // standard error of effect, in thousandths
	displacement int // share taken from others, in thousandths
	// assistance and benefit are the shares, in thousandths, of those without
	// work who live on försörjningsstöd and on aktivitetsstöd or a-kassa.
	assistance, benefit int
	// waiting is the number of registered persons who never start. Of these, recent
	// lost a job not long ago; the trait of all others is lowered by remote.
	waiting, recent, remote int
	// compared reports whether those who never start are in the files. Where some
	// are recent, only these are.
	compared bool
	reports  month // the first month that outcomes are known of
}

// startMonths is the number of months that the starts on a contract spread over.
const startMonths = 3

// firstStart is the first month in which anyone starts.
func (t *town) firstStart() month {
	first := t.contracts[0].first
	for _, c := range t.contracts {
		first = min(first, c.first)
	}
	return first
}

// size is the number of persons.
func (t *town) size() int {
	n := t.waiting
	for _, c := range t.contracts {
		n += c.treated
	}
	return n
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
	treated   int // persons who start on it
	again     int // persons who come back to it
	lift      int // what a placement adds to the chance of finding work, in ten-thousandths a month
}

// towns are the five municipalities whose contracts stand in Table 7. The figures are
// chosen so that the example shows every kind of answer: an effect that is estimated, one
// that cannot be shown, too few participants, assumptions, and a service below its price.
func towns() []*town {
	return []*town{
		{code: "1283", name: "Helsingborg", prefix: "HBG", wage: 23400, effect: [3]int{300, 170, 130}, effectSE: 70, displacement: 250, assistance: 450, benefit: 400, waiting: 60, reports: monthOf(2021, 1),
			contracts: []*contract{
				{id: "HBG-1", supplier: "Utforska Drottninghög AB", account: "5710", accountName: "Måltider", first: monthOf(2022, 2), months: 11, spend: 2640000, reference: 985, basis: "Förlorande anbud", accepted: 985, unit: "portioner", subsidy: 720000, admin: 45000, treated: 16, lift: 250},
				{id: "HBG-2", supplier: "TS Working", account: "6990", accountName: "Flyttjänster", first: monthOf(2022, 3), months: 10, spend: 1380000, reference: 1020, basis: "Antagande", accepted: 990, unit: "timmar", subsidy: 480000, admin: 30000, treated: 14, lift: 250},
			}},
		{code: "2184", name: "Hudiksvall", prefix: "HUD", wage: 22300, effect: [3]int{360, 240, 200}, effectSE: 80, displacement: 280, assistance: 500, benefit: 350, waiting: 160, recent: 80, remote: 110, compared: true, reports: firstMonth,
			contracts: []*contract{
				{id: "HUD-1", supplier: "Hushållsfixarna, Kraftkällan m.fl. (fyra sociala företag)", account: "4630", accountName: "Köp av arbetsmarknadsinsats", first: monthOf(2022, 1), months: 12, spend: 2100000, reference: 945, basis: "Egen regi", accepted: 975, unit: "platsdagar", subsidy: 780000, treated: 18, lift: 250},
				{id: "HUD-2", supplier: "Hushållsfixarna, Kraftkällan m.fl. (fyra sociala företag)", account: "4630", accountName: "Köp av arbetsmarknadsinsats", first: monthOf(2022, 1), months: 12, spend: 1750000, reference: 935, basis: "Egen regi", accepted: 980, unit: "platsdagar", subsidy: 620000, treated: 16, lift: 250},
			}},
		{code: "1280", name: "Malmö", prefix: "MAL", wage: 23900, effect: [3]int{80, 40, 20}, effectSE: 60, displacement: 400, assistance: 500, benefit: 300, waiting: 46, compared: true, reports: firstMonth,
			contracts: []*contract{
				{id: "MAL-1", supplier: "Björkåfrihet", account: "6990", accountName: "Övriga tjänster", first: monthOf(2022, 4), months: 9, spend: 1950000, accepted: 1000, unit: "kg", subsidy: 620000, treated: 14, lift: 250},
			}},
		{code: "2182", name: "Söderhamn", prefix: "SOD", wage: 22500, effect: [3]int{240, 140, 110}, effectSE: 60, displacement: 250, assistance: 500, benefit: 350, waiting: 260, compared: true, reports: firstMonth,
			contracts: []*contract{
				{id: "SOD-1", supplier: "Kreativboden", account: "6990", accountName: "Sömnad och skomakeri", first: monthOf(2022, 6), months: 12, spend: 1930000, reference: 990, basis: "Tidigare avtal", accepted: 1000, unit: "timmar", subsidy: 312000, treated: 13, lift: 450},
				{id: "SOD-2", supplier: "Djurskyddet Bill & Bull", account: "6410", accountName: "Förbrukningsinventarier", first: monthOf(2022, 9), months: 12, spend: 1120000, reference: 1010, basis: "Tidigare avtal", accepted: 985, unit: "st", subsidy: 168000, treated: 10, lift: 400},
				{id: "SOD-3", supplier: "Kreativboden", account: "6410", accountName: "Förbrukningsinventarier", first: monthOf(2022, 9), months: 12, spend: 1510000, reference: 1005, basis: "Tidigare avtal", accepted: 995, unit: "st", subsidy: 264000, treated: 13, lift: 470},
				{id: "SOD-4", supplier: "Röda korset Söderhamn", account: "6410", accountName: "Förbrukningsinventarier", first: monthOf(2022, 9), months: 12, spend: 1310000, reference: 1000, basis: "Tidigare avtal", accepted: 990, unit: "st", subsidy: 192000, treated: 10, lift: 380},
				{id: "SOD-5", supplier: "Söderhamn second hand", account: "6410", accountName: "Förbrukningsinventarier", first: monthOf(2022, 9), months: 12, spend: 1630000, reference: 995, basis: "Tidigare avtal", accepted: 990, unit: "st", subsidy: 288000, treated: 15, lift: 420},
				{id: "SOD-6", supplier: "Stenbackens boende- och arbetarkooperativ", account: "5710", accountName: "Frukt", first: monthOf(2021, 9), months: 12, spend: 1770000, reference: 980, basis: "Förlorande anbud", accepted: 995, unit: "korgar", subsidy: 216000, treated: 11, again: 2, lift: 480},
			}},
		{code: "0360", name: "Tierp", prefix: "TRP", wage: 21800, effect: [3]int{160, 90, 60}, effectSE: 60, displacement: 300, assistance: 400, benefit: 450, waiting: 30, reports: monthOf(2021, 1),
			contracts: []*contract{
				{id: "TRP-1", supplier: "Butik Spektra", account: "6450", accountName: "Reparation av möbler", first: monthOf(2022, 2), months: 11, spend: 780000, reference: 1040, basis: "Förlorande anbud", accepted: 990, unit: "möbler", subsidy: 250000, admin: 15000, treated: 10, lift: 250},
			}},
	}
}
