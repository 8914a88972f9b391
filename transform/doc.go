// Package transform turns raw batches, all text, into typed batches of the
// domain tables, and issues about rows and cells that are wrong.
//
// A Spec, part of a project's configuration, maps columns of a file to columns
// of tables and describes how cells are written. Compile validates a Spec and
// returns a Plan, or all of its faults at once. A Profile is a ready mapping, a
// file in profiles. A Plan starts one Pass per object, which processes the
// object's batches in order:
//
//	raw rows ─▶ selected (where, skip, totals) ─▶ cells shaped (values, split, pattern)
//	         ─▶ cells parsed by type ─▶ derived cells ─▶ rows kept or rejected
//
// # What never leaves this package
//
// Identity numbers. A person column becomes a pseudonym (see Key), a sole
// trader's number and a number inside an identifier become tokens, free text
// and codes are masked. An issue shows a cell only if neither its column nor
// its table is about persons, truncated and masked.
//
// # How cells are parsed
//
// White space and U+FEFF around a cell are trimmed. These cells are unknown,
// NULL and never 0: empty, NULL, NaN, SAKNAS, Uppgift saknas, N/A, -, –, ..,
// …, ***, ?, what Spec.Nulls adds, and in numbers a single dot. So are spreadsheet
// errors such as #REF! or #VÄRDEFEL!, with a warning. Constants and object names
// are never unknown. A cell that cannot be parsed, or is outside the range of its
// column, rejects its row, unless the mapping of the column sets invalid.
//
// Numbers become decimals without passing through a float. Comma and dot are
// accepted as decimal mark; thousands may be grouped in threes by any space, ' or
// the other mark. A single mark followed by exactly three digits, as in 4.000, is
// ambiguous and rejected unless the mapping sets the decimal mark. Minus is -, −
// or –, leading or trailing, or parentheses. The units kr, SEK, :-, tkr, tsek,
// mkr, mnkr, msek, mdr and % are accepted.
//
// Formats write their numbers as plain digits. Scientific notation in a text,
// such as 1,23457E+06, has lost digits in a spreadsheet and is rejected, also in
// identifiers and codes.
//
// Money with more than two decimals is rejected: rounding it would book an
// amount that nobody paid. The only exception is a spreadsheet's floating-point
// form of an amount: at least fifteen digits whose double equals that of an amount
// in whole öre, or is adjacent to it. Measures (Decimal columns) are rounded to
// six decimals, half away from zero.
//
// Dates are parsed year first (2022-06-01, 20220601, 220601, 2022-06, 202206 and
// 2022, with / or . instead of -) or as 15.01.2024. A date with a time and a zone
// is an instant and becomes its day in the zone of the Spec; a time without a zone
// is ignored. 200112 is a month or a day and is rejected unless the mapping has
// layouts. The year 9999 and infinity are open ends: NULL in columns of end dates,
// NULL with a warning elsewhere. Other day-first dates and spreadsheet serial
// numbers need a layout.
package transform
