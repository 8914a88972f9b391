package ocds

import "dubbelkrona/internal/jsontext"

// shape is the required type of a field that is read: an object, or a list of
// objects or of texts.
type shape struct {
	list, texts bool
	below       fields // of the object, or of each in the list
}

// fields are the fields of an object that are read.
type fields map[string]shape

// releaseShape has the objects and lists of a release that are read. Other
// fields may have any type.
var releaseShape = func() shape {
	texts, amounts := shape{list: true, texts: true}, shape{}
	organisation := fields{"identifier": {}, "additionalIdentifiers": {list: true}, "roles": texts}
	items := shape{list: true, below: fields{"classification": {}}}
	suppliers, amendments := shape{list: true, below: organisation}, shape{list: true}
	terms := fields{"otherRequirements": {below: fields{"reservedParticipation": texts}}, "contractTerms": {}, "sustainability": {list: true}}
	tender := fields{"procuringEntity": {below: organisation}, "lots": {list: true, below: terms}, "items": items, "classification": {},
		"tenderPeriod": {}, "contractPeriod": {}, "amendments": amendments}
	for name, s := range terms {
		tender[name] = s
	}
	award := fields{"suppliers": suppliers, "items": items, "value": amounts, "contractPeriod": {}, "relatedLots": texts, "amendments": amendments}
	payments := shape{list: true, below: fields{"value": amounts, "payer": {below: organisation}, "payee": {below: organisation},
		"providerOrganization": {}, "receiverOrganization": {}}}
	contract := fields{"suppliers": suppliers, "items": items, "value": amounts, "period": {}, "relatedLots": texts, "amendments": amendments,
		"implementation": {below: fields{"transactions": payments}}}
	return shape{below: fields{"tag": texts, "parties": {list: true, below: organisation}, "buyer": {below: organisation}, "tender": {below: tender},
		"awards": {list: true, below: award}, "contracts": {list: true, below: contract}}}
}()

// mend replaces a single value by a list of one if a list is required, and a
// list of one by its object if an object is required. It returns what is wrong
// with anything else, empty if nothing is.
func (s shape) mend(v *jsontext.Value, path string) (wrong string) {
	only := *v
	switch {
	case v.Kind == jsontext.Null:
		return ""
	case s.list && v.Kind == jsontext.Array, !s.list && v.Kind == jsontext.Object:
	case s.list && (v.Kind == jsontext.Object && !s.texts || v.Kind == jsontext.String && s.texts):
		*v = jsontext.Value{Kind: jsontext.Array, Items: []jsontext.Value{only}}
	case !s.list && v.Kind == jsontext.Array && len(v.Items) == 1 && v.Items[0].Kind == jsontext.Object:
		*v = only.Items[0]
	case s.list:
		return path + " is no list"
	default:
		return path + " is no object"
	}
	if !s.list {
		return s.below.mend(v, path)
	}
	for i := range v.Items {
		switch item := &v.Items[i]; {
		case s.texts:
		case item.Kind != jsontext.Object:
			return path + " holds something else than objects"
		default:
			if wrong := s.below.mend(item, path); wrong != "" {
				return wrong
			}
		}
	}
	return ""
}

func (f fields) mend(object *jsontext.Value, path string) (wrong string) {
	if path != "" {
		path += "/"
	}
	for i := range object.Fields {
		field := &object.Fields[i]
		s, read := f[field.Name]
		if !read {
			continue
		}
		if wrong := s.mend(&field.Value, path+field.Name); wrong != "" {
			return wrong
		}
	}
	return ""
}
