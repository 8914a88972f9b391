// Package lineage reports to an OpenLineage server what each run read and
// wrote, as events of specification 2-0-2: one when the run begins, one when
// it ends.
//
// The namespace of all jobs and datasets is "dubbelkrona:" and the project's
// name. A job is a command, such as ingest:avtal or publish. Datasets are
//
//	source.<name>   what a configured source delivers
//	lake.<table>    the rows of a table that the ledger has committed
//	core.<table>    the table of a snapshot, whose id is its version
//
// Runs never wait for the server: events are queued, up to a limit, and sent
// in the background. Events that cannot be sent are lost and logged.
package lineage
