package ted

import (
	"fmt"
	"strings"

	"dubbelkrona"
)

// notice collects the rows of a notice.
type notice struct {
	number    string // identifies the notice
	base      row    // what all its contracts share
	contracts []row
	total     amount         // of all its contracts, as it states it
	partly    bool           // a contract's value is unknown
	extra     []row          // organisations
	seen      map[string]int // identities of contracts and organisations that are taken
	steps     int            // of the work that the notice makes
}

// Limits on a notice. The largest have some thousands of lots; a malicious one
// could reference every tender in every contract.
const (
	maxContracts = 100_000
	maxSteps     = 500_000
)

// tooMuch reports whether the notice exceeds the limits.
func (n *notice) tooMuch() bool { return len(n.contracts) >= maxContracts || n.steps > maxSteps }

// contract adds a contract with the cells that it shares with others.
func (n *notice) contract(id string, shared row) *row {
	n.contracts = append(n.contracts, shared)
	r := &n.contracts[len(n.contracts)-1]
	r[colRecord] = recordContract
	r[colContractID] = n.identity(id)
	return r
}

// identity returns a contract's id: the notice's number and the contract's. If
// a notice uses a number twice, the second gets a suffix.
func (n *notice) identity(id string) string {
	id = strings.TrimSuffix(n.number+"/"+id, "/")
	for next := id; ; next = fmt.Sprintf("%s.%d", id, n.seen[id]) {
		if n.first(next) {
			return next
		}
		n.seen[id]++
	}
}

// first reports whether a key is new in the notice.
func (n *notice) first(key string) bool {
	if n.seen == nil {
		n.seen = make(map[string]int)
	}
	if n.seen[key] > 0 {
		return false
	}
	n.seen[key] = 1
	return true
}

// The rules of a notice's faults.
const (
	ruleIdentity    = "notice.identity"
	ruleTotal       = "notice.total"
	ruleNoContract  = "notice.no_contract"
	ruleCorrigendum = "notice.corrigendum"
)

// write adds the notice's rows to batches: contracts, organisations, and a
// faulty row if the notice as a whole has a fault.
func (n *notice) write(w writer) error {
	if n.tooMuch() {
		return dubbelkrona.Invalidf("a notice has %d contracts or more, or parts that name each other more than %d times", maxContracts, maxSteps)
	}
	if n.number == "" {
		return w.add(n.telling(), ruleIdentity+": the notice has neither a publication number nor an identifier, so nothing can refer to it")
	}
	for _, rows := range [][]row{n.contracts, n.extra} {
		for i := range rows {
			if err := w.add(&rows[i], ""); err != nil {
				return err
			}
		}
	}
	switch {
	case len(n.contracts) == 0 && n.base[colNoticeType] == formCorrigendum:
		return w.add(n.telling(), ruleCorrigendum+": the notice corrects another one in words; read that one anew")
	case len(n.contracts) == 0:
		return w.add(n.telling(), ruleNoContract+": the notice has neither a lot nor a contract")
	}
	if verdict := n.disagreement(); verdict != "" {
		return w.add(n.telling(), ruleTotal+": "+verdict)
	}
	return nil
}

// telling returns the row of the notice itself.
func (n *notice) telling() *row {
	return &row{colRecord: recordNotice, colNotice: n.number, colNoticeType: n.base[colNoticeType], colPublished: n.base[colPublished]}
}

// publicationNumber returns the number of a notice in the journal with the year
// first: 2018-00072706. Every usual notation, 72706-2018, 072706-2018 or the
// official 00072706-2018 (OPP-010), could be mistaken for the date and last
// four digits of an identity number, and would then be masked.
func publicationNumber(text string) string {
	number, year, ok := strings.Cut(text, "-")
	if !ok || len(year) != 4 || len(number) > 8 || number == "" || strings.Trim(number+year, "0123456789") != "" {
		return ""
	}
	return fmt.Sprintf("%s-%08s", year, number)
}

// dashed returns the date of year, month and day.
func dashed(year, month, day string) string {
	if len(year) != 4 || month == "" || day == "" {
		return ""
	}
	return fmt.Sprintf("%s-%02s-%02s", year, month, day)
}

// appended returns a cell with another value added after its own.
func appended(cell, value string) string {
	if cell == "" || value == "" {
		return cell + value
	}
	return cell + separator + value
}
