package ted

import (
	"cmp"
	"strings"
)

// readExport reads a notice in TED_EXPORT, the schema of the notices before
// eForms (releases R2.0.8 and R2.0.9, 2011 to 2023).
func readExport(root *element, w writer) error {
	x := newExport(root)
	if x.form == nil {
		return x.write(w)
	}
	if x.old {
		x.readOld()
	} else {
		x.read()
	}
	return x.write(w)
}

// export is the state of reading a TED_EXPORT notice.
type export struct {
	notice
	form  *element   // in the language of the original
	forms []*element // the form in each language
	kind  string     // F02, F03, …
	old   bool       // the schema of R2.0.8

	sections map[*element]sections // of each form
	numbered map[string]int        // index of the first lot of a number
}

// sections are parts of a form in the order of the document, which is the same
// in every language.
type sections struct{ objects, lots, awards []*element }

// parts finds the sections of the forms.
func (x *export) parts() {
	x.sections, x.numbered = make(map[*element]sections), make(map[string]int)
	for _, f := range append(x.forms, x.form) {
		s := sections{objects: f.all("OBJECT_CONTRACT"), lots: f.at("OBJECT_CONTRACT").all("OBJECT_DESCR"), awards: f.all("AWARD_CONTRACT")}
		if len(s.awards) == 0 {
			s.awards = f.all("RESULTS") // of a design contest
		}
		x.sections[f] = s
	}
	for i, lot := range x.sections[x.form].lots {
		number := lot.value("LOT_NO")
		if _, taken := x.numbered[number]; number != "" && !taken {
			x.numbered[number] = i
		}
	}
}

// maxLanguages is the max number of forms searched for a title; the Union has
// 24 languages.
const maxLanguages = 32

// oldForms are the forms of R2.0.8 by element name. Defence procurement used
// them to the end.
var oldForms = map[string]string{
	"PRIOR_INFORMATION": "F01", "CONTRACT": "F02", "CONTRACT_AWARD": "F03", "PERIODIC_INDICATIVE_UTILITIES": "F04",
	"CONTRACT_UTILITIES": "F05", "CONTRACT_AWARD_UTILITIES": "F06", "DESIGN_CONTEST": "F12", "RESULT_DESIGN_CONTEST": "F13",
	"ADDITIONAL_INFORMATION_CORRIGENDUM": "F14", "VOLUNTARY_EX_ANTE_TRANSPARENCY_NOTICE": "F15",
	"PRIOR_INFORMATION_DEFENCE": "F16", "CONTRACT_DEFENCE": "F17", "CONTRACT_AWARD_DEFENCE": "F18",
}

func newExport(root *element) *export {
	x := &export{}
	data := root.at("CODED_DATA_SECTION", "NOTICE_DATA")
	x.number = cmp.Or(publicationNumber(root.attr("DOC_ID")), officialNumber(data.value("NO_DOC_OJS")))
	for _, form := range formsOf(root) {
		if len(x.forms) < maxLanguages {
			x.forms = append(x.forms, form)
		}
		if x.form == nil || form.attr("CATEGORY") == "ORIGINAL" && x.form.attr("CATEGORY") != "ORIGINAL" {
			x.form = form
		}
	}
	if x.form != nil {
		x.kind, x.old = oldForms[x.form.name], true
		if x.kind == "" {
			x.kind, x.old = x.form.name[:3], false
		}
	}
	x.base[colNotice], x.base[colNoticeType] = x.number, x.kind
	x.base[colPublished] = root.value("CODED_DATA_SECTION", "REF_OJS", "DATE_PUB")
	x.base[colPreviousNotice] = officialNumber(data.value("REF_NOTICE", "NO_DOC_OJS"))
	return x
}

// formsOf returns the forms of a notice, one per language.
func formsOf(root *element) (forms []*element) {
	section := root.at("FORM_SECTION")
	if section == nil {
		return nil
	}
	for _, c := range section.children {
		if _, old := oldForms[c.name]; old || isForm(c.name) {
			forms = append(forms, c)
		}
	}
	return forms
}

// isForm reports whether an element is a form of R2.0.9, such as F02_2014, or
// the similar ones of public transport, T01 and T02.
func isForm(name string) bool {
	return len(name) > 4 && (name[0] == 'F' || name[0] == 'T') && name[3] == '_' && strings.Trim(name[1:3], "0123456789") == ""
}

// officialNumber returns the publication number in a reference such as 2018/S
// 033-072706: year, issue of the journal and number.
func officialNumber(text string) string {
	year, rest, ok := strings.Cut(text, "/S")
	if !ok {
		return ""
	}
	_, number, _ := strings.Cut(rest, "-")
	return publicationNumber(strings.TrimSpace(number) + "-" + strings.TrimSpace(year))
}

// formCorrigendum is the form that corrects another notice in free text.
const formCorrigendum = "F14"

// read reads a form of R2.0.9.
func (x *export) read() {
	f := x.form
	if x.kind == formCorrigendum {
		return
	}
	var buyers []party
	body := f.at("CONTRACTING_BODY")
	for _, name := range []string{"ADDRESS_CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY_ADDITIONAL"} {
		for _, a := range body.all(name) {
			buyers = append(buyers, addressed(a))
		}
	}
	object := f.at("OBJECT_CONTRACT")
	x.shared(buyers, object)
	if total := valuesIn(object); !total.withheld() {
		x.total = firstAmount(total.at("VAL_TOTAL"), total.element)
	}
	x.parts()
	switch awards := x.sections[x.form].awards; {
	case len(awards) > 0:
		for i, a := range awards {
			if x.tooMuch() {
				break
			}
			x.award(i, a)
		}
	case x.call():
		x.lots(statusTender)
	default:
		x.lots(statusPlanned)
	}
	x.organisations(buyers, roleBuyer)
}

// shared sets the cells that all contracts of the notice have in common.
func (x *export) shared(buyers []party, object *element) {
	b := &x.base
	b[colBuyerName], b[colBuyerOrgNo] = joinedNames(buyers), firstOrgNo(buyers)
	b[colTitle] = x.inLanguage(func(form *element) string { return form.at("OBJECT_CONTRACT", "TITLE").paragraphs() })
	b[colCPV] = object.at("CPV_MAIN", "CPV_CODE").attr("CODE")
	b[colProcedure] = procedureOf(x.form.at("PROCEDURE"))
	b[colReservedParticipation], b[colReservedExecution] = x.reserved()
	if previous := officialNumber(x.form.value("PROCEDURE", "NOTICE_NUMBER_OJ")); previous != "" {
		b[colPreviousNotice] = previous
	}
}

// inLanguage returns a text of the Swedish form, else of the English one, else
// of the original.
func (x *export) inLanguage(text func(form *element) string) string {
	for _, language := range []string{"SV", "EN"} {
		for _, form := range x.forms {
			if found := text(form); found != "" && form.attr("LG") == language {
				return found
			}
		}
	}
	return text(x.form)
}

// call reports whether the form is a call for competition.
func (x *export) call() bool {
	switch x.kind {
	case "F02", "F05", "F12", "F17", "F24":
		return true
	}
	kind := x.form.at("NOTICE").attr("TYPE")
	return kind == "CONTRACT" || strings.HasSuffix(kind, "CALL_COMPETITION")
}

// addressed returns the party of an address.
func addressed(a *element) party {
	return party{orgNo: a.value("NATIONALID"), name: a.value("OFFICIALNAME"), country: a.at("COUNTRY").attr("VALUE")}
}

// moneyOf returns the amount of an element with a currency.
func moneyOf(e *element) amount { return newAmount(e.value(), e.attr("CURRENCY")) }
