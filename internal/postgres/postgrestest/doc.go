// Package postgrestest starts a PostgreSQL server for a test, on Linux.
package postgrestest
