// Package scripttest has mistakes that people make in scripts, as data for tests: of what
// is said of them, and of the commands that print it. It is for tests only.
package scripttest

// A Mistake is a script with something wrong in it, and what its author is told.
type Mistake struct {
	Name string
	// Stage is defaults, if or code.
	Stage  string
	Source string
	// Refused is why the script does not compile, with line and column; "" if it does.
	Refused string
	// Found are its findings, with line and column, "error" for those that are certain,
	// and their rules.
	Found []string
	// Fails is what a message with the payload 1 and no metadata fails with; "" if it does
	// not fail.
	Fails string
}

// Mistakes are those that are known to be made.
var Mistakes = []Mistake{
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
	{
		Name: "a body without return", Stage: "defaults",
		Source: "msg.meta.tag_name = \"pv\";\nmsg.payload = msg.payload * 2;",
		Found: []string{
			"2:1 error no-return: the script has no return with a value, so every message is dropped here; end it with return msg;",
		},
	},
	{
		Name: "a body that only keeps something", Stage: "defaults",
		Source: `cache.set("last", msg.payload);`,
		Found: []string{
			"1:1 warning no-return: the script has no return with a value, so every message is dropped here; end it with return msg;",
		},
	},
	{
		Name: "a return in an inner function alone", Stage: "defaults",
		Source: "const f = () => { return msg; };\nf();",
		Found: []string{
			"2:1 warning no-return: the script has no return with a value, so every message is dropped here; end it with return msg;",
		},
	},
	{
		Name: "a body of comments", Stage: "defaults",
		Source: "// nothing to do",
		Found: []string{
			"1:1 warning no-return: the script has no return with a value, so every message is dropped here; end it with return msg;",
		},
	},
	{
		Name: "a value on the line after return", Stage: "defaults",
		Source: "return\n  { payload: msg.payload };",
		Found: []string{
			"1:1 error return-line-break: return ends with its line and so returns nothing; put the value on the same line",
		},
	},
	{
		Name: "a message on the line after return", Stage: "defaults",
		Source: "msg.meta.x = \"1\";\nreturn\nmsg;",
		Found: []string{
			"2:1 error return-line-break: return ends with its line and so returns nothing; put the value on the same line",
		},
	},
	{
		Name: "statements after return", Stage: "defaults",
		Source: "return msg;\nmsg.meta.tag_name = \"pv\";",
		Found: []string{
			"2:1 warning unreachable: this never runs, because of the return in line 1; delete it, or move it up",
		},
	},
	{
		Name: "statements after throw", Stage: "defaults",
		Source: "if (msg.payload < 0) {\n  throw new Error(\"negative\");\n  msg.payload = 0;\n}\nreturn msg;",
		Found: []string{
			"3:3 warning unreachable: this never runs, because of the throw in line 2; delete it, or move it up",
		},
	},
	{
		Name: "statements after break", Stage: "defaults",
		Source: "for (const k of [\"a\", \"b\"]) {\n  break;\n  msg.meta[k] = \"1\";\n}\nreturn msg;",
		Found: []string{
			"3:3 warning unreachable: this never runs, because of the break in line 2; delete it, or move it up",
		},
	},
	{
		Name: "statements after continue", Stage: "defaults",
		Source: "for (const k of [\"a\", \"b\"]) {\n  continue;\n  msg.meta[k] = \"1\";\n}\nreturn msg;",
		Found: []string{
			"3:3 warning unreachable: this never runs, because of the continue in line 2; delete it, or move it up",
		},
	},
	{
		Name: "statements after an if that always returns", Stage: "defaults",
		Source: "if (msg.payload > 5) {\n  return msg;\n} else {\n  return null;\n}\nmsg.meta.tag_name = \"pv\";",
		Found: []string{
			"6:1 warning unreachable: this never runs, because what begins in line 1 always leaves; delete it, or move it up",
		},
	},
	{
		Name: "an assignment as condition", Stage: "if",
		Source: `msg.meta.tag_name = "pv"`,
		Found: []string{
			`1:1 error assignment-in-condition: this assigns to msg.meta.tag_name and does not compare; write msg.meta.tag_name === "pv"`,
		},
	},
	{
		Name: "an assignment beside &&", Stage: "if",
		Source:  `msg.payload > 5 && msg.meta.tag_name = "pv"`,
		Refused: "1:1 SyntaxError: Invalid left-hand side in assignment; = assigns; write === to compare",
	},
	{
		Name: "an assignment in brackets beside &&", Stage: "if",
		Source: `msg.payload > 5 && (msg.meta.tag_name = "pv")`,
		Found: []string{
			`1:21 error assignment-in-condition: this assigns to msg.meta.tag_name and does not compare; write msg.meta.tag_name === "pv"`,
		},
	},
	{
		Name: "an assignment after !", Stage: "if",
		Source: "!(msg.payload = 5)",
		Found: []string{
			"1:3 error assignment-in-condition: this assigns to msg.payload and does not compare; write msg.payload === 5",
		},
	},
	{
		Name: "an assignment of a variable as condition", Stage: "if",
		Source: "let limit = 5;\nlimit = 7",
		Found: []string{
			"2:1 error assignment-in-condition: this assigns to limit and does not compare; write limit === 7",
		},
	},
	{
		Name: "an assignment in an if of a body", Stage: "defaults",
		Source: "if (msg.meta.unit = \"C\") {\n  msg.payload = msg.payload * 1.8 + 32;\n}\nreturn msg;",
		Found: []string{
			`1:5 error assignment-in-condition: this assigns to msg.meta.unit and does not compare; write msg.meta.unit === "C"`,
		},
	},
	{
		Name: "msg.topic is set", Stage: "defaults",
		Source: "msg.topic = \"line1/pv\";\nreturn msg;",
		Found: []string{
			"1:5 error message-member: msg.topic goes no further than this script, a message is its payload and meta; the topic is made of msg.meta.location_path, data_contract, virtual_path and tag_name",
		},
	},
	{
		Name: "msg.topic is set in nodered_js", Stage: "code",
		Source: "msg.topic = \"line1/pv\";\nreturn msg;",
		Found: []string{
			"1:5 error message-member: msg.topic goes no further than this script, a message is its payload and meta; write msg.meta.topic for metadata, or msg.payload.topic for a part of the value",
		},
	},
	{
		Name: "msg.topic is read", Stage: "defaults",
		Source: "msg.meta.tag_name = msg.topic.split(\"/\").pop();\nreturn msg;",
		Found: []string{
			"1:25 error message-member: msg has no member topic, only payload and meta; what an input knows is in the metadata, as msg.meta.mqtt_topic",
		},
		Fails: "1:25 TypeError: Cannot read property 'split' of undefined or null; msg has no member topic, only payload and meta; what an input knows is in the metadata, as msg.meta.mqtt_topic",
	},
	{
		Name: "msg.topic is read in a condition", Stage: "if",
		Source: `msg.topic === "line1/pv"`,
		Found: []string{
			"1:5 warning message-member: msg has no member topic, only payload and meta; what an input knows is in the metadata, as msg.meta.mqtt_topic",
		},
	},
	{
		Name: "msg.metadata is set", Stage: "defaults",
		Source: "msg.metadata.tag_name = \"pv\";\nreturn msg;",
		Found: []string{
			"1:5 error message-member: msg has no member metadata, only payload and meta; write msg.meta",
		},
		Fails: "1:14 TypeError: Cannot convert undefined or null to object; msg.metadata is undefined or null, so it cannot have a member tag_name; msg has no member metadata, only payload and meta; write msg.meta",
	},
	{
		Name: "msg.metadata is read", Stage: "defaults",
		Source: "msg.payload = msg.metadata.opcua_tag_name;\nreturn msg;",
		Found: []string{
			"1:19 error message-member: msg has no member metadata, only payload and meta; write msg.meta",
		},
		Fails: "1:28 TypeError: Cannot read property 'opcua_tag_name' of undefined; msg has no member metadata, only payload and meta; write msg.meta",
	},
	{
		Name: "msg.value", Stage: "defaults",
		Source: "msg.payload = msg.value * 2;\nreturn msg;",
		Found: []string{
			"1:19 warning message-member: msg has no member value, only payload and meta; write msg.payload",
		},
	},
	{
		Name: "a mistyped payload", Stage: "defaults",
		Source: "msg.paylaod = msg.payload * 2;\nreturn msg;",
		Found: []string{
			"1:5 error message-member: msg.paylaod goes no further than this script, a message is its payload and meta; did you mean msg.payload?",
		},
	},
	{
		Name: "a key of the metadata beside msg.meta", Stage: "defaults",
		Source: "msg.tag_name = \"pv\";\nreturn msg;",
		Found: []string{
			"1:5 error message-member: msg.tag_name goes no further than this script, a message is its payload and meta; write msg.meta.tag_name",
		},
	},
	{
		Name: "a mistyped location_path", Stage: "defaults",
		Source: "msg.meta.location_pat = \"acme.graz\";\nreturn msg;",
		Found: []string{
			"1:10 warning metadata-key: tag_processor does not read msg.meta.location_pat; did you mean location_path?",
		},
	},
	{
		Name: "a mistyped data_contract", Stage: "defaults",
		Source: "msg.meta[\"data_contrac\"] = \"_raw\";\nreturn msg;",
		Found: []string{
			"1:9 warning metadata-key: tag_processor does not read msg.meta.data_contrac; did you mean data_contract?",
		},
	},
	{
		Name: "tag_name without underscore", Stage: "defaults",
		Source: "msg.meta.tagname = \"pv\";\nreturn msg;",
		Found: []string{
			"1:10 warning metadata-key: tag_processor does not read msg.meta.tagname; did you mean tag_name?",
		},
	},
	{
		Name: "location_path in camel case", Stage: "defaults",
		Source: "msg.meta.locationPath = \"acme.graz\";\nreturn msg;",
		Found: []string{
			"1:10 warning metadata-key: tag_processor does not read msg.meta.locationPath; did you mean location_path?",
		},
	},
	{
		Name: "a mistyped key in a new message", Stage: "defaults",
		Source: `return { payload: 1, meta: { ...msg.meta, virtal_path: "a.b" } };`,
		Found: []string{
			"1:43 warning metadata-key: tag_processor does not read msg.meta.virtal_path; did you mean virtual_path?",
		},
	},
	{
		Name: "a mistyped key in a condition", Stage: "if",
		Source: `msg.meta.location_pth === "acme.graz"`,
		Found: []string{
			"1:10 warning metadata-key: tag_processor does not read msg.meta.location_pth; did you mean location_path?",
		},
	},
	{
		Name: "a data contract without underscore", Stage: "defaults",
		Source: "msg.meta.data_contract = \"historian\";\nreturn msg;",
		Found: []string{
			`1:26 error data-contract: a data contract begins with an underscore; write "_historian"`,
		},
	},
	{
		Name: "one of two data contracts without underscore", Stage: "defaults",
		Source: "msg.meta.data_contract = msg.payload > 5 ? \"alarm\" : \"raw\";\nreturn msg;",
		Found: []string{
			`1:44 error data-contract: a data contract begins with an underscore; write "_alarm"`,
			`1:54 error data-contract: a data contract begins with an underscore; write "_raw"`,
		},
	},
	{
		Name: "double smart quotes", Stage: "defaults",
		Source:  "msg.meta.tag_name = “pv”;\nreturn msg;",
		Refused: `1:21 SyntaxError: Unexpected token ILLEGAL; write " in place of “, which is a typographic quote`,
	},
	{
		Name: "single smart quotes", Stage: "defaults",
		Source:  "msg.meta.tag_name = ‘pv’;\nreturn msg;",
		Refused: "1:21 SyntaxError: Unexpected token ILLEGAL; write ' in place of ‘, which is a typographic quote",
	},
	{
		Name: "a dash for a minus", Stage: "defaults",
		Source:  "msg.payload = msg.payload – 1;\nreturn msg;",
		Refused: "1:27 SyntaxError: Unexpected token ILLEGAL; write - in place of –",
	},
	{
		Name: "an invisible character", Stage: "defaults",
		Source:  "msg.payload\u200b = 1;\nreturn msg;",
		Refused: "1:12 SyntaxError: Unexpected token ILLEGAL; an invisible character stands here (U+200B); delete it",
	},
	{
		Name: "a type after let", Stage: "defaults",
		Source:  "let x: number = msg.payload;\nreturn msg;",
		Refused: "1:6 SyntaxError: Unexpected token :; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "a type of a parameter", Stage: "defaults",
		Source:  "const f = (a: number) => a;\nreturn msg;",
		Refused: "1:13 SyntaxError: Unexpected token :; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "a type of a result", Stage: "defaults",
		Source:  "function f(a): string { return a; }\nreturn msg;",
		Refused: "1:14 SyntaxError: Unexpected token :; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "an optional parameter", Stage: "defaults",
		Source:  "function f(a?: number) { return a; }\nreturn msg;",
		Refused: "1:13 SyntaxError: Unexpected token ?; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "as string", Stage: "defaults",
		Source:  "msg.payload = msg.payload as string;\nreturn msg;",
		Refused: "1:27 SyntaxError: Unexpected identifier; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "interface", Stage: "defaults",
		Source:  "interface Reading { value: number }\nreturn msg;",
		Refused: "1:11 SyntaxError: Unexpected identifier; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "type", Stage: "defaults",
		Source:  "type Reading = number;\nreturn msg;",
		Refused: "1:6 SyntaxError: Unexpected identifier; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "enum", Stage: "defaults",
		Source:  "enum Color { Red }\nreturn msg;",
		Refused: "1:1 SyntaxError: Unexpected reserved word; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "a cast", Stage: "defaults",
		Source:  "msg.payload = <string>msg.payload;\nreturn msg;",
		Refused: "1:15 SyntaxError: Unexpected token <; scripts are JavaScript, not TypeScript; leave out the type",
	},
	{
		Name: "a non-null mark", Stage: "defaults",
		Source:  "const a = msg.payload!;\nreturn msg;",
		Refused: "1:22 SyntaxError: Unexpected token !; scripts are JavaScript, not TypeScript; leave out the !",
	},
	{
		Name: "a # comment", Stage: "defaults",
		Source:  "# scale\nmsg.payload *= 2;\nreturn msg;",
		Refused: "1:1 SyntaxError: Unexpected token ILLEGAL; a comment begins with // and not with #",
	},
	{
		Name: "a # comment without blank", Stage: "defaults",
		Source:  "#scale\nmsg.payload *= 2;\nreturn msg;",
		Refused: "1:1 SyntaxError: Unexpected token #; a comment begins with // and not with #",
	},
	{
		Name: "a # comment at the end of a line", Stage: "defaults",
		Source:  "msg.payload *= 2; # scale\nreturn msg;",
		Refused: "1:19 SyntaxError: Unexpected token ILLEGAL; a comment begins with // and not with #",
	},
	{
		Name: "import", Stage: "defaults",
		Source:  "import fs from \"fs\";\nreturn msg;",
		Refused: "1:1 SyntaxError: Unexpected reserved word; scripts cannot load modules; docs/javascript-api.md lists what is built in",
	},
	{
		Name: "import()", Stage: "defaults",
		Source:  "const fs = import(\"fs\");\nreturn msg;",
		Refused: "1:12 SyntaxError: Unexpected reserved word; scripts cannot load modules; docs/javascript-api.md lists what is built in",
	},
	{
		Name: "export", Stage: "defaults",
		Source:  "export default msg;",
		Refused: "1:1 SyntaxError: Unexpected reserved word; scripts export nothing; end the script with return msg;",
	},
	{
		Name: "await", Stage: "defaults",
		Source:  "const v = await read();\nreturn msg;",
		Refused: "1:17 SyntaxError: Unexpected identifier; await only works inside an async function, and nothing here has to be waited for; leave it out",
	},
	{
		Name: "await in strict mode", Stage: "code",
		Source:  "const v = await cache.get(\"a\");\nreturn msg;",
		Refused: "1:17 SyntaxError: Unexpected identifier; await only works inside an async function, and nothing here has to be waited for; leave it out",
	},
	{
		Name: "return in an if", Stage: "if",
		Source:  "return msg.payload > 5;",
		Refused: "1:1 SyntaxError: Illegal return statement; an if is an expression and no function; write what is after return alone, as in msg.payload > 5",
	},
	{
		Name: "return in an if statement of an if", Stage: "if",
		Source:  "if (msg.payload > 5) { return true; }",
		Refused: "1:24 SyntaxError: Illegal return statement; an if is an expression and no function; write what is after return alone, as in msg.payload > 5",
	},
	{
		Name: "the word if in an if", Stage: "if",
		Source:  "if (msg.payload > 5)",
		Refused: "1:21 SyntaxError: Unexpected end of script; an if is the test alone; leave out the word if, as in msg.payload > 5",
	},
	{
		Name: "and", Stage: "if",
		Source:  "msg.payload > 5 and msg.meta.unit",
		Refused: "1:17 SyntaxError: Unexpected identifier; write && in place of and",
	},
	{
		Name: "or", Stage: "if",
		Source:  "msg.payload > 5 or msg.meta.unit",
		Refused: "1:17 SyntaxError: Unexpected identifier; write || in place of or",
	},
	{
		Name: "not", Stage: "if",
		Source:  "not msg.payload",
		Refused: "1:5 SyntaxError: Unexpected identifier; write ! in place of not",
	},
	{
		Name: "=> for >=", Stage: "if",
		Source:  "msg.payload => 5",
		Refused: "1:1 SyntaxError: Malformed arrow function parameter list; write >= for greater or equal; => makes a function",
	},
	{
		Name: "=< for <=", Stage: "if",
		Source:  "msg.payload =< 5",
		Refused: "1:14 SyntaxError: Unexpected token <; write <= for less or equal",
	},
	{
		Name: "<> for !==", Stage: "if",
		Source:  "msg.payload <> 5",
		Refused: "1:14 SyntaxError: Unexpected token >; write !== for not equal",
	},
	{
		Name: "then", Stage: "defaults",
		Source:  "if (msg.payload > 5) then return null;\nreturn msg;",
		Refused: "1:27 SyntaxError: Unexpected token return; JavaScript has no then; write if (…) { … }",
	},
	{
		Name: ":= for =", Stage: "defaults",
		Source:  "msg.payload := 5;\nreturn msg;",
		Refused: "1:13 SyntaxError: Unexpected token :; write = to assign",
	},
	{
		Name: "a hyphen in a key", Stage: "defaults",
		Source:  "msg.meta.tag-type = \"a\";\nreturn msg;",
		Refused: `1:1 SyntaxError: Invalid left-hand side in assignment; a name with a hyphen needs brackets; write msg.meta["tag-type"]`,
	},
	{
		Name: "?. on the left", Stage: "defaults",
		Source:  "msg?.meta.unit = \"C\";\nreturn msg;",
		Refused: "1:1 SyntaxError: Invalid left-hand side in assignment; what is assigned to cannot have ?.; write . there",
	},
	{
		Name: "a text over two lines", Stage: "defaults",
		Source:  "msg.meta.note = \"a\nb\";\nreturn msg;",
		Refused: "1:17 SyntaxError: Unexpected token ILLEGAL; a text in quotes ends with its line; write \\n for a line break, or put the text in `…`",
	},
	{
		Name: "a member of what the metadata lack", Stage: "defaults",
		Source: "msg.meta.tag.name = \"pv\";\nreturn msg;",
		Fails:  "1:14 TypeError: Cannot convert undefined or null to object; msg.meta.tag is undefined or null, so it cannot have a member name",
	},
}
