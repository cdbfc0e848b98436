// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// bigIntegers have more digits than memory holds.
var bigIntegers = []pair{
	{name: "a shift by 1e12", data: `1e12`, script: `msg.payload = 1n << BigInt(msg.payload);`, want: anyOf(bigIntSize)},
	{name: "a shift by 2^64", data: `"18446744073709551616"`, script: `msg.payload = 1n << BigInt(msg.payload);`, want: anyOf(bigIntSize)},
	{name: "a shift right by -1e12", data: `1e12`, script: `msg.payload = 1n >> -BigInt(msg.payload);`, want: anyOf(bigIntSize)},
	{name: "a shift by 4e9", data: `4e9`, script: `msg.payload = 1n << BigInt(msg.payload);`, want: anyOf(bigIntSize)},
	{name: "a shift by 2^30", data: `1073741824`, script: `msg.payload = 1n << BigInt(msg.payload);`, want: anyOf(bigIntSize)},
	{name: "a shift by 1e9, kept", data: `1e9`, script: `const a = []; for (;;) a.push(1n << BigInt(msg.payload));`, want: anyOf(bigIntSize, memory, timeout)},
	{name: "a power of 1e10", data: `1e10`, script: `msg.payload = 2n ** BigInt(msg.payload);`, want: anyOf(bigIntSize)},
	{name: "a power of a power", data: `10`, script: `const n = BigInt(msg.payload); msg.payload = n ** n ** n;`, want: anyOf(bigIntSize, memory, timeout)},
	{name: "a power of 1e8", data: `1e8`, script: `msg.payload = 3n ** BigInt(msg.payload);`, want: anyOf(bigIntSize, memory, timeout)},
	{name: "squared in a loop", data: `3`, script: `let n = BigInt(msg.payload); for (;;) n *= n;`, want: anyOf(bigIntSize, memory, timeout)},
	{name: "squared by **=", data: `3`, script: `let n = BigInt(msg.payload); for (;;) n **= 2n;`, want: anyOf(bigIntSize, memory, timeout)},
	{name: "shifted in a loop", data: `3`, script: `let n = BigInt(msg.payload); for (;;) n <<= n & 0xffffffn;`, want: anyOf(bigIntSize, memory, timeout)},
	{name: "a factorial", data: `1000000`, script: `let n = 1n; for (let i = 1n; i < BigInt(msg.payload); i++) n *= i;`, want: anyOf(bigIntSize, memory, timeout)},
	{name: "a long text", data: `10000000`, script: `msg.payload = BigInt("9".repeat(msg.payload));`, want: anyOf(bigIntSize, memory, timeout, throws("SyntaxError"))},
	{name: "a long hexadecimal text", data: `300000000`, script: `msg.payload = BigInt("0x" + "f".repeat(msg.payload)) > 0n;`, want: anyOf(bigIntSize, memory, timeout, textLength)},
	{name: "a long text from the data", made: digits(1 << 20), script: `msg.payload = BigInt(msg.payload) > 0n;`, want: anyOf(value("true"), memory, timeout)},
	{name: "toString of many digits", data: `10000000`, script: `msg.payload = (1n << BigInt(msg.payload)).toString().length;`, want: anyOf(value("3010300"), memory, timeout, bigIntSize)},
	{name: "as payload, with many digits", data: `10000000`, script: `msg.payload = 1n << BigInt(msg.payload);`, want: anyOf(passes, memory, timeout, bigIntSize, badValue)},
	{name: "division of long by long", data: `50000000`, script: `const n = 3n << BigInt(msg.payload); msg.payload = n / (n >> 25000000n) > 0n;`, want: anyOf(value("true"), memory, timeout, bigIntSize)},
	{name: "asUintN of 2^53 - 1", data: `9007199254740991`, script: `msg.payload = BigInt.asUintN(msg.payload, -1n) > 0n;`, want: anyOf(bigIntSize)},
	{name: "asIntN of 2^53 - 1", data: `9007199254740991`, script: `msg.payload = BigInt.asIntN(msg.payload, -1n) < 0n;`, want: anyOf(value("true"), bigIntSize)},
	{name: "equal to a long text", data: `10000000`, script: `msg.payload = 1n == "9".repeat(msg.payload);`, want: anyOf(value("false"), memory, timeout)},
}
