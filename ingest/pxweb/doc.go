// Package pxweb reads statistics as PxWeb publishes them, the program behind
// the databases of Statistics Sweden (SCB) and many other authorities: through
// its API in versions 2 and 1, as JSON-stat 2.0 and as PX files.
//
// # Whole answers within a server's limits
//
// A server says how many cells one answer may have and how many questions it
// takes in a time (GET {endpoint}/config; {endpoint}?config in version 1, whose
// defaults are 100,000 cells and 10 questions in 10 seconds). A selection that
// is larger is asked for in several questions, split along its longest
// dimensions. A table is one object, all its answers joined, each checked to
// hold exactly the cells that it was asked for; so replacing a table is one
// commit. The version of an object is the server's time of its last update:
// what is unchanged is not asked for.
//
// # Rows
//
// A cell is a row, with the code and the text of its place in each dimension
// (Region and Region_text, Tid and Tid_text, …) and these columns, made so that
// the profiles scb, scb-kpi and scb-skattesats and a project's own mapping find
// them whatever the table:
//
//	record      value; definition is a row for each content of the table
//	indicator   table and content, and the places in dimensions that are not below
//	area        code of the geography, 00    scope       the same as a parameter's scope
//	            for the country
//	period      2025, 2025-01, 2025-01-31    valid_from, valid_to  its first and last day
//	sex         T, K, M                      value, status, unit, comment, source
//
// A quarter, half-year or week is written as the month or day that it begins
// with, and named in comment; valid_from and valid_to are its bounds. In a PX
// file the scale of TLIST says which of them a number is: 20242 is the second
// quarter in TLIST(Q1). A time that is none of these stays as it is written, for
// transform to reject.
//
// A missing value (., .., …, -, null) is no value: value is absent and status
// is the word missing with what stood there.
//
// Since 2025 the population statistics of SCB carry a small random noise, so
// that their totals differ from the sums of their parts. No check may demand
// that they agree.
package pxweb
