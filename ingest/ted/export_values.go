package ted

// exportValues is the part of a form that has values: VALUES as of R2.0.9.S02,
// VALUE in some forms of S01, and in the others the section itself.
type exportValues struct{ *element }

// valuesIn finds the values of a section.
func valuesIn(section *element) exportValues {
	if inside := firstElement(section, "VALUES", "VALUE"); inside != nil {
		return exportValues{inside}
	}
	return exportValues{section}
}

// stated reports whether there is a value, or a mark that it is withheld.
func (v exportValues) stated() bool {
	return v.withheld() || firstElement(v.element, "VAL_TOTAL", "VAL_RANGE_TOTAL", "VAL_ESTIMATED_TOTAL") != nil || moneyOf(v.element).known()
}

// withheld reports whether the values, or one of them, are not for publication.
func (v exportValues) withheld() bool {
	if v.attr("PUBLICATION") == "NO" {
		return true
	}
	for _, name := range []string{"VAL_TOTAL", "VAL_RANGE_TOTAL", "VAL_PRIZE", "VAL_TOTAL_AFTER"} {
		if v.at(name).attr("PUBLICATION") == "NO" {
			return true
		}
	}
	return false
}
