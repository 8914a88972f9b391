package deploy_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// instructions returns the instructions of the container file, without comments.
func instructions(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("container/Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", " ")) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			kept = append(kept, line)
		}
	}
	return kept
}

// stage returns the instructions of the last stage, from its FROM on.
func stage(t *testing.T) []string {
	t.Helper()
	all := instructions(t)
	for i := len(all) - 1; i >= 0; i-- {
		if strings.HasPrefix(all[i], "FROM ") {
			return all[i:]
		}
	}
	t.Fatal("there is no FROM")
	return nil
}

func TestContainerIsBuiltWithTheModulesGo(t *testing.T) {
	module, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(module)
	got := regexp.MustCompile(`/golang:(\d+\.\d+)-`).FindStringSubmatch(instructions(t)[0])
	if want == nil || got == nil || string(want[1]) != got[1] {
		t.Errorf("go.mod says %s, the container file %s", want, got)
	}
}

// Both stages use the same Debian release: the program is linked with the C library of
// the first and runs with that of the second.
func TestContainerStagesUseTheSameDebian(t *testing.T) {
	names := map[string]string{"bookworm": "12", "trixie": "13"}
	first := regexp.MustCompile(`-(\w+) AS build$`).FindStringSubmatch(instructions(t)[0])
	last := regexp.MustCompile(`/cc-debian(\d+):nonroot$`).FindStringSubmatch(stage(t)[0])
	if first == nil || last == nil || names[first[1]] != last[1] {
		t.Errorf("%q and %q", instructions(t)[0], stage(t)[0])
	}
}

// The last stage does not run as root, copies only from the build stage, and sets no
// value that could be a secret.
func TestContainerHasOnlyWhatIsBuilt(t *testing.T) {
	said := make(map[string]string)
	for _, line := range stage(t) {
		verb, rest, _ := strings.Cut(line, " ")
		said[verb] = rest
		switch verb {
		case "COPY":
			if !strings.HasPrefix(rest, "--from=build ") {
				t.Error(line)
			}
		case "ENV", "ARG", "ADD", "RUN":
			t.Error(line)
		}
	}
	if said["USER"] == "" || strings.HasPrefix(said["USER"], "0") || strings.HasPrefix(said["USER"], "root") {
		t.Errorf("USER %s", said["USER"])
	}
	for _, verb := range []string{"VOLUME", "HEALTHCHECK", "STOPSIGNAL"} {
		if said[verb] == "" {
			t.Errorf("there is no %s", verb)
		}
	}
	var words []string
	for _, quoted := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(said["CMD"], -1) {
		words = append(words, quoted[1])
	}
	if err := understands(t, words); err != nil || len(words) == 0 {
		t.Errorf("CMD %s: %v", said["CMD"], err)
	}
}

func TestContainerBuildsExistingPrograms(t *testing.T) {
	for _, target := range []string{"./cmd/dubbelkrona", "./deploy/container/healthz"} {
		if !strings.Contains(strings.Join(instructions(t), "\n"), " "+target) {
			t.Errorf("the container file does not build %s", target)
		}
		if _, err := os.Stat("../" + target); err != nil {
			t.Error(err)
		}
	}
}
