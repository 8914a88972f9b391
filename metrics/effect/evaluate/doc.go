// Package evaluate goes from the rows of one scope, such as a municipality, to everything
// that is reported of an effect there: estimates of all outcomes and blocks with their
// intervals and covariances, the verdict of the gate, and how far the figures can be
// trusted. It reads nothing and draws nothing but permutations, from a seed.
//
// The files, in the order of what happens:
//
//	plan        what a definition declares, and its rows
//	table       the rows that are due in one block, sorted
//	model       an estimator on a table; for a panel one by start month
//	history     the effect on the history that was held out
//	measures    what the gate looks at
//	figures     the estimate of one outcome in one block
//	pairs       adjusted p values and covariances
//	sensitivity other estimators, bounds, and the smallest effect that can be detected
//	describe    balance, overlap and quantiles of weights
//	scope       all of it
//
// What is unknown is nil or absent. No number in a [Result] is NaN or infinite.
package evaluate
