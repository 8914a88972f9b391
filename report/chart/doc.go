// Package chart draws the charts of a report as SVG.
//
// A chart has no size of its own: positions across are percentages and heights are in
// em, so that text keeps the size of the page and a chart fits any width. Colours come
// from the page's style sheet by class, so that a chart follows the reader's colour
// scheme, and no chart has an attribute that a content security policy forbids. Every
// chart has a title and a description for those who cannot see it; the page has the same
// figures in a table.
package chart
