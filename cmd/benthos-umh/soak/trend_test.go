// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// growth is how much a figure, sampled at equal distances, grew after the warm-up:
// the median of the last quarter less that of the second. The first quarter is the
// warm-up. Single outliers, as of a collection that came late, do not count.
func growth(samples []float64) float64 {
	quarter := len(samples) / 4
	return median(samples[len(samples)-quarter:]) - median(samples[quarter:2*quarter])
}

func median(samples []float64) float64 {
	sorted := slices.Sorted(slices.Values(samples))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func TestGrowth(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sampled := func(f func(i int) float64) (samples []float64) {
		for i := range 40 {
			samples = append(samples, f(i))
		}
		return samples
	}
	for name, c := range map[string]struct {
		samples  []float64
		min, max float64
	}{
		"flat":                {sampled(func(int) float64 { return 7 }), 0, 0},
		"noise":               {sampled(func(int) float64 { return 100 + random.Float64() }), -1, 1},
		"warm-up":             {sampled(func(i int) float64 { return float64(min(i, 9)) }), 0, 0},
		"outliers":            {sampled(func(i int) float64 { return float64(i / 36 * 1000) }), 0, 0},
		"a leak":              {sampled(func(i int) float64 { return float64(i) }), 20, 20},
		"a leak below noise":  {sampled(func(i int) float64 { return float64(i) + 5*random.Float64() }), 17, 23},
		"a leak with warm-up": {sampled(func(i int) float64 { return float64(i + 50*min(i, 9)) }), 20, 20},
		"a late step":         {sampled(func(i int) float64 { return float64(i / 30 * 5) }), 5, 5},
	} {
		if got := growth(c.samples); got < c.min || got > c.max {
			t.Errorf("%s: grows by %v, want %v to %v", name, got, c.min, c.max)
		}
	}
}
