//go:build !linux

package main

// dropProgramPages does nothing: the system does it where memory is short.
func dropProgramPages() {}
