package daemon

import (
	"runtime/debug"
	"time"

	"dubbelkrona/scheduler"
)

// idler gives memory back to the machine when the last running job has ended:
// the daemon waits for all but some minutes a day.
type idler struct {
	running map[string]bool
	again   *time.Timer
}

// after is how long what follows a job's end, such as sending messages, takes.
const after = 3 * time.Second

func newIdler() *idler {
	again := time.AfterFunc(after, giveBack)
	return &idler{make(map[string]bool), again}
}

// observe follows which jobs are running.
func (i *idler) observe(e scheduler.Event) {
	switch e.Kind {
	case scheduler.EventStarted:
		i.running[e.Slot.Job] = true
		i.again.Stop()
	case scheduler.EventEnded, scheduler.EventRetry, scheduler.EventInterrupted:
		if delete(i.running, e.Slot.Job); len(i.running) == 0 {
			giveBack()
			i.again.Reset(after)
		}
	}
}

// giveBack returns to the machine the part of the heap that is free, and the
// pages of the program that only a start or a night's work has touched.
func giveBack() {
	debug.FreeOSMemory()
	dropProgramPages()
}
