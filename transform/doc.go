// Package transform turns raw batches, all text, into typed batches of the
// domain tables and issues about the rows that could not follow.
//
// A Spec, written in a project's configuration, says which column of a file is
// which column of a table and how its cells are written. Compile checks a Spec
// and gives a Plan, or every fault of it at once. A Profile is a ready mapping,
// a file in profiles. A Plan starts one Pass per
// object; the Pass takes the object's batches in order:
//
//	raw rows ─▶ routed (where, skip, totals) ─▶ cells shaped (values, split, pattern)
//	         ─▶ cells read by type ─▶ derived cells ─▶ rows kept or rejected
//
// # What never leaves this package
//
// Identity numbers. A person column becomes a pseudonym (see Key), a sole
// trader's number and a number inside an identifier become tokens, free text
// and codes are masked. An issue shows a cell only where neither its column
// nor its table is about persons, cut short and masked.
//
// # How cells are read
//
// White space and U+FEFF around a cell are cut off. These cells are unknown,
// NULL and never 0: empty, NULL, NaN, SAKNAS, Uppgift saknas, N/A, -, –, ..,
// …, ***, ?, what nulls of the Spec adds, and in numbers a single dot. So are the
// errors of a spreadsheet, #REF! or #VÄRDEFEL!, with a warning. A constant and the
// name of an object are never unknown. A cell that cannot be read, or lies outside
// the range that its column has in the tables, rejects its row, unless the mapping
// of the column says otherwise (invalid).
//
// Numbers go straight into decimals, never through a float. Either decimal
// mark is read; thousands may be grouped in threes by any space, ' or the mark
// that is not the decimal one. One mark and exactly three digits behind it,
// as in 4.000, can be either and is rejected unless the mapping says which
// mark is decimal. Minus is -, − or –, before or behind, or parentheses. Units
// kr, SEK, :-, tkr, tsek, mkr, mnkr, msek, mdr and % are understood.
//
// Formats write their numbers as plain digits. Scientific notation in a text,
// 1,23457E+06, is a number whose last digits a spreadsheet left out: it is
// rejected, in identifiers and codes too.
//
// Money with more than two decimals is rejected: rounding it would book an
// amount that nobody paid. The one exception is what a spreadsheet makes of an
// amount: text of at least fifteen digits whose binary double is the double of
// an amount in whole öre, or the one beside it. Measures (Decimal columns)
// are rounded to six decimals, half away from zero.
//
// Dates are read year first: 2022-06-01, 20220601, 220601, 2022-06, 202206 and
// 2022, with / or . for -, or as 15.01.2024. With a time and a zone behind, an
// instant, the day is the one that it is in zone of the Spec; a time without a
// zone is dropped. 200112 can be a month or a day and is rejected unless layouts
// say. The year 9999 and infinity say until further notice: NULL in a column that
// is an end, and NULL with a warning elsewhere. Other day-first dates and
// spreadsheets' serial numbers need a layout.
package transform
