package main

import (
	"runtime/debug"

	"dubbelkrona/scheduler"
)

// idler gives memory back to the machine when the last job at work has ended:
// for all but some minutes a day, the daemon waits.
type idler struct{ atWork map[string]bool }

func newIdler() *idler { return &idler{make(map[string]bool)} }

// observe follows which jobs are at work.
func (i *idler) observe(e scheduler.Event) {
	switch e.Kind {
	case scheduler.EventStarted:
		i.atWork[e.Slot.Job] = true
	case scheduler.EventEnded, scheduler.EventRetry, scheduler.EventInterrupted:
		if delete(i.atWork, e.Slot.Job); len(i.atWork) == 0 {
			giveBack()
		}
	}
}

// giveBack returns what the heap does not need, and the pages of the program
// that only a start or a night's work has touched.
func giveBack() {
	debug.FreeOSMemory()
	dropProgramPages()
}
