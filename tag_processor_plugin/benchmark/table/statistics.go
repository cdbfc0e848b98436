// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"
	"slices"
)

// A ratio is how much longer one takes than another: the median of the rounds, and
// the quartiles.
type ratio struct{ low, median, high float64 }

// ratioOf compares the cells of two columns in a row, round by round.
func (g grid) ratioOf(row, column, with string) (ratio, error) {
	a, b := g.cells[[2]string{row, column}], g.cells[[2]string{row, with}]
	if len(a) != len(b) {
		return ratio{}, fmt.Errorf("%s: %d results of %s cannot be compared with %d of %s: they are not of the same rounds",
			row, len(a), column, len(b), with)
	}
	values := make([]float64, len(a))
	for i := range values {
		values[i] = a[i].values[g.unit] / b[i].values[g.unit]
	}
	slices.Sort(values)
	return ratio{quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)}, nil
}

// String has three digits, for which even many rounds are hardly enough.
func (r ratio) String() string {
	return fmt.Sprintf("%s (%s–%s)", short(r.median), short(r.low), short(r.high))
}

func short(f float64) string {
	switch {
	case f >= 99.95:
		return fmt.Sprintf("%.0f", f)
	case f >= 9.995:
		return fmt.Sprintf("%.1f", f)
	default:
		return fmt.Sprintf("%.2f", f)
	}
}

func median(values []float64) float64 { return quantile(slices.Sorted(slices.Values(values)), 0.5) }

// quantile is the value at a share of sorted ones, between two of them in proportion.
func quantile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	below := int(at)
	if below+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[below] + (at-float64(below))*(sorted[below+1]-sorted[below])
}

func geometricMean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += math.Log(v)
	}
	return math.Exp(sum / float64(len(values)))
}
