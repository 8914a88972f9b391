// Package memlimit bounds the memory that this process takes during a piece of
// work, by the kernel's limit.
package memlimit
