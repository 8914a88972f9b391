package ted

import (
	"fmt"
	"strings"

	"dubbelkrona"
)

// notice is a notice on its way to rows.
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

// What one notice may ask for. The largest have some thousands of lots; one
// made to harm could name every tender in every contract.
const (
	mostContracts = 100_000
	mostSteps     = 500_000
)

// tooMuch says that the notice asks for more than any real one.
func (n *notice) tooMuch() bool { return len(n.contracts) >= mostContracts || n.steps > mostSteps }

// contract starts a contract with what it shares with others.
func (n *notice) contract(id string, shared row) *row {
	n.contracts = append(n.contracts, shared)
	r := &n.contracts[len(n.contracts)-1]
	r[colRecord] = recordContract
	r[colContractID] = n.identity(id)
	return r
}

// identity is that of a contract: the notice's and what tells it from the
// others in it. Where a notice numbers two alike, the second is told apart.
func (n *notice) identity(id string) string {
	id = strings.TrimSuffix(n.number+"/"+id, "/")
	for next := id; ; next = fmt.Sprintf("%s.%d", id, n.seen[id]) {
		if n.first(next) {
			return next
		}
		n.seen[id]++
	}
}

// first says whether a key is new to the notice.
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

// write puts the notice's rows into batches: contracts, organisations, and a
// faulty row where there is something to tell of the notice as a whole.
func (n *notice) write(w *writer) error {
	if n.tooMuch() {
		return dubbelkrona.Invalidf("a notice has %d contracts or more, or parts that name each other more than %d times", mostContracts, mostSteps)
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

// telling is the row of the notice itself.
func (n *notice) telling() *row {
	return &row{colRecord: recordNotice, colNotice: n.number, colNoticeType: n.base[colNoticeType], colPublished: n.base[colPublished]}
}

// publicationNumber is the number of a notice in the journal with the year
// first: 2018-00072706. Every usual way to write it, 72706-2018, 072706-2018 or
// the official 00072706-2018 (OPP-010), can be taken for the date and last four
// digits of a person's number, and would then be replaced by a token.
func publicationNumber(text string) string {
	number, year, ok := strings.Cut(text, "-")
	if !ok || len(year) != 4 || len(number) > 8 || number == "" || strings.Trim(number+year, "0123456789") != "" {
		return ""
	}
	return fmt.Sprintf("%s-%08s", year, number)
}

// dashed is a date of year, month and day.
func dashed(year, month, day string) string {
	if len(year) != 4 || month == "" || day == "" {
		return ""
	}
	return fmt.Sprintf("%s-%02s-%02s", year, month, day)
}

// firstOf is the first text that is not empty.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// appended is a cell with another value behind those that it has.
func appended(cell, value string) string {
	if cell == "" || value == "" {
		return cell + value
	}
	return cell + separator + value
}
