// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

// number1 is the row of a function of one number.
func number1(path, doc string) Row { return fn(path+"(x)", takes(Number), Number, doc) }

var mathRows = []Row{
	constant("Math.E", Number, "2.718…, the base of natural logarithms."),
	constant("Math.LN10", Number, "The natural logarithm of 10."),
	constant("Math.LN2", Number, "The natural logarithm of 2."),
	constant("Math.LOG10E", Number, "The decimal logarithm of e."),
	constant("Math.LOG2E", Number, "The binary logarithm of e."),
	constant("Math.PI", Number, "3.14159…, a circle's circumference by its diameter."),
	constant("Math.SQRT1_2", Number, "The square root of one half."),
	constant("Math.SQRT2", Number, "The square root of 2."),
	number1("Math.abs", "The number without its sign."),
	number1("Math.acos", "The angle in radians whose cosine is x."),
	number1("Math.acosh", "The inverse hyperbolic cosine."),
	number1("Math.asin", "The angle in radians whose sine is x."),
	number1("Math.asinh", "The inverse hyperbolic sine."),
	number1("Math.atan", "The angle in radians whose tangent is x."),
	fn("Math.atan2(y, x)", takes(Number, Number), Number, "The angle in radians of the point (x, y)."),
	number1("Math.atanh", "The inverse hyperbolic tangent."),
	number1("Math.cbrt", "The cube root."),
	number1("Math.ceil", "The next integer that is not smaller."),
	number1("Math.clz32", "How many leading zero bits x has as a 32-bit integer."),
	number1("Math.cos", "The cosine of an angle in radians."),
	number1("Math.cosh", "The hyperbolic cosine."),
	number1("Math.exp", "e to the power of x."),
	number1("Math.expm1", "e to the power of x, minus 1, exact near 0."),
	number1("Math.floor", "The next integer that is not greater."),
	number1("Math.fround", "The nearest 32-bit float."),
	fn("Math.hypot(...values)", takes(Number), Number, "The square root of the sum of squares.", costs(ByArguments)),
	fn("Math.imul(a, b)", takes(Number, Number), Number, "The product of two 32-bit integers."),
	number1("Math.log", "The natural logarithm."),
	number1("Math.log10", "The decimal logarithm."),
	number1("Math.log1p", "The natural logarithm of 1 + x, exact near 0."),
	number1("Math.log2", "The binary logarithm."),
	fn("Math.max(...values)", takes(Number), Number, "The greatest; -Infinity if there is none, NaN if one is NaN.", costs(ByArguments)),
	fn("Math.min(...values)", takes(Number), Number, "The smallest; Infinity if there is none, NaN if one is NaN.", costs(ByArguments)),
	fn("Math.pow(base, exponent)", takes(Number, Number), Number, "base ** exponent."),
	fn("Math.random()", nil, Number, "A random number from 0 up to, but not including, 1."),
	number1("Math.round", "The nearest integer; halves go up: -1.5 gives -1."),
	// goja returns the argument itself if it is 0 or NaN: a text, an object.
	fn("Math.sign(x)", takes(Number), Any, "1, -1, 0 or -0."),
	number1("Math.sin", "The sine of an angle in radians."),
	number1("Math.sinh", "The hyperbolic sine."),
	number1("Math.sqrt", "The square root."),
	number1("Math.tan", "The tangent of an angle in radians."),
	number1("Math.tanh", "The hyperbolic tangent."),
	number1("Math.trunc", "The integer part."),
}
