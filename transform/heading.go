package transform

import (
	"slices"
	"strings"
	"sync"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// IsHeading reports whether the column names of a file may be shown: none of
// them looks like data, and at least a third of them are words used as column
// names. In a file without a header the names are the first row, which may be
// about a person. known are further column names, such as those of a mapping.
func IsHeading(names []string, known ...string) bool {
	words, own := headingWords(), foldedNames(known)
	named, recognised := 0, 0
	for _, name := range names {
		folded := fold(name)
		switch {
		case name == FaultColumn || isPlaceName(folded) || isYear(folded):
			continue
		case own[folded]:
		case looksLikeData(name):
			return false
		}
		named++
		const most = 4
		parts := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" _-./()[]:,", r) })
		if own[folded] || words[folded] || len(parts) <= most && slices.ContainsFunc(parts, func(w string) bool { return words[fold(w)] }) {
			recognised++
		}
	}
	return 3*recognised >= named
}

// isPlaceName reports whether a format generated the name for an unnamed
// column.
func isPlaceName(folded string) bool {
	number, ok := strings.CutPrefix(folded, "kolumn")
	return ok && strings.Trim(number, "0123456789") == ""
}

// isYear reports whether the name is a year, as in files with a column per
// year.
func isYear(folded string) bool {
	return len(folded) == 4 && strings.Trim(folded, "0123456789") == "" && (folded[0] == '1' || folded[0] == '2')
}

// looksLikeData reports whether a column name looks like a cell: an identity
// number, another number, a mail address, or prose.
func looksLikeData(name string) bool {
	const maxName, maxDigitsInName = 60, 4
	digits := 0
	for _, c := range name {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	text := strings.TrimLeft(clean(name), "+-−(")
	return text != "" && text[0]-'0' <= 9 || digits > maxDigitsInName || len(name) > maxName || strings.Contains(name, "@") || identity.Contains(name)
}

// headingWords are the folded names of columns: those of the tables and their
// titles, those that the profiles read, and common words.
var headingWords = sync.OnceValue(func() map[string]bool {
	names := strings.Fields(commonHeadings)
	for _, t := range dubbelkrona.Tables() {
		for _, c := range t.Columns {
			names = append(names, c.Name, c.Title.SV, c.Title.EN)
		}
	}
	for _, name := range Profiles() {
		p, _ := ProfileByName(name)
		tables, _ := p.tables()
		for _, t := range tables {
			for _, c := range t.Columns {
				names = append(names, c.Column...)
			}
		}
	}
	return foldedNames(names)
})

func foldedNames(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[fold(name)] = true
	}
	return set
}

// commonHeadings are words in the headings of Swedish and English files. None
// is a name of a person or place, or a word that is likely in a note.
const commonHeadings = `
namn förnamn efternamn tilltalsnamn personnummer pnr personnr personid person födelsedatum födelseår kön ålder
adress gatuadress postadress postnummer postnr postort ort telefon mobil epost mail kommun kommunkod kommunnamn region län
id nr nummer kod beteckning benämning beskrivning rubrik titel typ kategori grupp
datum startdatum slutdatum startdag slutdag fromdatum tomdatum from tom månad år period
belopp summa nettobelopp bruttobelopp moms pris värde antal mängd enhet kvantitet procent andel
konto kontonr kontonamn ver verifikation verifikat faktura fakturanr fakturanummer leverantör leverantörsnamn orgnr orgnummer organisationsnummer
avtal avtalsnr avtalsnummer avtalsnamn diarienr diarienummer upphandling förvaltning avdelning
kommentar anteckning notering anmärkning handläggare
name firstname lastname surname address zip city phone email date amount sum price value quantity unit type code number description title
year month supplier vendor invoice contract account comment note
`
