// Package pipeline is the one sentence that joins the stages: what is new at
// the sources is taken into the lake (internal/intake), the committed segments
// are folded into a snapshot, measured, checked, published and exported.
//
// Compile turns a project's configuration into a Pipeline, or into every fault
// of it at once, and opens nothing. The methods of a Pipeline do a run's work
// under the project's lock.
package pipeline
