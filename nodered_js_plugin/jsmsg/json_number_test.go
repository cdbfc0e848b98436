// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math"
	"strconv"
	"testing"

	"github.com/dop251/goja"
)

var jsNumbers = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.5, -0.5, 21.5, 1e3, 1e20, 1e21, -1e21, 123456789012345680000, 1e22, 1.5e300,
	1e-6, 1e-7, 1.5e-7, 9.99e-7, 0.00000123, 1e-10, 1.25e-99, 1e-100, 5e-324, math.MaxFloat64, math.SmallestNonzeroFloat64,
	1 << 53, 1<<53 + 2, -(1 << 53), 1<<53 - 1, 1 << 63, -1 << 63, 1 << 64, 0.1, 0.2, 0.1 + 0.2, 1.0 / 3, 4.35, 0.000035, 5e-7, 2.2250738585072014e-308,
}

func TestJSNumber(t *testing.T) {
	rt := goja.New()
	for _, f := range jsNumbers {
		if got, want := string(appendJSNumber(nil, f)), rt.ToValue(f).String(); got != want {
			t.Errorf("%v is %q, goja says %q", f, got, want)
		}
	}
	// goja is the judge above; these are out of the standard.
	for want, f := range map[string]float64{"2.2250738585070127e-308": 2.2250738585070127e-308, "1e+21": 1e21, "1e-7": 1e-7, "0.000001": 1e-6, "100000000000000000000": 1e20, "0": math.Copysign(0, -1), "1.5e+300": 1.5e300} {
		if got := string(appendJSNumber([]byte("x"), f)); got != "x"+want {
			t.Errorf("%v is %q, want %q", f, got, "x"+want)
		}
	}
}

func FuzzJSNumber(f *testing.F) {
	for _, n := range jsNumbers {
		f.Add(math.Float64bits(n))
	}
	rt := goja.New()
	f.Fuzz(func(t *testing.T, bits uint64) {
		// Few digits, as in real data, next to whatever the bits are.
		short, _ := strconv.ParseFloat(strconv.FormatFloat(math.Float64frombits(bits), 'e', int(bits%9), 64), 64)
		for _, n := range []float64{math.Float64frombits(bits), float64(int64(bits)), short} {
			if math.IsNaN(n) || math.IsInf(n, 0) {
				continue
			}
			got, want := string(appendJSNumber(nil, n)), rt.ToValue(n).String()
			if back, err := strconv.ParseFloat(got, 64); err != nil || back != n {
				t.Fatalf("%x is %q, which is %v", n, got, back)
			}
			if _, err := strconv.ParseFloat(want, 64); err != nil {
				continue // goja says F.250738585070127e-309 for 2.2250738585070127e-308
			}
			if got != want {
				t.Fatalf("%x is %q, goja says %q", n, got, want)
			}
		}
	})
}
