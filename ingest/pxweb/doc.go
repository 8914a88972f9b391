// Package pxweb reads statistics of PxWeb, the software of the databases of
// Statistics Sweden (SCB) and many other authorities: from its API in versions
// 2 and 1, as JSON-stat 2.0 and as PX files.
//
// # Complete responses within a server's limits
//
// A server states the max number of cells of a response and its rate limit (GET
// {endpoint}/config; {endpoint}?config in version 1, whose defaults are 100,000
// cells and 10 requests in 10 seconds). A larger selection is split into
// several requests. A table is one object with the responses to all its
// requests, each of which must have exactly the requested cells; so a table is
// replaced in one commit. The version of an object is the server's time of its
// last update: unchanged tables are not requested.
//
// # Rows
//
// A cell is a row, with the code and the text of its value in each dimension
// (Region and Region_text, Tid and Tid_text, …) and these columns, which are
// the same for all tables and used by the profiles scb, scb-kpi and
// scb-skattesats:
//
//	record      value; definition is a row for each content of the table
//	indicator   table and content, and the places in dimensions that are not below
//	area        code of the geography, 00    scope       the same as a parameter's scope
//	            for the country
//	period      2025, 2025-01, 2025-01-31    valid_from, valid_to  its first and last day
//	sex         T, K, M                      value, status, unit, comment, source
//
// A quarter, half-year or week is written as its first month or day, and named
// in comment; valid_from and valid_to are its bounds. In a PX file the scale of
// TLIST gives the meaning of a number: 20242 is the second quarter in
// TLIST(Q1). Any other time is kept as written, for transform to reject.
//
// For a missing value (., .., …, -, null), value is absent and status is the
// word missing with the original mark.
//
// Since 2025 the population statistics of SCB contain a small random noise, so
// that totals differ from the sums of their parts. No check may require them to
// be equal.
package pxweb
