// Package upkeep has what keeps a project in order besides its runs: taking
// persons out of the rows, or giving them other pseudonyms; dropping what is
// too old; searching every byte of a folder for a person; and what a backup
// consists of.
//
// # Erasing
//
// In the tables of persons the person's rows go. Elsewhere a sole trader may
// stand under a token, in organisation numbers and identifiers. Those rows are
// the municipality's own bookkeeping: they stay, so that every sum stays, and
// a token of nobody takes the place of the person's, the same in every file,
// so that references still meet and nothing leads back.
package upkeep
