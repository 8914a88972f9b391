package ted

import (
	"strings"

	"dubbelkrona/internal/identity"
)

// The roles of an organisation.
const (
	roleBuyer  = "buyer"
	roleWinner = "winner"
)

// party is a buyer or a winner in a notice.
type party struct {
	id      string // within the notice
	orgNo   string
	name    string
	country string
	natural bool // marked as a natural person in the notice
}

// isPerson reports whether the party is a person: as marked in the notice, or
// by a number that is a person's or written like one.
func (p party) isPerson() bool {
	if p.natural {
		return true
	}
	if _, ok := identity.ParseOrg(p.orgNo); ok {
		return false
	}
	return identity.Contains(p.orgNo) || identity.Resembles(p.orgNo)
}

// shownName returns the party's name, empty for a person.
func (p party) shownName() string {
	if p.isPerson() {
		return ""
	}
	return p.name
}

// joinedNames returns the distinct names of parties.
func joinedNames(parties []party) string {
	names := make([]string, 0, len(parties))
	for _, p := range parties {
		names = append(names, p.shownName())
	}
	return joined(names)
}

// joined returns the distinct texts in one cell, without empty ones.
func joined(texts []string) string { return strings.Join(distinct(texts), separator) }

// distinct returns the distinct texts, in order, without empty ones.
func distinct(texts []string) (found []string) {
	if len(texts) == 1 && texts[0] != "" {
		return texts
	}
	seen := map[string]bool{"": true}
	for _, t := range texts {
		if !seen[t] {
			seen[t] = true
			found = append(found, t)
		}
	}
	return found
}

// separator separates the values of one cell.
const separator = "; "

// firstOrgNo returns the number of the first party, which is the lead.
func firstOrgNo(parties []party) string {
	if len(parties) == 0 {
		return ""
	}
	return parties[0].orgNo
}

// organisations adds a row for each party with a number, once for each role in
// the notice.
func (n *notice) organisations(parties []party, role string) {
	for _, p := range parties {
		if p.orgNo == "" || !n.first(role+" "+p.orgNo) {
			continue
		}
		r := row{colRecord: recordOrganisation, colNotice: n.number, colOrgNo: p.orgNo, colName: p.shownName(), colRole: role, colCountry: p.country}
		n.extra = append(n.extra, r)
	}
}
