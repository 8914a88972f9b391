package daemon

import (
	"runtime/debug"
	"time"

	"dubbelkrona/scheduler"
)

// idler returns memory to the system when the last running job has ended: the
// daemon is idle for all but some minutes a day.
type idler struct {
	running map[string]bool
	again   *time.Timer
}

// after is when memory is returned once more after a job has ended: what follows,
// such as sending messages, is done by then.
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

// giveBack returns to the system the free parts of the heaps, and the pages of the
// program's file.
func giveBack() {
	debug.FreeOSMemory()
	trimHeap()
	dropProgramPages()
}
