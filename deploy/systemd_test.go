package deploy_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/config"

	"github.com/coreos/go-systemd/v22/unit"
)

// installed is the path at which the units expect the program.
const installed = "/usr/local/bin/dubbelkrona"

var services = []string{"dubbelkrona@.service", "dubbelkrona-run@.service"}

// options returns a unit's settings in order.
func options(t *testing.T, name string) []*unit.UnitOption {
	t.Helper()
	file, err := os.Open(filepath.Join("systemd", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	found, err := unit.DeserializeOptions(file)
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %d settings, %v", name, len(found), err)
	}
	return found
}

// values returns the values of a unit's setting.
func values(t *testing.T, name, setting string) (found []string) {
	t.Helper()
	for _, o := range options(t, name) {
		if o.Name == setting {
			found = append(found, o.Value)
		}
	}
	return found
}

func analyze(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("systemd-analyze"); errors.Is(err, exec.ErrNotFound) {
		t.Skip("systemd-analyze is not there; .ci/systemd installs it")
	}
}

// laid copies the three units into one folder for systemd-analyze, with the path of the
// built program.
func laid(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	entries, err := os.ReadDir("systemd")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join("systemd", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		moved := strings.ReplaceAll(string(text), installed, program(t))
		if err := os.WriteFile(filepath.Join(to, e.Name()), []byte(moved), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// newer are the settings that, according to the unit, an older systemd ignores.
var newer = []string{"'RestartSteps'", "'RestartMaxDelaySec'"}

func TestSystemdAcceptsTheUnits(t *testing.T) {
	analyze(t)
	folder := laid(t)
	for _, name := range append(slices.Clone(services), "dubbelkrona-run@.timer") {
		out, err := run(t, "systemd-analyze", "verify", "--man=no", filepath.Join(folder, name))
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		for line := range strings.Lines(out) {
			if !slices.ContainsFunc(newer, func(s string) bool {
				return strings.Contains(line, "Unknown key "+s) || strings.Contains(line, "Unknown key name "+s)
			}) {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}

// systemd rates the exposure of a service from 0 to 10; without hardening it is 9.6. The
// rest of the unit's exposure is its network access.
func TestExposure(t *testing.T) {
	analyze(t)
	folder := laid(t)
	for _, name := range services {
		out, err := run(t, "systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", filepath.Join(folder, name))
		if strings.Contains(out, "unrecognized option") {
			t.Skip("systemd-analyze is too old for it")
		}
		if err != nil || !strings.Contains(out, "Overall exposure level") {
			t.Errorf("%s: above 2.0: %v\n%s", name, err, out)
		}
	}
}

func TestUnitsCallExistingCommands(t *testing.T) {
	calls := 0
	for _, name := range services {
		for _, o := range options(t, name) {
			if !strings.HasPrefix(o.Name, "Exec") {
				continue
			}
			words := strings.Fields(strings.ReplaceAll(o.Value, "%i", "soderhamn"))
			if words[0] != installed {
				continue
			}
			calls++
			if err := understands(t, words[1:]); err != nil {
				t.Errorf("%s: %s=%s: %v", name, o.Name, o.Value, err)
			}
		}
	}
	if calls != 3 {
		t.Errorf("%d calls were looked at, want 3", calls)
	}
}

// Both services run the same program on the same data, and have the same hardening.
func TestBothServicesHaveTheSameHardening(t *testing.T) {
	hardening := func(name string) (found []string) {
		settings := options(t, name)
		i := slices.IndexFunc(settings, func(o *unit.UnitOption) bool { return o.Name == "User" })
		for _, o := range settings[i:] {
			if o.Section == "Service" {
				found = append(found, o.Name+"="+o.Value)
			}
		}
		return found
	}
	a, b := hardening(services[0]), hardening(services[1])
	if !slices.Equal(a, b) || len(a) < 40 {
		t.Errorf("%d and %d settings that differ:\n%s\n\n%s", len(a), len(b), strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
}

// length parses a duration, which systemd and Go write in nearly the same way.
func length(t *testing.T, name, setting string) time.Duration {
	t.Helper()
	said := values(t, name, setting)
	if len(said) != 1 {
		t.Fatalf("%s: %s is said %d times", name, setting, len(said))
	}
	d, err := time.ParseDuration(strings.ReplaceAll(said[0], "min", "m"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTimes(t *testing.T) {
	daemon, night := services[0], services[1]
	if grace := new(config.Project).Grace(); length(t, daemon, "TimeoutStopSec") < 2*grace {
		t.Errorf("work has %s to end, and is killed after %s", grace, length(t, daemon, "TimeoutStopSec"))
	}
	// The scheduler checks for due slots once a minute.
	if length(t, daemon, "WatchdogSec") < 4*time.Minute {
		t.Error("one slow minute and the daemon is killed")
	}
	if limit := length(t, night, "TimeoutStartSec"); limit >= 24*time.Hour {
		t.Errorf("a night may last %s", limit)
	}
}

func TestEveryUnitIsDocumented(t *testing.T) {
	text := operations(t)
	for _, name := range append(slices.Clone(services), "dubbelkrona-run@.timer") {
		if !strings.Contains(text, strings.Replace(name, "@.", "@soderhamn.", 1)) {
			t.Errorf("docs/operations.md does not tell of %s", name)
		}
		if _, err := os.Stat(filepath.Join("systemd", name)); errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	}
}
