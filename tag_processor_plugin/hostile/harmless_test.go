// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// harmless are heavy scripts that have to go on working.
var harmless = []pair{
	{name: "sorts 100,000 numbers", limit: patient, script: `const a = Array.from({ length: 100000 }, (_, i) => (i * 7919) % 100003); a.sort((x, y) => x - y); msg.payload = a[99999] - a[0];`, want: anyOf(value("100002"))},
	{name: "joins 1 MB", limit: patient, script: `msg.payload = Array.from({ length: 100000 }, (_, i) => "012345678").join(",").length;`, want: anyOf(value("999999"))},
	{name: "indents JSON of 2 MB", limit: patient, script: `msg.payload = JSON.stringify(Array.from({ length: 20000 }, (_, i) => ({ i, name: "sensor" })), null, 10).length;`, want: anyOf(value("1868892"))},
	{name: "makes a list of 1,000", limit: patient, script: `msg.payload = Array.from({ length: 1000 }).length;`, want: anyOf(value("1000"))},
	{name: "splits 1 MB", made: textOf(1 << 20), limit: patient, script: `msg.payload = msg.payload.split("").length;`, want: anyOf(value("1048576"))},
	{name: "replaces in 1 MB", made: textOf(1 << 20), limit: patient, script: `msg.payload = msg.payload.replaceAll("x", "yz").length;`, want: anyOf(value("2097152"))},
	{name: "searches 1 MB", made: textOf(1 << 20), limit: patient, script: `msg.payload = [/x+$/.test(msg.payload), /y/.test(msg.payload), msg.payload.match(/x{100}/g).length].join();`, want: anyOf(value(`"true,false,10485"`))},
	{name: "keeps a Map of 100,000", limit: patient, script: `const m = new Map(); for (let i = 0; i < 100000; i++) m.set("k" + i, i); msg.payload = m.size;`, want: anyOf(value("100000"))},
	{name: "repeats to 10 MB", limit: patient, script: `msg.payload = "0123456789".repeat(1e6).length;`, want: anyOf(value("10000000"))},
	{name: "takes 1 MB of bytes", limit: patient, script: `msg.payload = new Uint8Array(1e6).length;`, want: anyOf(value("1000000"))},
	{name: "builds 5 MB in a loop", limit: patient, script: "let s = \"\"; const part = \"0123456789\".repeat(5000); for (let i = 0; i < 100; i++) s = `${s}${part}`; msg.payload = s.length;", want: anyOf(value("5000000"))},
	{name: "spreads 100,000", limit: patient, script: `const a = new Array(100000).fill(3); msg.payload = [...a, ...a].length + Math.max(...a);`, want: anyOf(value("200003"))},
}
