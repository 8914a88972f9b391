// Package study reads what a definition in effects/ declares, and turns the rows of its
// SELECT into those that package evaluate takes.
//
//	study     what is compared, and how
//	header    the YAML of it
//	columns   the columns of the SELECT, and the reader of its rows
//	plan      what an evaluation needs to know
//	facts     what is said of a result in words
package study
