// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

var numberCases = cases{
	"Number": `
[Number(), Number(""), Number(" 12 "), Number("0x10"), Number("0b11"), Number("0o17"), Number("1e3"), Number("1_000"), Number("5."), Number(".5"), Number("."), Number("-0"), Number("+5"), Number("- 5")] ⇒ [0,0,12,16,3,15,1000,NaN,5,0.5,NaN,-0,5,NaN]
[Number(null), Number(undefined), Number(true), Number([]), Number([5]), Number([1, 2]), Number({}), Number("Infinity"), Number("-Infinity"), Number("infinity"), Number("1e400"), Number(new Date(5))] ⇒ [0,NaN,1,0,5,NaN,NaN,Infinity,-Infinity,NaN,Infinity,5]
[Number("12px"), Number("\n5\t"), Number("0x"), Number("0xg"), Number("1 2"), Number("-0x10"), Number("nan"), Number("inf")] ⇒ [NaN,5,NaN,NaN,NaN,NaN,NaN,NaN]
Number({ valueOf: () => "7" }) ⇒ 7
Number({ valueOf: () => ({}), toString: () => ({}) }) ⇒ TypeError`,
	"Number.isFinite": `
[Number.isFinite(1), Number.isFinite("1"), Number.isFinite(NaN), Number.isFinite(Infinity)] ⇒ [true,false,false,false]`,
	"Number.isInteger": `
[Number.isInteger(1), Number.isInteger(1.5), Number.isInteger("1"), Number.isInteger(Infinity), Number.isInteger(-0), Number.isInteger(1e300)] ⇒ [true,false,false,false,true,true]`,
	"Number.isNaN": `
[Number.isNaN(NaN), Number.isNaN("x"), Number.isNaN()] ⇒ [true,false,false]`,
	"Number.isSafeInteger": `
[Number.isSafeInteger(9007199254740991), Number.isSafeInteger(9007199254740992), Number.isSafeInteger("1"), Number.isSafeInteger(-9007199254740991)] ⇒ [true,false,false,true]`,
	"Number.parseFloat": `
Number.parseFloat("1.5x") ⇒ 1.5`,
	"Number.parseInt": `
Number.parseInt("7f", 16) ⇒ 127`,
	"Number.prototype.toExponential": `
[(0).toExponential(2), (123456).toExponential(2), (-1.6e-9).toExponential(0)] ⇒ ["0.00e+0","1.23e+5","-2e-9"]
(1).toExponential(101) ⇒ RangeError
(1).toExponential(-1) ⇒ RangeError`,
	"Number.prototype.toFixed": `
[(1.005).toFixed(2), (1.45).toFixed(1), (0).toFixed(), (-1.5).toFixed(0), (2.5).toFixed(0), (1e21).toFixed(2), (123.456).toFixed(5), (0.000001).toFixed(7), (-0.0001).toFixed(2)] ⇒ ["1.00","1.4","0","-2","3","1e+21","123.45600","0.0000010","-0.00"]
(1).toFixed(101) ⇒ RangeError`,
	"Number.prototype.toPrecision": `
[(123.456).toPrecision(4), (0.00001).toPrecision(1), (123456).toPrecision(2), (0).toPrecision(3), (1e21).toPrecision(3), (1.25).toPrecision(2)] ⇒ ["123.5","0.00001","1.2e+5","0.00","1.00e+21","1.3"]
(1).toPrecision(0) ⇒ RangeError`,
	"Number.prototype.toString": `
[(255).toString(16), (-255).toString(2), (0.5).toString(2), (1e21).toString(), (1e-7).toString(), (35).toString(36), (0 / 0).toString(2), (-0).toString(), (123.456).toString(undefined)] ⇒ ["ff","-11111111","0.1","1e+21","1e-7","z","NaN","0","123.456"]
(1).toString(1) ⇒ RangeError
(1).toString(37) ⇒ RangeError`,
	"Number.prototype.valueOf": `
[(5).valueOf(), (0 / 0).valueOf()] ⇒ [5,NaN]`,
	"isFinite": `
[isFinite("1"), isFinite("x"), isFinite(null), isFinite()] ⇒ [true,false,true,false]`,
	"isNaN": `
[isNaN("x"), isNaN("1"), isNaN(""), isNaN(undefined), isNaN(null), isNaN({})] ⇒ [true,false,false,true,false,true]`,
	"parseFloat": `
[parseFloat("3.14abc"), parseFloat("  -.5e1x"), parseFloat("x"), parseFloat(""), parseFloat("Infinityx"), parseFloat("-Infinity"), parseFloat("1e"), parseFloat("1e+"), parseFloat("0x10"), parseFloat("1_0"), parseFloat("-0"), parseFloat("5."), parseFloat(".")] ⇒ [3.14,-5,NaN,NaN,Infinity,-Infinity,1,1,0,1,-0,5,NaN]
[parseFloat(1.5), parseFloat(null), parseFloat([2.5, 3]), parseFloat(1e21), parseFloat(-0)] ⇒ [1.5,NaN,2.5,1e+21,0]`,
	"parseInt": `
[parseInt("42px"), parseInt("0x1f"), parseInt("  -7.9"), parseInt(""), parseInt("x"), parseInt("12", 3), parseInt("12", 1), parseInt("z", 36), parseInt("10", 37), parseInt("0x10", 10), parseInt("+5")] ⇒ [42,31,-7,NaN,NaN,5,NaN,35,NaN,0,5]
[parseInt(0.0000005), parseInt(1e21), parseInt(null, 36), parseInt("11", "2"), parseInt("11", 0), parseInt("0b11")] ⇒ [5,1,1112745,3,11,0]`,
}

var mathCases = cases{
	"Math.abs": `
[Math.abs(-1.5), Math.abs(-0), Math.abs("-2"), Math.abs(), Math.abs(null), Math.abs(-Infinity)] ⇒ [1.5,0,2,NaN,0,Infinity]`,
	"Math.acos":   `[Math.acos(1), Math.acos(2)] ⇒ [0,NaN]`,
	"Math.acosh":  `[Math.acosh(1), Math.acosh(0)] ⇒ [0,NaN]`,
	"Math.asin":   `[Math.asin(-0), Math.asin(2)] ⇒ [-0,NaN]`,
	"Math.asinh":  `[Math.asinh(0), Math.asinh(-Infinity)] ⇒ [0,-Infinity]`,
	"Math.atan":   `[Math.atan(-0), Math.atan(Infinity) === Math.PI / 2] ⇒ [-0,true]`,
	"Math.atan2":  `[Math.atan2(0, -0) === Math.PI, Math.atan2(-0, 1), Math.atan2(1, 0) === Math.PI / 2, Math.atan2(NaN, 1)] ⇒ [true,-0,true,NaN]`,
	"Math.atanh":  `[Math.atanh(1), Math.atanh(2), Math.atanh(0)] ⇒ [Infinity,NaN,0]`,
	"Math.cbrt":   `[Math.cbrt(27), Math.cbrt(-8), Math.cbrt(-0)] ⇒ [3,-2,-0]`,
	"Math.ceil":   `[Math.ceil(1.2), Math.ceil(-0.5), Math.ceil("1.5"), Math.ceil(NaN)] ⇒ [2,-0,2,NaN]`,
	"Math.clz32":  `[Math.clz32(1), Math.clz32(0), Math.clz32(-1), Math.clz32(4294967296)] ⇒ [31,32,0,32]`,
	"Math.cos":    `[Math.cos(0), Math.cos(Infinity)] ⇒ [1,NaN]`,
	"Math.cosh":   `[Math.cosh(0), Math.cosh(-Infinity)] ⇒ [1,Infinity]`,
	"Math.exp":    `[Math.exp(0), Math.exp(-Infinity)] ⇒ [1,0]`,
	"Math.expm1":  `[Math.expm1(-0), Math.expm1(-Infinity)] ⇒ [-0,-1]`,
	"Math.floor":  `[Math.floor(-1.5), Math.floor(-0), Math.floor(1e300), Math.floor("2.9")] ⇒ [-2,-0,1e+300,2]`,
	"Math.fround": `[Math.fround(1.5), Math.fround(0.1) === 0.1, Math.fround(1e40)] ⇒ [1.5,false,Infinity]`,
	"Math.hypot": `
[Math.hypot(3, 4), Math.hypot(), Math.hypot(NaN, -Infinity), Math.hypot(NaN), Math.hypot(-0), Math.hypot("3", 4)] ⇒ [5,0,Infinity,NaN,0,5]`,
	"Math.imul":  `[Math.imul(3, 4), Math.imul(-5, 12), Math.imul(4294967295, 5)] ⇒ [12,-60,-5]`,
	"Math.log":   `[Math.log(1), Math.log(0), Math.log(-1)] ⇒ [0,-Infinity,NaN]`,
	"Math.log10": `[Math.log10(1000), Math.log10(0)] ⇒ [3,-Infinity]`,
	"Math.log1p": `[Math.log1p(-0), Math.log1p(-1), Math.log1p(-2)] ⇒ [-0,-Infinity,NaN]`,
	"Math.log2":  `[Math.log2(8), Math.log2(0)] ⇒ [3,-Infinity]`,
	"Math.max": `
[Math.max(), Math.max(1, "3", 2), Math.max(1, NaN), Math.max(-0, 0), Math.max(undefined), Math.max([2])] ⇒ [-Infinity,3,NaN,0,NaN,2]`,
	"Math.max.apply": `[Math.max.apply(null, [1, 3, 2]), Math.max.apply(Math, []), Math.max.apply(null)] ⇒ [3,-Infinity,-Infinity]`,
	"Math.min": `
[Math.min(), Math.min(1, "3", 2), Math.min(1, NaN), Math.min(0, -0), Math.min(null, 1)] ⇒ [Infinity,1,NaN,-0,0]`,
	"Math.min.apply": `[Math.min.apply(null, [1, 3, 2]), Math.min.apply(null, [])] ⇒ [1,Infinity]`,
	"Math.pow": `
[Math.pow(2, 10), Math.pow(2, -1), Math.pow(NaN, 0), Math.pow(1, Infinity), Math.pow(-8, 1 / 3), Math.pow(-2, 3), Math.pow(-0, -1), 2 ** 0.5 === Math.SQRT2] ⇒ [1024,0.5,1,NaN,NaN,-8,-Infinity,true]`,
	"Math.round": `
[Math.round(0.5), Math.round(-0.5), Math.round(2.5), Math.round(-2.5), Math.round(1.4999), Math.round(0.49999999999999994), Math.round("3.6"), Math.round(NaN), Math.round(-1.51)] ⇒ [1,-0,3,-2,1,0,4,NaN,-2]`,
	"Math.sign":  `[Math.sign(-3), Math.sign(-0), Math.sign(NaN), Math.sign(5), Math.sign("-2")] ⇒ [-1,-0,NaN,1,-1]`,
	"Math.sin":   `[Math.sin(0), Math.sin(-0), Math.sin(Infinity)] ⇒ [0,-0,NaN]`,
	"Math.sinh":  `[Math.sinh(-0), Math.sinh(Infinity)] ⇒ [-0,Infinity]`,
	"Math.sqrt":  `[Math.sqrt(9), Math.sqrt(-1), Math.sqrt(-0)] ⇒ [3,NaN,-0]`,
	"Math.tan":   `[Math.tan(-0), Math.tan(Infinity)] ⇒ [-0,NaN]`,
	"Math.tanh":  `[Math.tanh(-Infinity), Math.tanh(0)] ⇒ [-1,0]`,
	"Math.trunc": `[Math.trunc(-1.9), Math.trunc(0.9), Math.trunc(-0.5), Math.trunc("7.8"), Math.trunc(1e21)] ⇒ [-1,0,-0,7,1e+21]`,
}
