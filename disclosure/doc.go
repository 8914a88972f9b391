// Package disclosure decides which figures about persons may be published, so
// that no number of persons below a threshold can be read, calculated or
// bounded closely from what is.
//
// It is pure: classes of persons and cells in, marks out. A class is all persons
// who are in the same sets; a figure tells the number of persons of a [Set] of
// classes, or a sum over them. A cell is suppressed for its own sake (primary) if
// one of its numbers, or a difference between them, is of 1 to T-1 persons. Other
// cells are suppressed (secondary) in a fixed order, so that
//
//  1. no such number is a linear combination of what is released, now or earlier
//     (exact, by Gaussian elimination modulo 2^61-1);
//  2. nor is it for a person who is the only one of another such number;
//  3. each such number could be 0 and could be T or more for all that is
//     released: two tables of non-negative whole numbers prove it.
//
// The outcome is a function of the problem alone: neither the order of the cells
// nor the numbering of the classes changes it.
//
// What it does not protect against: people who join forces, knowledge of persons
// from elsewhere, and conclusions from which cells are suppressed.
package disclosure
