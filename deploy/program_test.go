package deploy_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// program returns the path of the program, which is built once for all tests.
func program(t *testing.T) string {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var build = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "program-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "dubbelkrona")
	out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "dubbelkrona/cmd/dubbelkrona").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

// TestMain runs the tests with a temporary folder for the program.
func TestMain(m *testing.M) { os.Exit(inFolder(m)) }

func inFolder(m *testing.M) int {
	folder, err := os.MkdirTemp("", "dubbelkrona-deploy-")
	if err == nil {
		defer os.RemoveAll(folder)
		err = os.Setenv("TMPDIR", folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// run runs a program in time zone UTC and returns its output.
func run(t *testing.T, name string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C.UTF-8", "SYSTEMD_COLORS=0", "SYSTEMD_PAGER=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// understands returns an error if the program has no such command or flags. It only asks
// for the command's help.
func understands(t *testing.T, args []string) error {
	t.Helper()
	out, err := run(t, program(t), append(args, "--help")...)
	if err != nil {
		return fmt.Errorf("%s", strings.TrimSpace(out))
	}
	// For an unknown command the program prints its general help.
	var words []string
	for _, arg := range args {
		if strings.HasPrefix(arg, "-") {
			break
		}
		words = append(words, arg)
	}
	for n := len(words); n > 0; n-- {
		if strings.Contains(out, "\n  dubbelkrona "+strings.Join(words[:n], " ")+" ") {
			return nil
		}
	}
	return fmt.Errorf("there is no such command")
}

func TestUnderstands(t *testing.T) {
	for line, want := range map[string]bool{
		"run --project x": true, "key rotate --new f --project x": true, "backup DIR": true,
		"rum --project x": false, "run --projekt x": false, "key rotate --old f": false,
	} {
		if err := understands(t, strings.Fields(line)); (err == nil) != want {
			t.Errorf("%s: %v", line, err)
		}
	}
}
