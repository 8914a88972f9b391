package transform

import (
	"regexp"

	"dubbelkrona"
)

// The columns of a contract that its form fills. A form is what the contract
// is: a kind of purchase, or no purchase at all.
const (
	formColumn      = "form"
	procedureColumn = "procedure"
)

// ruleFormAssumed is the rule for cells that say only that the contract was
// procured, and are taken to mean an open procurement.
const ruleFormAssumed rule = "form.assumed"

// formWords are the words that contract lists use for each form, compared as
// [fold] writes them: letters and digits only, without accents. A reservation
// that names no section of the law is one of LOU 4:18, the older of the two.
var formWords = []struct {
	code  string
	words *regexp.Regexp
}{
	{"open", regexp.MustCompile(`^(annonserad)?upphandling(lou)?$|^oppe[nt](upphandling|forfarande)?$|^forenkla[dt](upphandling|forfarande)$|^open(procedure|procurement)?$|^simplifiedprocedure$`)},
	{"direct", regexp.MustCompile(`^direkt(upphandling|upphandlat|upphandlad|tilldelning)?(medkriterierforreserveradupphandling)?$|^direct(award|procurement)?$`)},
	{"reserved_4_18", regexp.MustCompile(`^reserver(ad|at)(upphandling|kontrakt|avtal)?((enligt)?(lou)?4(kap)?18)?$|^(lou)?4(kap)?18(lou)?$|^reserved(contract|procurement|418)?$`)},
	{"reserved_19_6a", regexp.MustCompile(`^(reserver(ad|at)(upphandling|kontrakt|avtal)?(enligt)?)?(lou)?19(kap)?6a(lou)?$|^reserverad(upphandling)?forideburnaorganisationer$|^reserved196a$`)},
	{"lov", regexp.MustCompile(`^(lagenom)?valfrihetssystem(lov)?$|^lov$|^systemofchoice$`)},
	{"iop", regexp.MustCompile(`^iop(avtal)?$|^ideburetoffentligtpartnerskap(iop)?$`)},
	{"agreement", regexp.MustCompile(`^(samverkans|samarbets)avtal$|^(cooperation)?agreement$`)},
	{"project", regexp.MustCompile(`^projekt(bidrag|avtal|medel)?$|^project(grant)?$`)},
	{"grant", regexp.MustCompile(`^(forenings|verksamhets)?bidrag$|^grant$`)},
}

// onlyProcured matches a form that says no more than that there was a
// procurement.
var onlyProcured = regexp.MustCompile(`^upphandling(lou)?$`)

// parseForm parses the form of a contract from its code or the words for it.
func parseForm(text string) (string, rule) {
	folded := fold(text)
	for _, form := range formWords {
		if form.words.MatchString(folded) {
			return form.code, ""
		}
	}
	return "", ruleCode
}

// contractForm is the column form of a contract.
type contractForm struct{ typed[string] }

func isForm(table *dubbelkrona.Table, column string) bool {
	return table.Name == contractTable && column == formColumn
}

// complete warns of the rows whose form is assumed.
func (c *contractForm) complete(r *rows) {
	c.typed.complete(r)
	for j, known := range c.valid {
		if !known || c.src.absent() {
			continue
		}
		if cell, ok := c.src.cell(r.raw(j)); ok && onlyProcured.MatchString(fold(cell)) {
			c.warn(r, j, ruleFormAssumed, "the cell says only that there was a procurement; it was taken to be open")
		}
	}
}

// asProcedure returns the text that the source states as the form of row j, for
// a source that states no procedure.
func (c *contractForm) asProcedure(procedure *textColumn) func(r *rows, j int) (string, bool) {
	return func(r *rows, j int) (string, bool) {
		if c.src.absent() {
			return "", false
		}
		cell, known := c.src.cell(r.raw(j))
		text := clean(cell)
		if !known || isNull(text) || isCellError(text) || procedure.plan.limits.text(text) != "" {
			return "", false
		}
		return procedure.safe(r, j, text), true
	}
}
