package dubbelkrona

// Who wants to sell to the municipality.

var bidTable = Table{
	Name:  "bid",
	Key:   []string{"procurement", "lot", RowColumn}, // with the row's source: bidders whose name is hidden are different bidders
	Title: say("Anbud", "Bid"),
	Doc:   say("En rad per anbudsgivare och anbudsområde, eller per anbudsområde när källan bara anger antal.", "One row per bidder and lot, or per lot where the source states numbers only."),
	Columns: []Column{
		{Name: "procurement", Content: Identifier, Required: true, Range: identifiers,
			Title: say("Upphandling", "Procurement"), Doc: say("Källans identitet för upphandlingen.", "The source's identity of the procurement.")},
		{Name: "lot", Content: Identifier, Range: identifiers,
			Title: say("Anbudsområde", "Lot"), Doc: say("Källans identitet för anbudsområdet; NULL när upphandlingen inte är indelad.", "The source's identity of the lot; NULL where the procurement has none.")},
		{Name: "municipality", Content: Municipality, Range: municipalityCodes,
			Title: say("Kommun", "Municipality"), Doc: say("Den köpande kommunens kod.", "Code of the buying municipality.")},
		{Name: "buyer_org_no", Content: OrgNo, Range: organisationNumbers,
			Title: say("Köparens organisationsnummer", "Buyer's organisation number"), Doc: say("Upphandlande myndighet.", "The contracting authority.")},
		{Name: "buyer_name", Range: names,
			Title: say("Köpare", "Buyer"), Doc: say("Upphandlande myndighets namn.", "Name of the contracting authority.")},
		{Name: "bidder_org_no", Content: OrgNo, Range: organisationNumbers,
			Title: say("Anbudsgivarens organisationsnummer", "Bidder's organisation number"), Doc: say("Tio siffror, eller en pseudonym för en enskild näringsidkare.", "Ten digits, or a sole trader's pseudonym.")},
		{Name: "bidder_name", Range: names,
			Title: say("Anbudsgivare", "Bidder"), Doc: say("Anbudsgivarens namn; tomt för en enskild näringsidkare och när källan döljer det.", "Name of the bidder; empty for a sole trader and where the source hides it.")},
		{Name: "bids", Type: Integer, Unit: "bids", Range: Range{Min: "0", Max: "1000000"},
			Title: say("Anbud", "Bids"), Doc: say("Antal anbud som raden gäller; NULL när källan bara anger kontrakterade.", "Number of bids that the row is about; NULL where the source states contracted ones only.")},
		{Name: "contracted", Type: Integer, Unit: "bids", Range: Range{Min: "0", Max: "1000000"},
			Title: say("Kontrakterade anbud", "Contracted bids"), Doc: say("Antal av dem som fick kontrakt; NULL när det är okänt.", "Number of them that got a contract; NULL where unknown.")},
		{Name: "published", Type: Date, Range: days,
			Title: say("Annonserad", "Published"), Doc: say("Dag då upphandlingen annonserades.", "Day on which the procurement was published.")},
	},
}
