// Package keep has the crafts of keeping house that know nothing of runs:
// which files of the lake hold what, taking rows out of them or re-keying
// them, which small files to put together, what is too old, how to search
// every byte of a folder for a person, and what a backup consists of.
// internal/pipeline calls them under the project's lock and commits what they
// made to the ledger.
//
// # Rewriting a file
//
// A segment never changes, but a person's right to be forgotten and a limit of
// age reach into every segment ever committed, and so does a new key. Rewrite
// writes a file anew, edited; the ledger then says in one transaction, for all
// files at once, what takes the place of what. Until then nothing has happened,
// and what is left of an attempt are orphans.
//
// # Erasing
//
// In the tables of persons the person's rows go. Elsewhere a sole trader may
// stand under a token, in organisation numbers and identifiers. Those rows are
// the municipality's own bookkeeping: they stay, so that every sum stays, and
// a token of nobody takes the place of the person's, the same in every file,
// so that references still meet and nothing leads back.
package keep
