package effect_test

import "math"

func sq(x float64) float64   { return x * x }
func root(x float64) float64 { return math.Sqrt(x) }
