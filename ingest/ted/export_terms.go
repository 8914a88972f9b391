package ted

import "strings"

// procedures maps the procedure types of TED_EXPORT to those of eForms
// (BT-105).
var procedures = map[string]string{
	"PT_OPEN":                                  "open",
	"PT_RESTRICTED":                            "restricted",
	"PT_COMPETITIVE_NEGOTIATION":               "neg-w-call",
	"PT_NEGOTIATED_WITH_PRIOR_CALL":            "neg-w-call",
	"PT_NEGOTIATED_CHOICE":                     "neg-w-call",
	"PT_NEGOTIATED_WITH_COMPETITION":           "neg-w-call",
	"PT_COMPETITIVE_DIALOGUE":                  "comp-dial",
	"PT_INNOVATION_PARTNERSHIP":                "innovation",
	"PT_NEGOTIATED_WITHOUT_PUBLICATION":        "neg-wo-call",
	"PT_NEGOTIATED_WITHOUT_COMPETITION":        "neg-wo-call",
	"PT_AWARD_CONTRACT_WITHOUT_CALL":           "neg-wo-call",
	"PT_AWARD_CONTRACT_WITHOUT_PUBLICATION":    "neg-wo-call",
	"PT_AWARD_CONTRACT_WITH_PRIOR_PUBLICATION": "oth-mult",
	"PT_INVOLVING_NEGOTIATION":                 "oth-mult",
}

// procedureOf returns the procedure type below an element: that of eForms, or
// the element's name if eForms has no such type.
func procedureOf(e *element) string {
	if e == nil {
		return ""
	}
	for _, c := range e.children {
		if !strings.HasPrefix(c.name, "PT_") {
			if found := procedureOf(c); found != "" {
				return found
			}
			continue
		}
		if known := procedures[strings.TrimPrefix(c.name, "ACCELERATED_")]; known != "" {
			return known
		}
		return c.name
	}
	return ""
}

// The codes of reserved participation (BT-71).
const (
	reservedNone      = "none"
	reservedWorkshops = "res-ws"
	reservedServices  = "res-pub-ser"
)

// reserved returns what section III states on reserved contracts. In a call for
// competition an unticked box means no: a call that reserves the contract must
// state it (directive 2014/24/EU, articles 20.2 and 77.4), and the Publications
// Office's own converter to eForms writes none and no, except for design
// contests. In every other form it is unknown.
func (x *export) reserved() (participation, execution string) {
	if x.call() && x.kind != "F12" {
		participation, execution = reservedNone, no
	}
	switch {
	case x.ticked("RESTRICTED_SHELTERED_WORKSHOP", "RESTRICTED_TO_SHELTERED_WORKSHOPS"):
		participation = reservedWorkshops
	case x.ticked("RESERVED_ORGANISATIONS_SERVICE_MISSION"):
		participation = reservedServices
	}
	if x.ticked("RESTRICTED_SHELTERED_PROGRAM", "RESTRICTED_TO_FRAMEWORK") {
		execution = yes
	}
	return participation, execution
}

// ticked reports whether the form has an element with one of the names.
func (x *export) ticked(names ...string) bool {
	for _, name := range names {
		if x.form.find(name) != nil {
			return true
		}
	}
	return false
}
