// Package lineage tells an OpenLineage server what each run read and wrote, as
// events of the specification 2-0-2: one as the run begins, one as it ends.
//
// The namespace of all jobs and datasets is "dubbelkrona:" and the project's
// name. A job is a command, such as ingest:avtal or publish. Datasets are
//
//	source.<name>   what a configured source delivers
//	lake.<table>    the rows of a table that the ledger has committed
//	core.<table>    the table of a snapshot, whose id is its version
//
// It never costs the night anything: events wait in a queue that is bounded and
// are sent in the background. Those that cannot be sent are lost, which the
// log says.
package lineage
