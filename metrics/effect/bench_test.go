package effect_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"dubbelkrona/metrics/effect"
)

// BenchmarkEntropy balances 100,000 comparison rows with 12 columns, alone and with all
// that an estimate has. If Python has NumPy, a program in it does the same with the same
// rows in turn, with one thread as here, and the ratios of the times are printed.
func BenchmarkEntropy(b *testing.B) {
	rows := manyRows()
	other := startNumPy(b, rows)
	var ours, theirs, oursBalancing, theirsBalancing time.Duration
	for b.Loop() {
		start := time.Now()
		s, err := effect.New(rows, effect.Options{})
		if err != nil {
			b.Fatal(err)
		}
		e, err := s.Estimate(0)
		if err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		balancing, err := s.Balancing()
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		if err := balancing(); err != nil {
			b.Fatal(err)
		}
		oursBalancing += time.Since(start)
		if other != nil {
			whole, balancing := other.estimate(b, e)
			theirs, theirsBalancing = theirs+whole, theirsBalancing+balancing
		}
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/estimate")
	if other != nil {
		b.ReportMetric(theirs.Seconds()/float64(b.N), "s/numpy")
		b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-numpy")
		b.ReportMetric(oursBalancing.Seconds()/theirsBalancing.Seconds(), "x-numpy-balancing")
	}
}

func manyRows() (rows []effect.Row) {
	source := rand.New(rand.NewPCG(1, 1))
	for i := range 101000 {
		r := effect.Row{Person: fmt.Sprintf("%06d", i), Treated: i < 1000, X: make([]float64, 12), Y: []float64{source.Float64()}}
		for j := range r.X {
			r.X[j] = source.NormFloat64()
			if r.Treated {
				r.X[j] = 0.3 + 0.8*r.X[j]
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// numPy is a process that runs testdata/entropy.py.
type numPy struct {
	in  *bufio.Writer
	out *bufio.Reader
}

// startNumPy gives a process the rows. It returns nil if there is no NumPy.
func startNumPy(b *testing.B, rows []effect.Row) *numPy {
	b.Helper()
	if exec.Command("python3", "-c", "import numpy").Run() != nil {
		b.Log("no NumPy to compare with")
		return nil
	}
	c := exec.Command("python3", "testdata/entropy.py")
	c.Env, c.Stderr = append(os.Environ(), "OPENBLAS_NUM_THREADS=1"), os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { in.Close(); _ = c.Wait() })
	p := &numPy{bufio.NewWriter(in), bufio.NewReader(out)}
	fmt.Fprintln(p.in, len(rows), len(rows[0].X))
	for _, r := range rows {
		treated := 0.0
		if r.Treated {
			treated = 1
		}
		if err := binary.Write(p.in, binary.LittleEndian, append([]float64{treated, r.Y[0]}, r.X...)); err != nil {
			b.Fatal(err)
		}
	}
	return p
}

// estimate returns the time of one estimate by the other program, which must be the same,
// and that of the balancing in it.
func (p *numPy) estimate(b *testing.B, e *effect.Estimate) (whole, balancing time.Duration) {
	b.Helper()
	var seconds, within, att, se float64
	fmt.Fprintln(p.in, "again")
	err := p.in.Flush()
	if err == nil {
		_, err = fmt.Fscan(p.out, &seconds, &within, &att, &se)
	}
	// All treated are one cluster without a name, so nothing varies between clusters.
	if err != nil || math.Abs(att-e.ATT) > 1e-9 || math.Abs(se-e.SE) > 1e-9 {
		b.Fatalf("%v: effect %v ± %v, want %v ± %v", err, att, se, e.ATT, e.SE)
	}
	return time.Duration(seconds * float64(time.Second)), time.Duration(within * float64(time.Second))
}
