package config

import (
	"fmt"
	"strconv"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
)

// Volume limits how much a delivery may differ from the one that it replaces,
// in rows or in the sum of amounts, before it is held back.
type Volume struct {
	// Fall is the decrease at which it is held back; default 50%. "off" is no
	// limit.
	Fall Percent `yaml:"fall"`
	// Rise is the increase above which it is held back; default 300%, that is,
	// more than four times as much. "off" is no limit.
	Rise Percent `yaml:"rise"`
}

// DefaultVolume returns the limits of a source that sets none.
func DefaultVolume() Volume { return Volume{Fall: 50, Rise: 300} }

// String identifies the limits.
func (v Volume) String() string { return fmt.Sprintf("fall %d%% rise %d%%", v.Fall, v.Rise) }

// Percent is a percentage, written as 50%; 0 is off.
type Percent int64

// UnmarshalText parses a whole percentage above zero, or "off".
func (p *Percent) UnmarshalText(text []byte) error {
	if string(text) == Off {
		*p = 0
		return nil
	}
	digits, found := strings.CutSuffix(string(text), "%")
	n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 32)
	if !found || err != nil || n <= 0 {
		return dubbelkrona.Invalidf("%q is not a percentage; write for example 50%%, or off", text)
	}
	*p = Percent(n)
	return nil
}

// volume parses the section volume of a source.
func volume(section strictyaml.Section) (v Volume, faults []strictyaml.Fault) {
	if !section.Present() {
		return DefaultVolume(), nil
	}
	if word, scalar := section.Text(); scalar {
		// YAML 1.1 tools write off as false.
		if word != Off && word != "false" {
			faults = append(faults, section.At("", fmt.Sprintf("volume: %q is neither off nor limits such as {fall: 50%%, rise: 300%%}", word)))
		}
		return Volume{}, faults
	}
	v = DefaultVolume()
	faults = section.Decode(&v)
	if v.Fall > 100 {
		faults = append(faults, section.At("fall", "volume.fall: must not be more than 100%"))
	}
	return v, faults
}
