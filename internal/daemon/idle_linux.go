package daemon

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// dropProgramPages removes the pages of the executable's file from this process's
// memory. The system reads them again when they are needed. DuckDB alone is tens of
// megabytes of code, and a start touches most of it. If anything fails they stay.
func dropProgramPages() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		return
	}
	for _, m := range untouchedMappings(maps, program) {
		unix.Syscall(unix.SYS_MADVISE, m.from, m.to-m.from, unix.MADV_DONTNEED)
	}
}

// mapping is a range of addresses.
type mapping struct{ from, to uintptr }

// untouchedMappings finds the mappings of a file in the text of /proc/self/smaps
// that hold only what is in the file: they cannot be written, and have not been.
func untouchedMappings(smaps []byte, file string) (found []mapping) {
	var current mapping
	lines := bufio.NewScanner(bytes.NewReader(smaps))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) >= 5 && strings.Contains(fields[0], "-"):
			current = mapping{}
			if len(fields) == 6 && fields[5] == file && !strings.Contains(fields[1], "w") {
				current = parseMapping(fields[0])
			}
		case len(fields) == 3 && fields[0] == "Anonymous:" && fields[1] == "0" && current.from > 0:
			found = append(found, current)
		}
	}
	return found
}

// parseMapping reads "009c8000-03fb2000"; it returns the zero mapping for
// anything else.
func parseMapping(text string) (m mapping) {
	if _, err := fmt.Sscanf(text, "%x-%x", &m.from, &m.to); err != nil || m.to <= m.from {
		return mapping{}
	}
	return m
}
