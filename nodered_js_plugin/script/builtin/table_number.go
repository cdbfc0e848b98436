// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "slices"

var globalRows = []Row{
	constant("undefined", Undefined, "No value."),
	constant("NaN", Number, "Not a number."),
	constant("Infinity", Number, "More than any number."),
	fn("parseInt(text, radix?)", takes(String, Number), Number, "The integer that the text begins with, or NaN.", costs(ByArguments)),
	fn("parseFloat(text)", takes(String), Number, "The number that the text begins with, or NaN.", costs(ByArguments)),
	fn("isNaN(value)", takes(Number), Bool, "Whether the value, as a number, is NaN.", costs(ByArguments)),
	fn("isFinite(value)", takes(Number), Bool, "Whether the value, as a number, is neither NaN nor infinite.", costs(ByArguments)),
	fn("encodeURIComponent(text)", takes(String), String, "Percent-encodes a part of a URL.", costs(ByArguments)),
	fn("decodeURIComponent(text)", takes(String), String, "Undoes encodeURIComponent.", costs(ByArguments)),
	fn("encodeURI(text)", takes(String), String, "Percent-encodes a whole URL.", costs(ByArguments)),
	fn("decodeURI(text)", takes(String), String, "Undoes encodeURI.", costs(ByArguments)),
	fn("escape(text)", takes(String), String, "Encodes text as %xx and %uxxxx. Old; prefer encodeURIComponent.", costs(ByArguments)),
	fn("unescape(text)", takes(String), String, "Undoes escape.", costs(ByArguments)),
}

// numberRows are those of Number, BigInt and Boolean.
func numberRows() []Row {
	return slices.Concat([]Row{
		fn("Number(value?)", takes(Any), Number, "The value as a number, or NaN: Number(\"\") is 0, Number(\"5 bar\") NaN.", costs(ByArguments)),
		construct("Number(value?)", takes(Any), Object, "An object around a number; prefer Number(value).", costs(ByArguments)),
		constant("Number.EPSILON", Number, "The difference between 1 and the next number."),
		constant("Number.MAX_SAFE_INTEGER", Number, "2 ** 53 - 1, up to which all integers are exact."),
		constant("Number.MAX_VALUE", Number, "The greatest number."),
		constant("Number.MIN_SAFE_INTEGER", Number, "-(2 ** 53 - 1)."),
		constant("Number.MIN_VALUE", Number, "The smallest number above 0."),
		constant("Number.NEGATIVE_INFINITY", Number, "-Infinity."),
		constant("Number.NaN", Number, "NaN."),
		constant("Number.POSITIVE_INFINITY", Number, "Infinity."),
		fn("Number.isFinite(value)", takes(Any), Bool, "Whether it is a number, and finite."),
		fn("Number.isInteger(value)", takes(Any), Bool, "Whether it is a number without a fraction."),
		fn("Number.isNaN(value)", takes(Any), Bool, "Whether it is NaN itself."),
		fn("Number.isSafeInteger(value)", takes(Any), Bool, "Whether it is an integer that is exact."),
		fn("Number.parseFloat(text)", takes(String), Number, "As parseFloat.", costs(ByArguments)),
		fn("Number.parseInt(text, radix?)", takes(String, Number), Number, "As parseInt.", costs(ByArguments)),
		fn("BigInt(value)", takes(Bool|Number|String|BigInt), BigInt, "The value as a BigInt; a fraction is a RangeError.", costs(ByArguments)),
		fn("BigInt.asIntN(bits, value)", takes(Number, BigInt), BigInt, "The low bits as a signed integer.", costs(ByArguments)),
		fn("BigInt.asUintN(bits, value)", takes(Number, BigInt), BigInt, "The low bits as an unsigned integer.", costs(ByArguments)),
		fn("Boolean(value?)", takes(Any), Bool, "Whether the value counts as true."),
		construct("Boolean(value?)", takes(Any), Object, "An object around a boolean, which counts as true; prefer Boolean(value)."),
	}, on("Number.prototype", Number|Object,
		method("toExponential(digits?)", takes(Number), String, "The number as 1.5e+3."),
		method("toFixed(digits?)", takes(Number), String, "The number with so many decimals, rounded."),
		method("toLocaleString()", nil, String, "As toString; no locales are known."),
		method("toPrecision(digits?)", takes(Number), String, "The number with so many significant digits."),
		method("toString(radix?)", takes(Number), String, "The number as text, by default in decimal."),
		method("valueOf()", nil, Number, "The number itself."),
	), on("BigInt.prototype", BigInt|Object,
		method("toLocaleString()", nil, String, "As toString.", costs(ByReceiver)),
		method("toString(radix?)", takes(Number), String, "The integer as text.", costs(ByReceiver)),
		method("valueOf()", nil, BigInt, "The integer itself."),
	), on("Boolean.prototype", Bool|Object,
		method("toString()", nil, String, "\"true\" or \"false\"."),
		method("valueOf()", nil, Bool, "The boolean itself."),
	))
}
