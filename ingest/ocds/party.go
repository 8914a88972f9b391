package ocds

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
	"dubbelkrona/internal/jsontext"
)

// parties maps ids to the organisations of a process.
type parties map[string]*jsontext.Value

func partiesOf(release *jsontext.Value) parties {
	all := make(parties)
	list := release.Get("parties").Elements()
	for i := range list {
		if id := idText(list[i].Get("id")); id != "" {
			all[id] = &list[i]
		}
	}
	return all
}

// find returns the organisation of a reference: the party with its id, or the
// reference itself, which before OCDS 1.1 contained the organisation's data.
func (p parties) find(ref *jsontext.Value) *jsontext.Value {
	if party := p[idText(ref.Get("id"))]; party != nil {
		return party
	}
	return ref
}

// withRole returns the first party with a role.
func withRole(release *jsontext.Value, role string) *jsontext.Value {
	list := release.Get("parties").Elements()
	for i := range list {
		if slices.ContainsFunc(list[i].Get("roles").Elements(), func(r jsontext.Value) bool { return r.Text == role }) {
			return &list[i]
		}
	}
	return nil
}

// nameOf returns the name of an organisation, or of an identifier in the
// transactions of OCDS 1.0.
func nameOf(org *jsontext.Value) string {
	return cmp.Or(trimmed(org.Get("name")), trimmed(org.At("identifier", "legalName")), trimmed(org.Get("legalName")))
}

// numberOf returns the Swedish organisation number of an organisation, empty if
// it has none: an identifier of a Swedish scheme, such as SE-ON, or one without
// a scheme that has the form of such a number. Numbers of other countries'
// schemes may have the same form and are ignored.
func numberOf(org *jsontext.Value) string {
	ids := []*jsontext.Value{org.Get("identifier")}
	more := org.Get("additionalIdentifiers").Elements()
	for i := range more {
		ids = append(ids, &more[i])
	}
	// Before OCDS 1.1 a transaction had the identifier instead of the
	// organisation. An id without a scheme or name is the publisher's own.
	if org.Get("scheme") != nil || org.Get("legalName") != nil {
		ids = append(ids, org)
	}
	for _, id := range ids {
		if number := numberIn(id); number != "" {
			return number
		}
	}
	return ""
}

// numberIn returns the number of an identifier.
func numberIn(identifier *jsontext.Value) string {
	scheme := strings.ToUpper(trimmed(identifier.Get("scheme")))
	id := trimmed(identifier.Get("id"))
	_, isOrg := identity.ParseOrg(id)
	switch {
	case scheme == "SE" || strings.HasPrefix(scheme, "SE-") || strings.HasPrefix(scheme, "SE:"):
		return id
	case isOrg && (scheme == "" || strings.HasPrefix(strings.ToUpper(id), "SE")):
		return id
	case scheme == "" && identity.Resembles(id):
		return id // a sole trader's, which transform replaces by a pseudonym
	}
	return ""
}

// several returns the distinct numbers and names of organisations as cells;
// suppliers without an id are repeated in every release. If only one of several
// organisations has a number, it is left out, since it would appear to be the
// number of all.
func several(orgs []*jsontext.Value) (numbers, names string) {
	var nos, texts []string
	known := true
	add := func(list *[]string, text string) {
		if text != "" && !slices.Contains(*list, text) {
			*list = append(*list, text)
		}
	}
	for _, org := range orgs {
		number := numberOf(org)
		known = known && number != ""
		add(&nos, number)
		// The name of a sole trader is a person's. For a single supplier,
		// transform removes it together with the number.
		if len(orgs) == 1 || !identity.Resembles(number) {
			add(&texts, nameOf(org))
		}
	}
	if known || len(nos) > 1 {
		numbers = strings.Join(nos, "; ")
	}
	return numbers, strings.Join(texts, "; ")
}

// register collects the organisations of an object, each once.
type register struct {
	byNumber map[string]*organisation
	order    []*organisation
	max      int
}

// organisation is an organisation with the name in the newest process.
type organisation struct {
	number, name string
	at           time.Time
}

// orgBytes is the approximate size of an organisation in memory, and orgShare
// the part of Limits.Memory for all of them.
const (
	orgBytes = 256
	orgShare = 4
)

func newRegister(memory int64) register {
	return register{byNumber: make(map[string]*organisation), max: max(1, int(memory/orgShare/orgBytes))}
}

// add records an organisation as stated by a process at a time.
func (r *register) add(org *jsontext.Value, at time.Time) error {
	number := numberOf(org)
	if number == "" {
		return nil
	}
	key := number
	if plain, ok := identity.ParseOrg(number); ok {
		key = plain
	}
	known := r.byNumber[key]
	if known == nil {
		if len(r.order) >= r.max {
			return dubbelkrona.Invalidf("it has more organisations than the limit of %d; split it", r.max)
		}
		known = &organisation{number: strings.Clone(number)}
		r.byNumber[strings.Clone(key)] = known
		r.order = append(r.order, known)
	}
	if name := nameOf(org); name != "" && (known.name == "" || !at.Before(known.at)) {
		known.name, known.at = strings.Clone(name), at
	}
	return nil
}
