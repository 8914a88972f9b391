package memlimit

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"syscall"
)

// Within does work during which the memory of this process may grow by bytes
// at most. DuckDB's own memory_limit does not know of all that its functions
// take: repeat(…) makes a text of any length outside it. Beyond the bound an
// allocation of DuckDB fails, and with it the one statement that asked for it.
//
// The bound is the kernel's, RLIMIT_DATA, and that of the whole process: one
// Within at a time. If the kernel sets none, work is done without one.
func Within(bytes int64, work func() error) error {
	limit := usual()
	if now := dataBytes(); now > 0 {
		bounded := limit
		bounded.Cur = min(limit.Cur, now+uint64(bytes))
		if syscall.Setrlimit(syscall.RLIMIT_DATA, &bounded) == nil {
			defer syscall.Setrlimit(syscall.RLIMIT_DATA, &limit)
		}
	}
	return work()
}

// usual is the limit that the process began with.
var usual = sync.OnceValue(func() (limit syscall.Rlimit) {
	if syscall.Getrlimit(syscall.RLIMIT_DATA, &limit) != nil {
		limit.Cur, limit.Max = ^uint64(0), ^uint64(0)
	}
	return limit
})

// dataBytes is what the kernel counts against RLIMIT_DATA, 0 if it does not
// say: the sixth number of statm, in pages.
func dataBytes() uint64 {
	text, err := os.ReadFile("/proc/self/statm")
	fields := bytes.Fields(text)
	if err != nil || len(fields) < 6 {
		return 0
	}
	var pages uint64
	if _, err := fmt.Sscan(string(fields[5]), &pages); err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}
