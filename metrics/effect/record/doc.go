// Package record has the tables of schema effect, in which a snapshot keeps the
// estimated effects, and turns results into their rows.
//
//	tables   the tables, as data
//	rows     the rows of an effect for one scope
//
// No row is about a single person: weights are given as quantiles.
package record
