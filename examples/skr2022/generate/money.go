package main

import (
	"fmt"
	"math/rand/v2"
)

// invoices spreads a contract's spend over its months, in öre, unevenly and
// with the exact sum.
func invoices(c *contract, r *rand.Rand) []int {
	amounts := make([]int, c.months)
	left := c.spend * 100
	mean := left / c.months
	for i := range amounts[:c.months-1] {
		amounts[i] = mean * between(r, 880, 1120) / 1000
		left -= amounts[i]
	}
	amounts[c.months-1] = left
	return amounts
}

// ledger is the supplier ledger. It has what real ledgers have: credits, two
// postings that are equal and both meant, and mostly purchases that belong to
// no contract with social aims.
func ledger(towns []*town, r *rand.Rand) []byte {
	var t table
	t.row("kommun", "verifikation", "konto", "kontotext", "leverantör", "avtal", "bokföringsdatum", "nettobelopp", "text")
	for _, town := range towns {
		number := 0
		post := func(p posting) {
			number++
			for range max(p.copies, 1) {
				t.row(town.name, fmt.Sprintf("%s%05d", town.prefix, number), p.account, p.accountName, p.supplier, p.contract,
					fmt.Sprintf("%s-%02d", p.at, number%25+3), kronor(p.ore), p.text+" (påhittat belopp)")
			}
		}
		for _, c := range town.contracts {
			postContract(c, r, post)
		}
		postOthers(town, r, post)
	}
	return t.Bytes()
}

// posting is a line of the ledger; copies are equal lines, each of which counts.
type posting struct {
	account, accountName, supplier, contract, text string

	at     month
	ore    int
	copies int // 0 means one
}

func postContract(c *contract, r *rand.Rand, post func(posting)) {
	for i, ore := range invoices(c, r) {
		p := posting{account: c.account, accountName: c.accountName, supplier: c.supplier, contract: c.id, at: c.first + month(i), ore: ore, text: "Faktura"}
		credit := p
		credit.text = "Kreditfaktura"
		switch i {
		case 2: // invoiced too much, and credited: the sum is the same
			credit.ore = -between(r, 200, 900) * 1000
			p.ore -= credit.ore
			post(p)
			post(credit)
		case 4: // two equal part invoices
			p.text, p.copies, p.ore = "Delfaktura", 2, ore/2
			post(p)
			if credit.ore = ore - 2*p.ore; credit.ore != 0 {
				credit.text = "Öresutjämning"
				post(credit)
			}
		default:
			post(p)
		}
	}
}

// postOthers makes up ordinary purchases from suppliers that do not exist, so
// that a share of spend has something to be a share of.
func postOthers(town *town, r *rand.Rand, post func(posting)) {
	total := 0
	for _, c := range town.contracts {
		total += c.spend
	}
	for i, kind := range [][2]string{{"5710", "Måltider"}, {"6410", "Förbrukningsinventarier"}, {"6990", "Övriga tjänster"}} {
		supplier := fmt.Sprintf("Påhittad leverantör %c", 'A'+i)
		for m := monthOf(2022, 1); m <= monthOf(2022, 12); m++ {
			post(posting{account: kind[0], accountName: kind[1], supplier: supplier, at: m, ore: total * between(r, 180, 420) / 10, text: "Faktura"})
		}
	}
}

// deliveries are the accepted deliveries by month with their reference price.
// Malmö's is unknown, as one must expect, and stands empty.
func deliveries(towns []*town, r *rand.Rand) []byte {
	var t table
	t.row("avtal", "period", "mängd", "enhet", "godkänd_andel", "referenspris", "grund")
	for _, town := range towns {
		for _, c := range town.contracts {
			mean := c.spend / c.months
			left := c.spend
			for i := range c.months {
				// The same quantity at the best alternative's price: near
				// the contract's own cost of the month, with its exact sum.
				share := mean * between(r, 960, 1040) / 1000
				if i == c.months-1 {
					share = left
				}
				left -= share
				price, basis := "", ""
				if c.reference > 0 {
					price, basis = kronor(share*c.reference/10), c.basis
				}
				quantity := fmt.Sprint(share / between(r, 170, 230))
				t.row(c.id, (c.first + month(i)).String(), quantity, c.unit, permille(c.accepted), price, basis)
			}
		}
	}
	return t.Bytes()
}

// permille writes thousandths as a share: "0,985".
func permille(n int) string { return fmt.Sprintf("%d,%03d", n/1000, n%1000) }
