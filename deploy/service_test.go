package deploy_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// installation makes a project as documented, in a new folder, with the key outside of it.
func installation(t *testing.T) (project string) {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(t.TempDir(), "etc"))
	project = filepath.Join(t.TempDir(), "soderhamn")
	if out, err := run(t, program(t), "init", project); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	configure(t, project, "watch: {listen: off}")
	return project
}

// configure adds a line to a project's configuration.
func configure(t *testing.T, project, line string) {
	t.Helper()
	file, err := os.OpenFile(filepath.Join(project, "dubbelkrona.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("\n" + line + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// called returns the arguments of a unit's command, with the path of another project.
func called(t *testing.T, setting, project string) []string {
	t.Helper()
	line := values(t, "dubbelkrona@.service", setting)[0]
	return strings.Fields(strings.ReplaceAll(line, "/var/lib/dubbelkrona/%i", project))[1:]
}

// The daemon sends the service manager the messages that Type=notify, the watchdog and
// ExecReload= need. It runs with the unit's umask.
func TestDaemonIsAService(t *testing.T) {
	project := installation(t)
	address := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close() // the test is done with it
	umask := values(t, "dubbelkrona@.service", "UMask")[0]
	daemon := exec.Command("sh", append([]string{"-c", `umask ` + umask + `; exec "$0" "$@"`, program(t)}, called(t, "ExecStart", project)...)...)
	daemon.Env = append(os.Environ(), "NOTIFY_SOCKET="+address, "WATCHDOG_USEC=300000000")
	daemon.Stderr = t.Output()
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	defer daemon.Process.Kill() // it has ended, unless the test failed

	until(t, manager, "READY=1")
	until(t, manager, "WATCHDOG=1")
	send(t, daemon, syscall.SIGHUP)
	until(t, manager, "RELOADING=1\nMONOTONIC_USEC=")
	until(t, manager, "READY=1")
	send(t, daemon, syscall.SIGTERM)
	until(t, manager, "STOPPING=1")
	if err := daemon.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
}

func send(t *testing.T, daemon *exec.Cmd, signal os.Signal) {
	t.Helper()
	if err := daemon.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// until waits for a message with the given prefix.
func until(t *testing.T, manager *net.UnixConn, want string) {
	t.Helper()
	if err := manager.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	message := make([]byte, 4096)
	for {
		n, err := manager.Read(message)
		if err != nil {
			t.Fatalf("the daemon never said %q: %v", want, err)
		}
		if strings.HasPrefix(string(message[:n]), want) {
			return
		}
	}
}

// With a faulty configuration check (and so a reload) and the start end with the exit code
// for which the unit does not restart.
func TestFaultyConfigurationIsNotRestarted(t *testing.T) {
	project := installation(t)
	configure(t, project, "schedul: {}")
	want := values(t, "dubbelkrona@.service", "RestartPreventExitStatus")[0]
	for _, setting := range []string{"ExecReload", "ExecStart"} {
		out, err := run(t, program(t), called(t, setting, project)...)
		if err == nil || err.Error() != "exit status "+want || !strings.Contains(out, `unknown key "schedul"`) {
			t.Errorf("%s: %v, want exit status %s\n%s", setting, err, want, out)
		}
	}
}
