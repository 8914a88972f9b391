// Package effect estimates the effect of starting now rather than waiting: the mean
// effect on the treated (ATT) of persons who started, against a comparison group. Rows
// go in, estimates come out. The package reads no files, knows no clock, keeps no
// state, and sums in a fixed order, so that the same rows give the same bits.
//
// A row is a person in the risk set of one start month (Fredriksson & Johansson 2003;
// Sianesi 2001). Rows are sorted by start month and person, so their order is of no
// importance. The steps, each in a file of that name:
//
//	sample      checks and sorts the rows
//	weights     makes the comparison comparable: entropy balancing (Hainmueller 2012),
//	            least squares on the comparison, strata (Iacus, King & Porro 2012)
//	influence   the part of each person in the estimate
//	variance    standard errors and degrees of freedom from these parts
//	panel       changes over time: effects by group and time (Callaway & Sant'Anna
//	            2021), by the same code. With covariates it is doubly robust, as
//	            Sant'Anna & Zhao (2020) are with another model of the start
//
// Package gate decides from what was measured whether an effect is shown, and package
// sensitivity says how far it can be trusted. Both take numbers alone. Package evaluate
// uses all three for everything that is reported of one scope, and package wording says
// it in words.
//
// With comparison rows C, weights w of the comparison and v of the treated that sum to
// 1 each, and β of a weighted regression of y on (1, x) in C:
//
//	ATT = Σ_T v·y − Σ_C w·y
//	ψ_i = v_i·(y_i − x_i'β − m) for treated, m the v-weighted mean of y − x'β
//	ψ_i = −w_i·(y_i − x_i'β) for comparison
package effect
