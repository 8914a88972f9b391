package effect

import "errors"

// Errors of this package. They are wrapped with what was found; none names a person.
var (
	// ErrNotConverged: the weights do not reach the balance that was asked for. No
	// estimate is returned from them.
	ErrNotConverged = errors.New("balancing did not converge")
	// ErrNoOverlap: no weights on the comparison can have the means of the treated.
	ErrNoOverlap = errors.New("the comparison has no persons like the treated")
	// ErrTooFew: an estimate or its standard error needs at least two persons in
	// each group.
	ErrTooFew = errors.New("too few persons")
	// ErrNotFinite: a covariate, or an outcome that counts as known, is not a number.
	ErrNotFinite = errors.New("not a finite number")
	// ErrRagged: rows differ in their number of columns.
	ErrRagged = errors.New("rows differ in their number of columns")
	// ErrDuplicate: a person is twice in the risk set of one start month.
	ErrDuplicate = errors.New("a person is twice in one risk set")
	// ErrAlreadyStarted: a person is in a risk set after having started, so that the
	// comparison would have been chosen by what happened later.
	ErrAlreadyStarted = errors.New("a person who has started is in a later risk set")
	// ErrFewClusters: what was asked for needs three suppliers.
	ErrFewClusters = errors.New("fewer than three suppliers")
	// ErrOption: an option is out of its range.
	ErrOption = errors.New("option out of range")
	// ErrCollinear: a regression has no unique coefficient.
	ErrCollinear = errors.New("the column is a combination of the others")
)
