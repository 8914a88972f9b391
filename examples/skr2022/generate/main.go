// Command generate makes up the amounts and the persons of the example
// project: ledger postings, deliveries, participants with a comparison group,
// placements, monthly outcomes, and the assumptions that value them.
//
// Nothing here describes anybody. The seed report has no amounts and no
// persons; what this program writes lets the example run, and every file is
// named *_syntetisk or says assumed in each row. The same seed gives the same
// bytes on every machine: all draws are whole numbers, because floating-point
// sums may differ in their last bit between processors.
//
//	go run ./examples/skr2022/generate -project examples/skr2022
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

//go:generate go run . -project ..

func main() {
	project := flag.String("project", ".", "folder of the example project to write into")
	flag.Parse()
	if err := write(*project); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write(project string) error {
	for name, data := range makeUp().files() {
		if err := os.WriteFile(filepath.Join(project, filepath.FromSlash(name)), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// seed starts every random stream; each kind of file has a stream of its own,
// so that a change of one does not move the others.
const seed = 20221231

// world is everything that is made up.
type world struct {
	towns       []*town
	populations []*population
}

// makeUp draws the persons of all towns.
func makeUp() world {
	w := world{towns: towns()}
	for i, t := range w.towns {
		w.populations = append(w.populations, populate(t, stream(20+uint64(i))))
	}
	return w
}

// files gives the content of every made-up file, by its path inside the project, with
// slashes.
func (w world) files() map[string][]byte {
	var persons []*person
	for _, pop := range w.populations {
		persons = append(persons, pop.listed()...)
	}
	return map[string][]byte{
		"data/leverantorsreskontra_syntetisk.csv": ledger(w.towns, stream(1)),
		"data/leveranser_syntetisk.csv":           deliveries(w.towns, stream(2)),
		"data/deltagare_syntetisk.csv":            participants(persons),
		"data/placeringar_syntetisk.csv":          placements(persons, stream(3)),
		"data/utfall_syntetisk.csv":               outcomes(persons, stream(4)),
		"parameters/antaganden.csv":               assumptions(w.towns),
		"generate/truth.csv":                      truth(w.populations, stream(5)),
	}
}
