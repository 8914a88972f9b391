package effect

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// chunk is the number of rows that are summed together. It is the same on every machine:
// sums of chunks are added in their order, so that the number of processors changes no bit.
const chunk = 1 << 14

// inChunks calls work for each chunk of so many rows, counted from 0. As many run at a time
// as there are processors, since more would only wait.
func inChunks(rows int, work func(place, from, to int)) {
	n := chunks(rows)
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i, i*chunk, min((i+1)*chunk, rows))
			}
		})
	}
	all.Wait()
}

// chunks returns the number of chunks of so many rows, at least 1.
func chunks(rows int) int { return max(1, (rows+chunk-1)/chunk) }

// added returns the sums of equally long lists, added in their order.
func added(lists [][]float64) []float64 {
	sum := lists[0]
	for _, list := range lists[1:] {
		for i, x := range list {
			sum[i] += x
		}
	}
	return sum
}
