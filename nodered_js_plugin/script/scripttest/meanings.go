// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scripttest

// meanings are of scripts that do something else than what was meant.
var meanings = []Mistake{
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
		Name: "an assignment in brackets beside &&", Stage: "if",
		Source: `msg.payload > 5 && (msg.meta.tag_name = "pv")`,
		Found: []string{
			`1:21 warning assignment-in-condition: this assigns to msg.meta.tag_name and does not compare; write msg.meta.tag_name === "pv"`,
		},
	},
	{
		Name: "an assignment after !", Stage: "if",
		Source: "!(msg.payload = 5)",
		Found: []string{
			"1:3 warning assignment-in-condition: this assigns to msg.payload and does not compare; write msg.payload === 5",
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
		Name: "a member of what the metadata lack", Stage: "defaults",
		Source: "msg.meta.tag.name = \"pv\";\nreturn msg;",
		Fails:  "1:14 TypeError: Cannot convert undefined or null to object; msg.meta.tag is undefined or null, so it cannot have a member name",
	},
	{
		Name: "a return without a value alone", Stage: "defaults",
		Source: "msg.meta.tag_name = \"pv\";\nreturn;",
		Found: []string{
			"2:1 warning no-return: the script has no return with a value, so every message is dropped here; end it with return msg;",
		},
	},
	{
		Name: "true in place of the message", Stage: "defaults",
		Source: "msg.payload = 1;\nreturn true;",
		Found: []string{
			"2:8 error bad-return: this returns true or false, which is no message, and the message fails; return msg, or null to drop it",
		},
		Fails: "2:1 the script returned a boolean; return msg, an object with payload and meta, an array of these, or null to drop the message",
	},
	{
		Name: "a function that cache does not have", Stage: "code",
		Source: "cache.put(\"last\", msg.payload);\nreturn msg;",
		Found: []string{
			"1:7 error unknown-member: cache.put does not exist; there are cache.delete, exists, get, set, update",
		},
		Fails: "1:10 TypeError: Object has no member 'put'",
	},
	{
		Name: "a mistyped built-in function", Stage: "code",
		Source: "msg.payload = JSON.parze(msg.payload);\nreturn msg;",
		Found: []string{
			"1:20 error unknown-member: JSON.parze does not exist; did you mean JSON.parse?",
		},
		Fails: "1:25 TypeError: Object has no member 'parze'",
	},
}
