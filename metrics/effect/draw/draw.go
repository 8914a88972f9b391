// Package draw makes the draws by which the uncertainty of the double value is
// calculated: for each uncertain input the same 10,000 numbers, in every run and on
// every machine. The formula that uses them is SQL.
//
// The draws of an input are a Latin hypercube (McKay, Beckman & Conover 1979): one
// in each ten-thousandth of the distribution, in random order. The quantiles of a
// single input are then exact to four digits, and only combinations of inputs have
// the error of a simulation.
package draw

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Count is the number of draws of each input.
const Count = 10_000

// seed of the generator. Another one changes every published interval a little.
const seed = 20_260_101

// inputs in the order of their streams; a new one comes last, so that the draws of
// the others stay.
var inputs = []string{"effect", "displacement", "reference_price", "discount_rate", "drop_off"}

// Inputs returns the names of the uncertain inputs.
func Inputs() []string { return append([]string(nil), inputs...) }

// Row is one draw of one input.
type Row struct {
	Draw  int // from 1
	Input string
	// U is uniform in (0, 1), with nine decimals.
	U float64
	// Z is the quantile of the standard normal distribution at U, with six decimals:
	// fewer than machines differ in, as a test shows.
	Z float64
}

// Rows returns the draws by input, then draw.
func Rows() []Row {
	rows := make([]Row, 0, len(inputs)*Count)
	for i, input := range inputs {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		for n, stratum := range random.Perm(Count) {
			u := within(random, stratum)
			rows = append(rows, Row{n + 1, input, u, math.Round(distuv.UnitNormal.Quantile(u)*decimals) / decimals})
		}
	}
	return rows
}

// decimals is ten to the power of the decimals of Z.
const decimals = 1e6

// within returns a random number with nine decimals strictly inside a stratum.
func within(random *rand.Rand, stratum int) float64 {
	const parts = 1_000_000_000 / Count
	return float64(stratum*parts+1+random.IntN(parts-1)) / 1e9
}
