package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// stream is an independent sequence of draws.
func stream(n uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, n)) }

// chance is true in perMille cases of a thousand.
func chance(r *rand.Rand, perMille int) bool { return r.IntN(1000) < perMille }

// between draws a whole number from low to high, both included.
func between(r *rand.Rand, low, high int) int { return low + r.IntN(high-low+1) }

// pick draws one of the texts.
func pick(r *rand.Rand, texts ...string) string { return texts[r.IntN(len(texts))] }

// month counts months since year 0, so that adding is adding.
type month int

func monthOf(year, m int) month { return month(year*12 + m - 1) }

func (m month) year() int { return int(m) / 12 }

// String is "2022-06".
func (m month) String() string { return fmt.Sprintf("%04d-%02d", m.year(), int(m)%12+1) }

// kronor writes an amount in öre the Swedish way: "-1234,50".
func kronor(ore int) string {
	sign := ""
	if ore < 0 {
		sign, ore = "-", -ore
	}
	return fmt.Sprintf("%s%d,%02d", sign, ore/100, ore%100)
}

// table writes semicolon-separated lines. No cell here has a semicolon, a
// quote or a line break.
type table struct{ bytes.Buffer }

func (t *table) row(cells ...string) {
	t.WriteString(strings.Join(cells, ";"))
	t.WriteByte('\n')
}
