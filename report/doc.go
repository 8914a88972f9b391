// Package report makes a page of released figures that a reader can open without a
// network and without a script: Data in, HTML out.
//
// File writes one file with everything in it, and a content security policy that allows
// its own script and style by their hashes. Page writes the same for a server, which
// serves Assets beside it. Sheet writes one sheet of paper for a council, and a card for
// each contract.
//
// A page has everything twice, in Swedish and in English, and shows one of them. Every
// number is one released row, rounded for reading; the exact value is beside it in the
// page's source, and the link on the number leads to its explanation. A chart is drawn
// from the rows of the table beside it. What is not released has a mark in place of a
// number, and is nowhere in the page.
package report
