package report

import (
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// places is the number of decimals that a unit is shown with; other is that of the
// metric, for units of a project's own.
func places(unit string, other int32) int32 {
	if strings.HasSuffix(unit, perInhabitants) {
		return 2
	}
	switch unit {
	case "SEK/SEK":
		return 2
	case "FTE months":
		return 2
	case "person-years":
		return 1
	case "SEK", "SEK/month", "SEK/person", "SEK/job", "persons", "contracts", "postings", "jobs", "undertakings", "enterprises", "procurements", "bids", "lots", "days", "steps", "documents", "municipalities", "deliveries", "0/1":
		return 0
	}
	return min(other, 2)
}

// perInhabitants is the end of the units of figures per 10,000 inhabitants.
const perInhabitants = "/10000 inhabitants"

// units are the names of units.
var units = map[string]dubbelkrona.Label{
	"SEK/SEK":          {SV: "kr per krona", EN: "SEK per SEK"},
	"SEK":              {SV: "kr", EN: "SEK"},
	"SEK/month":        {SV: "kr per månad", EN: "SEK per month"},
	"SEK/person":       {SV: "kr per person", EN: "SEK per person"},
	"SEK/job":          {SV: "kr per arbete", EN: "SEK per job"},
	"share":            {SV: "andel", EN: "share"},
	"probability":      {SV: "sannolikhet", EN: "probability"},
	"person-years":     {SV: "årsarbeten", EN: "person-years"},
	"FTE months":       {SV: "månader på heltid", EN: "months of full time"},
	"undertakings":     {SV: "åtaganden", EN: "undertakings"},
	"persons":          {SV: "personer", EN: "persons"},
	"contracts":        {SV: "avtal", EN: "contracts"},
	"postings":         {SV: "bokföringsposter", EN: "postings"},
	"jobs":             {SV: "arbeten", EN: "jobs"},
	"enterprises":      {SV: "företag", EN: "enterprises"},
	"procurements":     {SV: "upphandlingar", EN: "procurements"},
	"bids":             {SV: "anbud", EN: "bids"},
	"lots":             {SV: "anbudsområden", EN: "lots"},
	"days":             {SV: "dagar", EN: "days"},
	"bids/procurement": {SV: "anbud per upphandling", EN: "bids per procurement"},
	"steps":            {SV: "steg", EN: "steps"},
	"documents":        {SV: "dokument", EN: "documents"},
	"municipalities":   {SV: "kommuner", EN: "municipalities"},
	"months":           {SV: "månader", EN: "months"},
	"deliveries":       {SV: "leveranser", EN: "deliveries"},
	"units":            {SV: "enheter", EN: "units"},
	"as the indicator": {SV: "som indikatorn", EN: "as the indicator"},
	"0/1":              {SV: "1 om ja, 0 om nej", EN: "1 if yes, 0 if no"},
}

// unit is the name of a unit in a language; one of a project's own is shown as it is.
func unit(l wording.Language, name string) string {
	if of, per := strings.CutSuffix(name, perInhabitants); per {
		return unit(l, of) + l.Pick(" per 10\u00a0000 invånare", " per 10,000 inhabitants")
	}
	if u, known := units[name]; known {
		return u.In(string(l))
	}
	return name
}
