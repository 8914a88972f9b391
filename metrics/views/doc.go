// Package views makes the views of schema main, which a snapshot has for analysts: one
// wide view per metric, start_here, warnings and sources_of_result.
//
// They read only tables that are released, so that they are the same SQL in the whole
// snapshot and in its released part, and they use only what DuckDB understands from
// version 1.1 on.
package views
