package main

import (
	"runtime/debug"
	"time"

	"dubbelkrona/scheduler"
)

// idler gives memory back to the machine when the last job at work has ended:
// for all but some minutes a day, the daemon waits.
type idler struct {
	atWork map[string]bool
	again  *time.Timer
}

// settled is when what follows a job's end, such as telling of it, is over.
const settled = 3 * time.Second

func newIdler() *idler {
	again := time.AfterFunc(settled, giveBack)
	return &idler{make(map[string]bool), again}
}

// observe follows which jobs are at work.
func (i *idler) observe(e scheduler.Event) {
	switch e.Kind {
	case scheduler.EventStarted:
		i.atWork[e.Slot.Job] = true
		i.again.Stop()
	case scheduler.EventEnded, scheduler.EventRetry, scheduler.EventInterrupted:
		if delete(i.atWork, e.Slot.Job); len(i.atWork) == 0 {
			giveBack()
			i.again.Reset(settled)
		}
	}
}

// giveBack returns what the heap does not need, and the pages of the program
// that only a start or a night's work has touched.
func giveBack() {
	debug.FreeOSMemory()
	dropProgramPages()
}
