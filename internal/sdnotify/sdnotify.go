// Package sdnotify reports the daemon's state to the service manager by
// systemd's sd_notify protocol, using go-systemd. If NOTIFY_SOCKET is not set,
// every function does nothing.
//
// Callers should log the errors and continue. The functions are safe for
// concurrent use.
package sdnotify

import (
	"fmt"
	"strings"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Ready reports that the daemon has started, or has finished reloading.
func Ready() error { return send(daemon.SdNotifyReady) }

// Reloading reports that the configuration is being reloaded; call Ready
// afterwards, even if the old one remains in use. It includes the time that
// Type=notify-reload requires.
func Reloading() error {
	return send(daemon.SdNotifyReloading + "\n" + daemon.SdNotifyMonotonicUsec())
}

// Stopping reports that the daemon is shutting down.
func Stopping() error { return send(daemon.SdNotifyStopping) }

// Status sets the one-line status shown by `systemctl status`. It must not
// contain personal data.
func Status(text string) error {
	// A line break would begin another assignment.
	return send("STATUS=" + strings.Join(strings.Fields(text), " "))
}

// Watchdog reports that the daemon is alive. If it is not called in time,
// systemd restarts the daemon, so call it only from loops that must not hang.
func Watchdog() error { return send(daemon.SdNotifyWatchdog) }

func send(message string) error {
	// The variables stay: later messages need them, and messages of child
	// processes are ignored (NotifyAccess=main).
	if _, err := daemon.SdNotify(false, message); err != nil {
		return fmt.Errorf("service manager notify: %w", err)
	}
	return nil
}
