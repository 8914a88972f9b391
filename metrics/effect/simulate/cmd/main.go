// Command cmd prints docs/validation.md: what the estimator of effects and its gate do
// where the truth is known.
package main

import (
	"flag"
	"fmt"
	"os"

	"dubbelkrona/metrics/effect/simulate"
)

func main() {
	replications := flag.Int("replications", simulate.DefaultReplications, "populations drawn for each cell")
	seed := flag.Uint64("seed", simulate.DefaultSeed, "the seed of all draws")
	flag.Parse()
	if *replications < 1 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	fmt.Print(simulate.Page(simulate.RunAll(*seed, *replications), *seed))
}
