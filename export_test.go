package dubbelkrona

// Parameters returns the parameters that the formulas read, in the order of
// their ranges.
func Parameters() (all []Parameter) {
	for _, r := range parameterRanges {
		all = append(all, r.parameters...)
	}
	return all
}
