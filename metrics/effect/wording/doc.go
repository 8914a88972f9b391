// Package wording writes what is known of an effect in words, Swedish and English: one
// or two sentences for a council, more for a controller, and the names of verdicts,
// checks, flags and measures.
//
// The words never say that a result is significant, nor that there was none: an effect
// whose interval includes 0 is compatible with none. What closed the gate is named, and
// a closed effect has no figure.
package wording
