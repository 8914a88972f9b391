//go:build !linux

package warehouse

// Bounded does work. Only on Linux its memory is bounded.
func Bounded(_ int64, work func() error) error { return work() }
