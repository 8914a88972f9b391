package ocds

import (
	"strings"
	"testing"

	"dubbelkrona/internal/jsontext"
)

func TestCPV(t *testing.T) {
	for in, want := range map[string]string{
		"45233130": "45233130", "45233162-2": "45233162", "45233130.0": "45233130", " 09000000 ": "09000000",
		"3000000": "", "452331301": "", "4523313x": "", "": "",
	} {
		if got := cpv(in); got != want {
			t.Errorf("%q is %q; want %q", in, got, want)
		}
	}
}

// 5560160680 is a Swedish number; a number of another country's scheme that looks the
// same is not.
func TestNumberOf(t *testing.T) {
	for in, want := range map[string]string{
		`{"identifier":{"scheme":"SE-ON","id":"556016-0680"}}`:                                                       "556016-0680",
		`{"identifier":{"scheme":"se-orgnr","id":" 5560160680 "}}`:                                                   "5560160680",
		`{"identifier":{"scheme":"GB-COH","id":"5560160680"}}`:                                                       "",
		`{"identifier":{"scheme":"VAT","id":"SE556016068001"}}`:                                                      "SE556016068001",
		`{"identifier":{"id":"5560160680"}}`:                                                                         "5560160680",
		`{"identifier":{"id":"GDF9712054NA"}}`:                                                                       "",
		`{"identifier":{"scheme":"XI-LEI","id":"x"},"additionalIdentifiers":[{"scheme":"SE-ON","id":"5560160680"}]}`: "5560160680",
		`{"id":"5560160680","name":"an id of the publisher's own"}`:                                                  "",
		`{"id":"5560160680","legalName":"as in OCDS 1.0"}`:                                                           "5560160680",
		`{"identifier":{"scheme":"SE-ON","id":5560160680}}`:                                                          "5560160680",
		`null`: "",
	} {
		v := parsed(t, []byte(in))
		if got := numberOf(&v); got != want {
			t.Errorf("%s has %q; want %q", in, got, want)
		}
	}
}

func TestSeveralSuppliers(t *testing.T) {
	const a, b, none = `{"name":"A","identifier":{"scheme":"SE-ON","id":"5560160680"}}`, `{"name":"B","identifier":{"scheme":"SE-ON","id":"5560360793"}}`, `{"name":"C"}`
	const trader = `{"name":"N","identifier":{"scheme":"SE-ON","id":"730288-9931"}}` // an official test number
	for in, want := range map[string]string{
		a: "5560160680|A", a + "," + a: "5560160680|A", a + "," + b: "5560160680; 5560360793|A; B",
		a + "," + none: "|A; C", none: "|C", none + "," + b + "," + a: "5560360793; 5560160680|C; B; A",
		trader: "730288-9931|N", a + "," + trader: "5560160680; 730288-9931|A",
	} {
		list := parsed(t, []byte("["+in+"]")).Items
		var orgs []*jsontext.Value
		for i := range list {
			orgs = append(orgs, &list[i])
		}
		numbers, names := several(orgs)
		if got := numbers + "|" + names; got != want {
			t.Errorf("%s: %q; want %q", in, got, want)
		}
	}
}

// Terms are combined from the tender and the lots of the award; what is not stated is
// unknown.
func TestTerms(t *testing.T) {
	const yes, no = `"otherRequirements":{"reservedParticipation":["publicServiceMissionOrganization"]}`, `"otherRequirements":{"reservedParticipation":["none"]}`
	for in, want := range map[string]string{
		`{` + yes + `}`: "true", `{` + no + `}`: "false", `{}`: "", `{"lots":[{"id":"1",` + yes + `}]}`: "true",
		`{"lots":[{"id":"1",` + yes + `},{"id":"2",` + yes + `}]}`: "true",
		`{"lots":[{"id":"1",` + yes + `},{"id":"2"}]}`:             "", // related to 1 and 2
		`{"lots":[{"id":"1",` + yes + `},{"id":"3",` + no + `}]}`:  "true",
		`{"lots":[{"id":"3",` + yes + `}]}`:                        "",
		`{` + yes + `,"lots":[{"id":"1",` + no + `}]}`:             "true",
	} {
		tender, award := parsed(t, []byte(in)), parsed(t, []byte(`{"relatedLots":["1","2"]}`))
		if got := termsOf(&tender, nil, &award).reserved(); got != want {
			t.Errorf("%s: reserved is %q; want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		`{"sustainability":[{"goal":"environmental"},{"goal":"social.genderEquality"},{"goal":"social"}]}`: "true social.genderEquality; social",
		`{"sustainability":[{"goal":"environmental.recycling"}],"hasSustainability":true}`:                 "false ",
		`{"hasSustainability":false}`: "false ", `{"hasSustainability":true}`: " ", `{}`: " ",
		`{"contractTerms":{"socialStandards":"Kollektivavtal"}}`: "true ",
		`{"sustainability":[{"goal":"socially"}]}`:               "false ",
	} {
		tender := parsed(t, []byte(in))
		terms := termsOf(&tender, nil, nil)
		if got := terms.socialClause() + " " + terms.socialObjectives(); got != want {
			t.Errorf("%s: %q; want %q", in, got, want)
		}
	}
}

func TestInstants(t *testing.T) {
	for _, pair := range [][2]string{
		{"2023-05-02T03:00:00Z", "2023-05-02T02:30:00-05:00"}, {"2023-05-02", "2023-05-02T00:00:01"}, {"2023-05-02T00:00:00.1Z", "2023-05-02T00:00:00.25Z"},
	} {
		a, ok := parseInstant(pair[0])
		b, also := parseInstant(pair[1])
		if !ok || !also || !a.Before(b) {
			t.Errorf("%s is not before %s", pair[0], pair[1])
		}
	}
	for _, text := range []string{"", "2023", "yesterday", strings.Repeat("2", 40)} {
		if _, ok := parseInstant(text); ok {
			t.Errorf("%q is a date", text)
		}
	}
}
