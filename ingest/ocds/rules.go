package ocds

import (
	"strings"

	"dubbelkrona"
)

// A mergeRule is an exception to the standard's general merge routine for a
// field.
type mergeRule uint8

const (
	merged    mergeRule = iota // by the general routine
	omitted                    // metadata of one release: left out (omitWhenMerged)
	wholeList                  // the array is one value (wholeListMerge)
)

// ruleList are rules by path. The path of a field inside an array does not
// name elements: awards/items/additionalClassifications.
type ruleList map[string]mergeRule

// standardRules are the merge rules of the release schema 1.1.5, as ruleList
// of that schema has them; a test derives them again from the schema.
func standardRules() ruleList {
	list := ruleList{"id": omitted, "date": omitted, "tag": omitted}
	for _, path := range []string{
		"parties/additionalIdentifiers",
		"parties/roles",
		"buyer/additionalIdentifiers",
		"tender/procuringEntity/additionalIdentifiers",
		"tender/items/additionalClassifications",
		"tender/additionalProcurementCategories",
		"tender/submissionMethod",
		"tender/tenderers/additionalIdentifiers",
		"tender/amendments/changes",
		"tender/amendment/changes",
		"awards/suppliers/additionalIdentifiers",
		"awards/items/additionalClassifications",
		"awards/amendments/changes",
		"awards/amendment/changes",
		"contracts/items/additionalClassifications",
		"contracts/implementation/transactions/payer/additionalIdentifiers",
		"contracts/implementation/transactions/payee/additionalIdentifiers",
		"contracts/relatedProcesses/relationship",
		"contracts/amendments/changes",
		"contracts/amendment/changes",
		"relatedProcesses/relationship",
	} {
		list[path] = wholeList
	}
	return list
}

// rules are a ruleList as a tree, to walk beside a release. A nil tree has no
// rules, as for extensions: objects merge field by field, arrays of objects by
// id, and everything else as one value.
type rules struct {
	rule  mergeRule
	below map[string]*rules
}

func (l ruleList) tree() *rules {
	root := new(rules)
	for path, rule := range l {
		at := root
		for name := range strings.SplitSeq(path, "/") {
			next := at.below[name]
			if next == nil {
				if at.below == nil {
					at.below = make(map[string]*rules)
				}
				next = new(rules)
				at.below[name] = next
			}
			at = next
		}
		at.rule = rule
	}
	return root
}

func (r *rules) at(name string) *rules {
	if r == nil {
		return nil
	}
	return r.below[name]
}

func (r *rules) is(rule mergeRule) bool { return r != nil && r.rule == rule }

// with adds the whole lists of extensions.
func (l ruleList) with(paths []string) error {
	for _, path := range paths {
		if path == "" || strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || strings.Contains(path, "//") {
			return dubbelkrona.Invalidf("whole_lists: %q is not a path; write the names of fields separated by /, such as tender/lots/codes", path)
		}
		l[path] = wholeList
	}
	return nil
}
