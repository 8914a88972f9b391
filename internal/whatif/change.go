package whatif

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dubbelkrona"
)

// change is a key of a plan and its new value, as KEY=VALUE.
var change = regexp.MustCompile(`^([a-z_]+)=([^\r\n]*)$`)

// texts are the keys whose values are texts, which need quotes if they look like numbers.
var texts = []string{"name", "contract", "municipality"}

// Change returns the text of a plan with other values: each change is KEY=VALUE, the
// value as YAML, and replaces the key with all that is indented under it. What was
// expected of the plan as it was is left out.
func Change(text []byte, changes []string) ([]byte, error) {
	if len(changes) == 0 {
		return text, nil
	}
	lines := without(strings.Split(strings.TrimRight(string(text), "\n"), "\n"), "expected")
	for _, c := range changes {
		parts := change.FindStringSubmatch(c)
		if parts == nil {
			return nil, dubbelkrona.Invalidf("--set %q: write KEY=VALUE, such as participants=40 or effect=own", c)
		}
		key, value := parts[1], parts[2]
		if slices.Contains(texts, key) {
			value = strconv.Quote(strings.Trim(value, `"'`))
		}
		lines = append(without(lines, key), fmt.Sprintf("%s: %s", key, value))
	}
	return []byte(strings.TrimLeft(strings.Join(lines, "\n"), "\n") + "\n"), nil
}

// without returns the lines without those of a key.
func without(lines []string, key string) (rest []string) {
	inside := false
	for _, line := range lines {
		if line == "" || line[0] != ' ' && line[0] != '\t' && line[0] != '-' {
			inside = strings.HasPrefix(line, key+":")
		}
		if !inside {
			rest = append(rest, line)
		}
	}
	return rest
}
