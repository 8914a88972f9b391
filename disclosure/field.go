package disclosure

import "math/bits"

// prime is 2^61-1. Elimination is modulo it: exact, without growing numbers. A sum
// that is in the rational span of others is in the span modulo any prime that
// divides no denominator, so a protected sum that passes here is safe; the reverse
// could suppress too much, with a chance of about 2^-61 times the size of the system.
const prime = 1<<61 - 1

func reduced(a uint64) uint64 {
	if a >= prime {
		a -= prime
	}
	return a
}

func plus(a, b uint64) uint64 { return reduced(a + b) }

func minus(a, b uint64) uint64 { return reduced(a + prime - b) }

func times(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return reduced(lo&prime + (hi<<3 | lo>>61))
}

// inverse returns 1/a for a other than 0.
func inverse(a uint64) uint64 {
	result := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = times(result, a)
		}
		a = times(a, a)
	}
	return result
}
