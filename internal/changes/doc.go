// Package changes compares what two snapshots say: which published figures differ, of
// what kind each difference is, and why. It gets released results alone, so that
// nothing it returns tells what is suppressed.
package changes
