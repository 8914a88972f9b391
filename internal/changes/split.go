package changes

import (
	"slices"

	"dubbelkrona"
)

// Values are values of figures that may be shown.
type Values map[dubbelkrona.Cell]dubbelkrona.Number

// Steps are the values on the way from an old snapshot to a new one, as one input after
// another is replaced.
type Steps struct {
	Old        Values // with the definitions, parameters and data of the old snapshot
	Definition Values // with the definitions of the new one
	Parameters Values // with its definitions and parameters
	New        Values // with its data too
}

// Split sets the shares of those changes with several causes whose value may be shown
// at every step. A share of 0 of a cause that the change does not have is left out.
func (s Steps) Split(all []dubbelkrona.Change) {
	for i := range all {
		c := &all[i]
		if len(c.Causes) < 2 || !Amount(*c).Valid || s.Old[c.Cell] != c.Old.Value || s.New[c.Cell] != c.New.Value {
			continue
		}
		shares := []dubbelkrona.Share{
			{Cause: dubbelkrona.CauseDefinition, Amount: Difference(s.Old[c.Cell], s.Definition[c.Cell])},
			{Cause: dubbelkrona.CauseParameters, Amount: Difference(s.Definition[c.Cell], s.Parameters[c.Cell])},
			{Cause: dubbelkrona.CauseData, Amount: Difference(s.Parameters[c.Cell], s.New[c.Cell])},
		}
		if shares[1].Amount.Valid && shares[0].Amount.Valid && shares[2].Amount.Valid {
			c.Shares = relevant(shares, c.Causes)
		}
	}
}

// relevant leaves out the shares of 0 whose cause is none of the change's.
func relevant(shares []dubbelkrona.Share, causes []dubbelkrona.Cause) (all []dubbelkrona.Share) {
	for _, s := range shares {
		if s.Amount.Unscaled.Sign() != 0 || slices.Contains(causes, s.Cause) {
			all = append(all, s)
		}
	}
	return all
}
