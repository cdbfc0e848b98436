// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/dop251/goja/ftoa"
)

// numeric makes a native of a function of one number.
func numeric(f func(float64) float64) nativeFunc {
	return func(m *Machine, _ Value, args []Value) Value { return NumberValue(f(m.toNumber(arg(args, 0)))) }
}

// extreme is Math.max or Math.min. Every argument is converted, also behind a NaN.
func extreme(start float64, pick func(a, b float64) float64) func(m *Machine, args []Value) Value {
	return func(m *Machine, args []Value) Value {
		result := start
		m.work(len(args))
		for _, a := range args {
			n := m.toNumber(a)
			switch {
			case math.IsNaN(n) || math.IsNaN(result):
				result = math.NaN()
			default:
				result = pick(result, n)
			}
		}
		return NumberValue(result)
	}
}

var (
	greatest = extreme(math.Inf(-1), math.Max)
	smallest = extreme(math.Inf(1), math.Min)
)

func mathRound(f float64) float64 {
	if f == 0 || math.IsNaN(f) || math.IsInf(f, 0) {
		return f
	}
	t := math.Trunc(f)
	switch {
	case f >= 0 && f-t >= 0.5:
		return t + 1
	case f < 0 && t-f > 0.5:
		return t - 1
	}
	return t
}

// mathSign gives what it was given where that is zero or no number, as goja does.
func mathSign(m *Machine, _ Value, args []Value) Value {
	switch f := m.toNumber(arg(args, 0)); {
	case f > 0:
		return NumberValue(1)
	case f < 0:
		return NumberValue(-1)
	case arg(args, 0).Kind == Object:
		bail("Math.sign of an object")
	}
	return arg(args, 0)
}

// mathHypot sums as goja does, so that the last digit is the same.
func mathHypot(m *Machine, _ Value, args []Value) Value {
	largest, nan := 0.0, false
	values := make([]float64, 0, len(args))
	m.work(len(args))
	for _, a := range args {
		n := math.Abs(m.toNumber(a))
		if nan = nan || math.IsNaN(n); !math.IsNaN(n) {
			largest = max(largest, n)
			values = append(values, n)
		}
	}
	switch {
	case math.IsInf(largest, 1):
		return NumberValue(largest)
	case nan:
		return NumberValue(math.NaN())
	case largest == 0:
		return NumberValue(0)
	}
	var sum, compensation float64
	for _, n := range values {
		n /= largest
		summand := n*n - compensation
		preliminary := sum + summand
		compensation = (preliminary - sum) - summand
		sum = preliminary
	}
	return NumberValue(math.Sqrt(sum) * largest)
}

// power is **, as goja has it: exact for small integers, and math.Pow.
func power(a, b float64) float64 {
	if x, y := int64(a), int64(b); float64(x) == a && float64(y) == b && y >= 0 && y < 64 && !(x == 0 && math.Signbit(a)) {
		if n, ok := integerPower(x, y); ok {
			return n
		}
	}
	if math.Abs(a) == 1 && math.IsInf(b, 0) || a == 1 && math.IsNaN(b) {
		return math.NaN()
	}
	return math.Pow(a, b)
}

// integerPower is x to the y where that fits an int64.
func integerPower(x, y int64) (float64, bool) {
	result := int64(1)
	for range y {
		high, low := bits.Mul64(uint64(abs(result)), uint64(abs(x)))
		if high != 0 || low > math.MaxInt64 {
			return 0, false
		}
		result *= x
	}
	return float64(result), true
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

func parseIntegerText(m *Machine, _ Value, args []Value) Value {
	s := m.toText(arg(args, 0))
	m.work(len(s) >> 4)
	s = strings.Trim(s, spaces)
	base := int(toInt32(m.toNumber(arg(args, 1))))
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "-"), map[bool]string{false: "+"}[negative])
	if len(s) > 1 && s[0] == '0' && s[1]|0x20 == 'x' && (base == 0 || base == 16) {
		s, base = s[2:], 16
	}
	if base == 0 {
		base = 10
	}
	if base < 2 || base > 36 {
		return NumberValue(math.NaN())
	}
	n, i := int64(0), 0
	for ; i < len(s) && digitValue(s[i]) < base; i++ {
		if n > (1<<53)/int64(base)-1 {
			bail("a long number in a text")
		}
		n = n*int64(base) + int64(digitValue(s[i]))
	}
	if i == 0 {
		return NumberValue(math.NaN())
	}
	if negative {
		n = -n // "-0" gives 0, as in goja
	}
	return NumberValue(float64(n))
}

func parseFloatText(m *Machine, _ Value, args []Value) Value {
	v := arg(args, 0)
	if v.Kind == Number && v.Num != 0 && math.Abs(v.Num) < 1e21 && math.Abs(v.Num) >= 1e-6 {
		return NumberValue(v.Num) // its text gives it again
	}
	s := m.toText(v)
	m.work(len(s) >> 4)
	s = strings.TrimLeft(s, spaces)
	if n := decimalLength(s); n > 0 {
		return NumberValue(parseDecimal(s[:n]))
	}
	switch rest := strings.TrimLeft(s, "+-"); {
	case !strings.HasPrefix(rest, "Infinity") || len(s)-len(rest) > 1:
		return NumberValue(math.NaN())
	case s[0] == '-':
		return NumberValue(math.Inf(-1))
	}
	return NumberValue(math.Inf(1))
}

func isInteger(v Value) bool {
	return v.Kind == Number && !math.IsInf(v.Num, 0) && v.Num == math.Trunc(v.Num)
}

// digits is a method of numbers that writes them with so many digits.
func digits(mode ftoa.FToStrMode, least, more int) nativeFunc {
	return func(m *Machine, this Value, args []Value) Value {
		if this.Kind != Number || math.IsNaN(this.Num) || math.IsInf(this.Num, 0) || arg(args, 0).Kind == Undefined && mode != ftoa.ModeFixed {
			bail("a number written in an unusual way")
		}
		n := toInteger(m.number(arg(args, 0)))
		if n < float64(least) || n > 100 {
			m.throwError("RangeError", "the number of digits is out of range")
		}
		m.work(10 + int(n)) // digit by digit, of a long number
		return asciiValue(string(ftoa.FToStr(this.Num, mode, int(n)+more, nil)))
	}
}

func numberToString(m *Machine, this Value, args []Value) Value {
	base := 10.0
	if v := arg(args, 0); v.Kind != Undefined {
		base = toInteger(m.number(v))
	}
	switch {
	case base < 2 || base > 36:
		m.throwError("RangeError", "toString() radix argument must be between 2 and 36")
	case base == 10 || math.IsNaN(this.Num) || math.IsInf(this.Num, 0):
		return asciiValue(numberText(this.Num))
	}
	return asciiValue(ftoa.FToBaseStr(this.Num, int(base)))
}

func toNumberValue(m *Machine, _ Value, args []Value) Value {
	if len(args) == 0 {
		return NumberValue(0)
	}
	return NumberValue(m.toNumber(args[0]))
}

var _ = register(map[string]nativeFunc{
	"Math.abs": numeric(math.Abs), "Math.acos": numeric(math.Acos), "Math.acosh": numeric(math.Acosh),
	"Math.asin": numeric(math.Asin), "Math.asinh": numeric(math.Asinh), "Math.atan": numeric(math.Atan),
	"Math.atanh": numeric(math.Atanh), "Math.cbrt": numeric(math.Cbrt), "Math.ceil": numeric(math.Ceil),
	"Math.cos": numeric(math.Cos), "Math.cosh": numeric(math.Cosh), "Math.exp": numeric(math.Exp),
	"Math.expm1": numeric(math.Expm1), "Math.floor": numeric(math.Floor), "Math.log": numeric(math.Log),
	"Math.log1p": numeric(math.Log1p), "Math.log10": numeric(math.Log10), "Math.log2": numeric(math.Log2),
	"Math.round": numeric(mathRound), "Math.sign": mathSign, "Math.sin": numeric(math.Sin),
	"Math.sinh": numeric(math.Sinh), "Math.sqrt": numeric(math.Sqrt), "Math.tan": numeric(math.Tan),
	"Math.tanh": numeric(math.Tanh), "Math.trunc": numeric(math.Trunc),
	"Math.fround": numeric(func(f float64) float64 { return float64(float32(f)) }),
	"Math.clz32": numeric(func(f float64) float64 {
		return float64(bits.LeadingZeros32(uint32(toInt32(f))))
	}),
	"Math.atan2": func(m *Machine, _ Value, args []Value) Value {
		y := m.toNumber(arg(args, 0))
		return NumberValue(math.Atan2(y, m.toNumber(arg(args, 1))))
	},
	"Math.imul": func(m *Machine, _ Value, args []Value) Value {
		a := toInt32(m.toNumber(arg(args, 0)))
		return NumberValue(float64(a * toInt32(m.toNumber(arg(args, 1)))))
	},
	"Math.pow": func(m *Machine, _ Value, args []Value) Value {
		a := m.toNumber(arg(args, 0))
		return NumberValue(power(a, m.toNumber(arg(args, 1))))
	},
	"Math.hypot":     mathHypot,
	"Math.max":       func(m *Machine, _ Value, args []Value) Value { return greatest(m, args) },
	"Math.min":       func(m *Machine, _ Value, args []Value) Value { return smallest(m, args) },
	"Math.max.apply": func(m *Machine, _ Value, args []Value) Value { return greatest(m, m.appliedNumbers(args)) },
	"Math.min.apply": func(m *Machine, _ Value, args []Value) Value { return smallest(m, m.appliedNumbers(args)) },
	"Math.random":    func(m *Machine, _ Value, _ []Value) Value { return NumberValue(m.host.Random()) },

	"parseInt": parseIntegerText, "Number.parseInt": parseIntegerText,
	"parseFloat": parseFloatText, "Number.parseFloat": parseFloatText,
	"Number": toNumberValue,
	"isNaN": func(m *Machine, _ Value, args []Value) Value {
		return BoolValue(math.IsNaN(m.toNumber(arg(args, 0))))
	},
	"isFinite": func(m *Machine, _ Value, args []Value) Value {
		f := m.toNumber(arg(args, 0))
		return BoolValue(!math.IsNaN(f) && !math.IsInf(f, 0))
	},
	"Number.isNaN": func(_ *Machine, _ Value, args []Value) Value {
		v := arg(args, 0)
		return BoolValue(v.Kind == Number && math.IsNaN(v.Num))
	},
	"Number.isFinite": func(_ *Machine, _ Value, args []Value) Value {
		v := arg(args, 0)
		return BoolValue(v.Kind == Number && !math.IsNaN(v.Num) && !math.IsInf(v.Num, 0))
	},
	"Number.isInteger": func(_ *Machine, _ Value, args []Value) Value { return BoolValue(isInteger(arg(args, 0))) },
	"Number.isSafeInteger": func(_ *Machine, _ Value, args []Value) Value {
		return BoolValue(isInteger(arg(args, 0)) && math.Abs(arg(args, 0).Num) < 1<<53)
	},
	"Number.prototype.toString":      numberToString,
	"Number.prototype.toFixed":       digits(ftoa.ModeFixed, 0, 0),
	"Number.prototype.toExponential": digits(ftoa.ModeExponential, 0, 1),
	"Number.prototype.toPrecision":   digits(ftoa.ModePrecision, 1, 0),
})

// applied is the list that Math.max.apply is given.
func (m *Machine) applied(args []Value) []Value {
	if arg(args, 0).nullish() {
		return nil
	}
	if _, ok := arg(args, 0).Ref.(*Arr); !ok {
		bail("apply with something else than an array")
	}
	return m.iterated(arg(args, 0))
}

// appliedNumbers are applied, of which the caller makes numbers: the valueOf of an object
// could change the list.
func (m *Machine) appliedNumbers(args []Value) []Value {
	list := m.applied(args)
	if slices.ContainsFunc(list, func(v Value) bool { return v.Kind == Object }) {
		bail("apply with objects in place of numbers")
	}
	return list
}
