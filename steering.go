package dubbelkrona

// Steering is what a municipality steers by, as it may be released.
type Steering struct {
	// Undertakings are the results of the metric requirement_fulfilment over all time, in
	// total and by municipality, and the part late of each contract with a late one.
	Undertakings []Result
	// Targeted are the figures that have a target.
	Targeted []Result
}
