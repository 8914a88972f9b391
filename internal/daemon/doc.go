// Package daemon is the long-running process: it runs a project's jobs in their
// slots, raises alarms, shows its state to people, monitoring and the service
// manager, and returns memory to the system between runs. It also runs past slots,
// for a backfill.
//
// What it needs from the program around it are its Options; it prints nothing.
package daemon
