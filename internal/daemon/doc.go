// Package daemon is the process that stays and does every night's work: it runs
// a project's jobs in their slots, raises alarms, tells people, monitoring and
// the service manager how it is, and gives memory back between the nights. It
// also does slots of the past, for a backfill.
//
// What it needs from the program around it are its Options; it prints nothing.
package daemon
