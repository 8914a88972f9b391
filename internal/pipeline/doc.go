// Package pipeline runs the stages in order: what is new at the sources is read
// into the lake (internal/intake), the committed segments are folded into a
// snapshot, metrics and checks are evaluated on it, and it is published and
// exported.
//
// Compile turns a project's configuration into a Pipeline, or reports all its
// faults at once. Each method that returns a session.Report does one run, under
// the project's lock.
package pipeline
