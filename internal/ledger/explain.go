package ledger

import (
	"errors"

	"dubbelkrona"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// explained is an error of SQLite with a message for users.
type explained struct {
	words string
	error
}

// Error implements error.
func (e *explained) Error() string { return e.words }

// Unwrap returns SQLite's own error.
func (e *explained) Unwrap() error { return e.error }

// explain gives an error of SQLite a message that says what is wrong and what
// to do. Other errors, and those that are explained already, are returned
// unchanged.
func explain(err error) error {
	var e *sqlite.Error
	if errors.As(err, new(*explained)) || !errors.As(err, &e) {
		return err
	}
	switch code := e.Code(); {
	case code == sqlite3.SQLITE_IOERR_SHMSIZE || code&0xff == sqlite3.SQLITE_FULL:
		return &explained{"the ledger cannot grow: the disk is full", err}
	case code&0xff == sqlite3.SQLITE_CORRUPT || code&0xff == sqlite3.SQLITE_NOTADB:
		return &explained{"the ledger is damaged, or no ledger at all; see `dubbelkrona verify`, and restore it from a backup", err}
	case code&0xff == sqlite3.SQLITE_IOERR:
		return &explained{"the disk fails to read or write the ledger; look at the system's log", err}
	case code&0xff == sqlite3.SQLITE_BUSY || code&0xff == sqlite3.SQLITE_LOCKED:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%w", &explained{"another program holds the ledger; try again when it has ended", err})
	case code&0xff == sqlite3.SQLITE_READONLY || code&0xff == sqlite3.SQLITE_CANTOPEN || code&0xff == sqlite3.SQLITE_PERM || code&0xff == sqlite3.SQLITE_AUTH:
		return &explained{"the ledger or its folder cannot be opened or written by this user; look at owner, mode, and whether the disk is mounted read-only", err}
	case code&0xff == sqlite3.SQLITE_INTERRUPT:
		return &explained{"stopped", err}
	}
	return &explained{"the ledger: " + sqlite.ErrorCodeString[e.Code()&0xff], err}
}
