package daemon

import (
	"reflect"
	"testing"
)

// Only pages that cannot have been changed are dropped: those in mappings of the
// program's file that are not writable and have no private pages.
func TestUntouchedMappings(t *testing.T) {
	const smaps = `00400000-009c8000 r-xp 00000000 08:01 42 /usr/bin/dubbelkrona
Rss:                1200 kB
Anonymous:             0 kB
009c8000-03fb2000 r--p 005c8000 08:01 42 /usr/bin/dubbelkrona
Anonymous:             4 kB
03fb2000-04000000 rw-p 03bb2000 08:01 42 /usr/bin/dubbelkrona
Anonymous:             0 kB
7f0000000000-7f0000001000 r-xp 00000000 08:01 43 /usr/lib/libc.so.6
Anonymous:             0 kB
7f0000002000-7f0000003000 r-xp 00000000 00:00 0
Anonymous:             0 kB
`
	want := []mapping{{0x400000, 0x9c8000}}
	if got := untouchedMappings([]byte(smaps), "/usr/bin/dubbelkrona"); !reflect.DeepEqual(got, want) {
		t.Errorf("%x, want %x", got, want)
	}
	for _, text := range []string{"", "-", "2000-1000", "1000-1000", "x-2000"} {
		if m := parseMapping(text); m != (mapping{}) {
			t.Errorf("%q: %x", text, m)
		}
	}
}
