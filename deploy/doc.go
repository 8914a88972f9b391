// Package deploy holds what runs dubbelkrona as a service: systemd units, a
// container file and, in docs, the runbook. There is no code in it but the
// tests that hold these to the program: to its commands and flags, exit codes,
// kinds of alarm and metrics.
package deploy
