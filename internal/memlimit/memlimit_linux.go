package memlimit

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"syscall"
)

// Within calls work; meanwhile the memory of this process may grow by at most
// bytes. DuckDB's own memory_limit does not cover all memory of its functions:
// repeat(…) can allocate a text of any length outside it. Beyond the limit an
// allocation of DuckDB fails, and with it the statement that needs it.
//
// The limit is the kernel's RLIMIT_DATA and holds for the whole process, so only
// one Within may run at a time. If it cannot be set, work runs without a limit.
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

// usual returns the limit that the process started with.
var usual = sync.OnceValue(func() (limit syscall.Rlimit) {
	if syscall.Getrlimit(syscall.RLIMIT_DATA, &limit) != nil {
		limit.Cur, limit.Max = ^uint64(0), ^uint64(0)
	}
	return limit
})

// dataBytes returns the memory that the kernel counts against RLIMIT_DATA, 0 if
// unknown. It is the sixth number of statm, in pages.
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
