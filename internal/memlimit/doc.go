// Package memlimit limits the memory of this process during a function call, by
// the kernel's limit.
package memlimit
