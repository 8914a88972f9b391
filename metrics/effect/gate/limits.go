package gate

// The limits of the checks.
const (
	defaultTreated = 25
	fewestTreated  = 10
	maxSource      = 0.05
	minESS         = 30
	maxPruned      = 0.10
	maxDifference  = 0.25
	markDifference = 0.10
	maxP           = 0.05
	defaultMargin  = 0.05
	maxLoss        = 0.20
	maxLossGap     = 0.10
	markLossGap    = 0.05
)
