// Package whatif calculates what a planned contract is expected to give, before it is
// signed, by the same models as contracts that exist.
//
//	plan      the file of a plan, with the position of every fault
//	number    a number of a plan, with its low and high
//	rows      the plan as rows of the tables that models read
//	expect    the figures, from the models
//	effect    the municipality's own estimate as the effect of a plan
//	keep      a plan kept in the project, and compared with what came out
//
// The rows are in a private file with the project's rates and nothing else, so a plan
// changes no published figure, and no other contract changes the plan's.
package whatif
