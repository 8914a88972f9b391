// Package trace tells an OpenTelemetry collector, by OTLP over HTTP, what a
// run did and how long each part of it took.
//
// It never costs the night anything. Spans wait in a queue that is bounded and
// are sent in the background; where the collector is slow, absent or refuses
// them, they are lost, and the log says so now and then.
//
// Spans carry names of the configuration, counts, ids and what the project
// says of an error, never what a source delivered: that is for those who make
// them to see to, and for the tests of internal/pipeline.
//
// The spans are made by OpenTelemetry's own SDK and sent with internal/fetch
// instead of its own HTTP exporter: that one takes addresses and headers from
// the environment, follows redirects, and repeats in its errors what a server
// sent.
package trace
