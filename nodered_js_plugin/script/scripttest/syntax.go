// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scripttest

// syntax are of texts that are no scripts.
var syntax = []Mistake{
	{
		Name: "an assignment beside &&", Stage: "if",
		Source:  `msg.payload > 5 && msg.meta.tag_name = "pv"`,
		Refused: "1:1 SyntaxError: Invalid left-hand side in assignment; = assigns; write === to compare",
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
}
