// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scriptgen

// OrdinaryUse is an expression that uses what the attacks aim at, as ordinary
// scripts do; OrdinaryResult is what it gives in a VM as it was made.
const (
	OrdinaryUse = `[JSON.stringify(JSON.parse("[1,{}]")), [3, 1].map(v => v * 2).concat([1]).filter(v => v > 1).sort().join("+"), "a-b".split("-").pop(),
	Object.keys({ a: 1 }).join(""), Object.entries({ b: 2 })[0].join(""), new Map([["m", 1]]).get("m"), Math.max(1, Math.round(1.5)), Number("7"),
	typeof {}.x, typeof [].x, typeof "".x, Array.from([1, 2]).length, "x".replace(/x/, "y"), String(new Error("e")), Array.isArray([])].join("|")`
	OrdinaryResult = `[1,{}]|2+6|b|a|b2|1|2|7|undefined|undefined|undefined|2|y|Error: e|true`
)
