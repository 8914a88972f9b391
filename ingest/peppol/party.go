package peppol

import "cmp"

// party is the seller or the buyer.
type party struct {
	legal, trading string // names
	id             string
	rank           int // reliability of id, 0 if there is none
}

// Reliability of a number as the identifier of a party, ascending.
const (
	rankRegistration = iota + 1 // a legal registration of whatever kind
	rankVAT                     // the number inside a Swedish VAT number
	rankAddress                 // an organisation number as another identity
	rankLegal                   // an organisation number as the legal registration
)

// end processes an element of the party; path is relative to it.
func (p *party) end(path string, e element) {
	switch path {
	case "PartyLegalEntity/RegistrationName":
		set(&p.legal, e.text)
	case "PartyName/Name":
		set(&p.trading, e.text)
	case "PartyLegalEntity/CompanyID":
		if isOrgScheme(e.scheme) {
			p.offer(e.text, rankLegal)
		}
		p.offer(e.text, rankRegistration)
	case "EndpointID", "PartyIdentification/ID":
		if isOrgScheme(e.scheme) {
			p.offer(e.text, rankAddress)
		}
		p.vat(e.text, e.scheme == "9955")
	case "PartyTaxScheme/CompanyID":
		p.vat(e.text, true)
	}
}

func (p *party) offer(id string, rank int) {
	if id != "" && rank > p.rank {
		p.id, p.rank = id, rank
	}
}

// vat uses a VAT number if it is Swedish: SE, the ten digits of the
// organisation number and 01.
func (p *party) vat(number string, isVAT bool) {
	const length = len("SE") + 10 + len("01")
	if !isVAT || len(number) != length || number[:2] != "SE" {
		return
	}
	for _, c := range number[2:] {
		if c < '0' || c > '9' {
			return
		}
	}
	p.offer(number[2:12], rankVAT)
}

// isOrgScheme reports whether a schemeID is that of Swedish organisation
// numbers.
func isOrgScheme(scheme string) bool { return scheme == "0007" || scheme == "SE:ORGNR" }

// name returns the registered name, or else the trading name.
func (p *party) name() string { return cmp.Or(p.legal, p.trading) }
