package sie_test

import (
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sie"
)

// The sum by hand: labels and fields without white space, quotes and braces.
const summed = `#PROGRAMEx "2"1#SIETYP4#VERA120260101#TRANS4010110012.00#TRANS2440-12.00`

func checked(end string) []byte {
	return []byte("#FLAGGA 0\n#KSUMMA\n#PROGRAM \"Ex \\\"2\\\"\" 1\n#SIETYP 4\n#VER A 1 20260101\n{\n#TRANS 4010 {1 \"100\"} 12.00\n\t#TRANS  2440 { } -12.00\n}\n" + end)
}

func TestChecksum(t *testing.T) {
	sum := crc32.ChecksumIEEE([]byte(summed))
	for _, end := range []string{fmt.Sprintf("#KSUMMA %d\n", sum), fmt.Sprintf("#KSUMMA\t\t%d", int32(sum))} {
		tab, err := ingesttest.Decode(t, format(t, sie.Settings{}), "x.se", checked(end))
		if err != nil || len(tab.Rows) != 2 {
			t.Errorf("%s: %d rows, %v", end, len(tab.Rows), err)
		}
	}
	for end, want := range map[string]string{
		fmt.Sprintf("#KSUMMA %d\n", sum^1): "line 10: #KSUMMA says",
		"":                                 "begins but has no value",
		"#KSUMMA\n":                        "begins twice",
		"#KSUMMA x\n":                      "states no sum",
		"#KSUMMA 99999999999\n":            "states no sum",
		fmt.Sprintf("#KSUMMA %d\n#KSUMMA 1", sum): "states no sum",
	} {
		_, err := ingesttest.Decode(t, format(t, sie.Settings{}), "x.se", checked(end))
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%q: %v; want an Invalid error that says %q", end, err, want)
		}
	}
}
