package simulate

import "math"

// Cell is a size of the data.
type Cell struct{ Treated, Suppliers int }

// Cells returns all sizes, in the order of the page.
func Cells() (cells []Cell) {
	for _, n := range []int{25, 50, 100, 150} {
		for _, g := range []int{1, 3, 5, 10} {
			cells = append(cells, Cell{n, g})
		}
	}
	return cells
}

// Result is what came out of the replications of a cell. Shares are of 1.
type Result struct {
	Scenario     Scenario
	Cell         Cell
	Replications int
	// Estimated is the number of replications with weights, and so with an estimate.
	// All below is of these, except Overlap and Shown, which are of all.
	Estimated int
	// Truth and Bias are means, and Error is the standard error of Bias from the
	// number of replications.
	Truth, Bias, Error float64
	// Coverage is that of the 90 % interval, Published that of the interval with
	// the allowance.
	Coverage, Published float64
	ESS                 float64
	// Overlap, Balance and History are the shares closed by these checks, whatever
	// the others say. Shown is the share that the gate lets pass.
	Overlap, Balance, History, Shown float64
}

// Run returns the result of a cell.
func Run(s Scenario, c Cell, seed uint64, replications int) Result {
	r := Result{Scenario: s, Cell: c, Replications: replications}
	squares := 0.0
	for n := range replications {
		one := replicate(s, c, seed, n)
		r.Overlap += number(one.closed[0])
		r.Shown += number(one.shown)
		if one.estimated {
			r.add(one)
			squares += (one.att - one.truth) * (one.att - one.truth)
		}
	}
	all, estimated := float64(replications), float64(max(r.Estimated, 1))
	for _, x := range []*float64{&r.Truth, &r.Bias, &r.Coverage, &r.Published, &r.ESS, &r.Balance, &r.History, &squares} {
		*x /= estimated
	}
	r.Overlap, r.Shown = r.Overlap/all, r.Shown/all
	r.Error = math.Sqrt(max(squares-r.Bias*r.Bias, 0) / estimated)
	return r
}

// add adds a replication with an estimate to the sums.
func (r *Result) add(one replication) {
	r.Estimated++
	r.Truth += one.truth
	r.Bias += one.att - one.truth
	r.Coverage += number(one.covers)
	r.Published += number(one.coversPublished)
	r.ESS += one.ess
	r.Balance += number(one.closed[1])
	r.History += number(one.closed[2])
}

// RunAll returns the results of all cells of all scenarios, in the order of the page.
func RunAll(seed uint64, replications int) (results []Result) {
	for _, s := range Scenarios() {
		for _, c := range Cells() {
			results = append(results, Run(s, c, seed, replications))
		}
	}
	return results
}

func number(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
