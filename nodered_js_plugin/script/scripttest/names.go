// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scripttest

// names are of scripts that use what nothing defines.
var names = []Mistake{
	{
		Name: "a mistyped variable", Stage: "defaults",
		Source: "const threshold = 5;\nif (msg.payload > treshold) return null;\nreturn msg;",
		Found: []string{
			"2:19 error unknown-name: nothing defines the name treshold; did you mean threshold?",
		},
		Fails: "2:19 ReferenceError: treshold is not defined",
	},
	{
		Name: "a mistyped msg", Stage: "defaults",
		Source: "mgs.payload = 1;\nreturn msg;",
		Found: []string{
			"1:1 error unknown-name: nothing defines the name mgs; did you mean msg?",
		},
		Fails: "1:1 ReferenceError: mgs is not defined",
	},
	{
		Name: "a built-in in lower case", Stage: "defaults",
		Source: "msg.payload = math.round(msg.payload);\nreturn msg;",
		Found: []string{
			"1:15 error unknown-name: nothing defines the name math; did you mean Math?",
		},
		Fails: "1:15 ReferenceError: math is not defined",
	},
	{
		Name: "a mistyped function", Stage: "defaults",
		Source: "msg.payload = parsefloat(msg.payload);\nreturn msg;",
		Found: []string{
			"1:15 error unknown-name: nothing defines the name parsefloat; did you mean parseFloat?",
		},
		Fails: "1:25 ReferenceError: parsefloat is not defined",
	},
	{
		Name: "a name that nothing is like", Stage: "defaults",
		Source: "msg.payload = lookupTable[msg.payload];\nreturn msg;",
		Found: []string{
			"1:15 error unknown-name: nothing defines the name lookupTable; reading it throws a ReferenceError",
		},
		Fails: "1:15 ReferenceError: lookupTable is not defined",
	},
	{
		Name: "a name in a try", Stage: "defaults",
		Source: "try {\n  msg.payload = decode(msg.payload);\n} catch (e) {\n  return null;\n}\nreturn msg;",
		Found: []string{
			"2:17 warning unknown-name: nothing defines the name decode; reading it throws a ReferenceError",
		},
	},
	{
		Name: "an undeclared name in strict mode", Stage: "code",
		Source: "total = msg.payload + 1;\nmsg.payload = total;\nreturn msg;",
		Found: []string{
			"1:1 error unknown-name: nothing declares the name total, which throws here; write let total = … where it is assigned first",
		},
		Fails: "1:9 ReferenceError: total is not defined",
	},
	{
		Name: "flow of Node-RED", Stage: "code",
		Source: "const last = flow.get(\"last\");\nmsg.payload -= last;\nreturn msg;",
		Found: []string{
			"1:14 error unknown-name: nothing defines the name flow: what Node-RED keeps in flow, global and context is kept here with cache.set(key, value) and read with cache.get(key)",
		},
		Fails: "1:14 ReferenceError: flow is not defined; what Node-RED keeps in flow, global and context is kept here with cache.set(key, value) and read with cache.get(key)",
	},
	{
		Name: "global of Node-RED", Stage: "code",
		Source: "global.set(\"last\", msg.payload);\nreturn msg;",
		Found: []string{
			"1:1 error unknown-name: nothing defines the name global: what Node-RED keeps in flow, global and context is kept here with cache.set(key, value) and read with cache.get(key)",
		},
		Fails: "1:1 ReferenceError: global is not defined; what Node-RED keeps in flow, global and context is kept here with cache.set(key, value) and read with cache.get(key)",
	},
	{
		Name: "context of Node-RED", Stage: "defaults",
		Source: "const n = context.get(\"n\") || 0;\nmsg.payload = n;\nreturn msg;",
		Found: []string{
			"1:11 error unknown-name: nothing defines the name context: what Node-RED keeps in flow, global and context is kept here with cache.set(key, value) and read with cache.get(key)",
		},
		Fails: "1:11 ReferenceError: context is not defined; what Node-RED keeps in flow, global and context is kept here with cache.set(key, value) and read with cache.get(key)",
	},
	{
		Name: "env of Node-RED", Stage: "defaults",
		Source: "msg.meta.location_path = env.get(\"LOCATION\");\nreturn msg;",
		Found: []string{
			`1:26 error unknown-name: nothing defines the name env: write "${NAME}" in place of it, where Benthos puts the value of the environment variable NAME`,
		},
		Fails: `1:26 ReferenceError: env is not defined; write "${NAME}" in place of it, where Benthos puts the value of the environment variable NAME`,
	},
	{
		Name: "process.env of Node.js", Stage: "defaults",
		Source: "msg.meta.location_path = process.env.LOCATION;\nreturn msg;",
		Found: []string{
			`1:26 error unknown-name: nothing defines the name process: write "${NAME}" in place of it, where Benthos puts the value of the environment variable NAME`,
		},
		Fails: `1:26 ReferenceError: process is not defined; write "${NAME}" in place of it, where Benthos puts the value of the environment variable NAME`,
	},
	{
		Name: "node of Node-RED", Stage: "code",
		Source: "node.warn(\"hot\");\nreturn msg;",
		Found: []string{
			"1:1 error unknown-name: nothing defines the name node: there is no node as in Node-RED; log with console.warn(…), and send several messages with return [a, b];",
		},
		Fails: "1:1 ReferenceError: node is not defined; there is no node as in Node-RED; log with console.warn(…), and send several messages with return [a, b];",
	},
	{
		Name: "require", Stage: "code",
		Source: "const fs = require(\"fs\");\nreturn msg;",
		Found: []string{
			"1:12 error unknown-name: nothing defines the name require: scripts cannot load modules; docs/javascript-api.md lists what is built in",
		},
		Fails: "1:19 ReferenceError: require is not defined; scripts cannot load modules; docs/javascript-api.md lists what is built in",
	},
	{
		Name: "umh", Stage: "defaults",
		Source: "msg.payload = umh.convert(msg.payload);\nreturn msg;",
		Found: []string{
			"1:15 error unknown-name: nothing defines the name umh: there is no umh in scripts; they have msg, cache and console",
		},
		Fails: "1:15 ReferenceError: umh is not defined; there is no umh in scripts; they have msg, cache and console",
	},
	{
		Name: "a timer", Stage: "code",
		Source: "setTimeout(() => {}, 1000);\nreturn msg;",
		Found: []string{
			"1:1 error unknown-name: nothing defines the name setTimeout: there are no timers, a script ends with its message; cache keeps values for the next one",
		},
		Fails: "1:11 ReferenceError: setTimeout is not defined; there are no timers, a script ends with its message; cache keeps values for the next one",
	},
	{
		Name: "fetch", Stage: "code",
		Source: "const r = fetch(\"http://plant/api\");\nreturn msg;",
		Found: []string{
			"1:11 error unknown-name: nothing defines the name fetch: scripts cannot reach the network; put Benthos' http processor before or after this one",
		},
		Fails: "1:16 ReferenceError: fetch is not defined; scripts cannot reach the network; put Benthos' http processor before or after this one",
	},
	{
		Name: "Buffer of Node.js", Stage: "code",
		Source: "msg.payload = Buffer.from(msg.payload, \"hex\");\nreturn msg;",
		Found: []string{
			"1:15 error unknown-name: nothing defines the name Buffer: Buffer is part of Node.js; use ArrayBuffer, DataView or Uint8Array",
		},
		Fails: "1:15 ReferenceError: Buffer is not defined; Buffer is part of Node.js; use ArrayBuffer, DataView or Uint8Array",
	},
	{
		Name: "payload without msg", Stage: "defaults",
		Source: "msg.payload = payload * 2;\nreturn msg;",
		Found: []string{
			"1:15 error unknown-name: nothing defines the name payload: write msg.payload",
		},
		Fails: "1:15 ReferenceError: payload is not defined; write msg.payload",
	},
	{
		Name: "True of Python", Stage: "defaults",
		Source: "msg.payload = msg.payload === True;\nreturn msg;",
		Found: []string{
			"1:31 error unknown-name: nothing defines the name True: write true",
		},
		Fails: "1:31 ReferenceError: True is not defined; write true",
	},
}
