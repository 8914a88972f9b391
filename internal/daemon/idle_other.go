//go:build !linux

package daemon

// dropProgramPages does nothing: the system drops the pages if memory is short.
func dropProgramPages() {}
