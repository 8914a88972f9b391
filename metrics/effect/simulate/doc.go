// Package simulate shows what package effect and its gate do where the truth is known.
// It draws persons who look for work, some of whom start with a supplier, estimates the
// effect as for real persons, and compares with what was put in.
//
// Every number follows from the seed: the same seed gives the same page. Nothing is
// read, and no clock is used. Processors that multiply and add in one step differ in
// the last bits, which are not printed. The files, in the order of what happens:
//
//	scenario    what is true, and whom the treated are compared with
//	person      months in work with state dependence, and starts
//	population  persons until enough have started, with their suppliers
//	rows        the estimation table
//	replicate   one population: its estimate, its intervals and its gate
//	cell        many populations of one size
//	target      what is to be reached, and whether it was
//	page        docs/validation.md
package simulate
