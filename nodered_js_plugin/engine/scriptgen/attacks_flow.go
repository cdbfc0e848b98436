// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scriptgen

// MisjudgedFlows are scripts that changed a message, or saw of it, what an analysis
// had once ruled out, or would rule out without one of its rules.
var MisjudgedFlows = []string{
	// A function that is a value without its name being read.
	`const f = function g(x, n) { if (n) { x.c = 9; return; } g(msg.payload.a, 1); }; f(0, 0);`,
	`(function g(x, n) { if (n) { x.c = 9; return; } g(msg.payload.a, 1); })(0, 0);`,
	`[0].forEach(function g(x) { if (x) { x.c = 9; return; } g(msg.payload.a); });`,
	`function f(x) { } function f(x) { x.c = 9; } f(msg.payload.a);`,
	`function f(x) { x.c = 9; } if (msg.meta.never) f = null; f(msg.payload.a);`,
	`let f, x; x = (f = (p) => { p.c = 9; }); x(msg.payload.a);`,
	`let f; [msg.payload.a].forEach(f = (p) => { p.c = 9; });`,
	`const o = { map(g) { return g; } }; o.map(x => { x.c = 9; })(msg.payload.a);`,
	`const f = [x => x][0]; Array.from([msg.payload.a], f)[0].c = 9;`,
	`let h; const o = { map(g) { h = g; } }; o.map(x => { x.c = 9; }); h(msg.payload.a);`,

	// Another name of the message.
	`const m = msg; msg.meta.q = JSON.stringify(m.payload);`,

	// What is thrown, and what is left of a pattern.
	`try { throw msg.payload.a; } catch (e) { e.c = 9; }`,
	`const { k, ...r } = msg.payload; r.a.c = 9;`,

	// A parameter that changes without being assigned.
	`function f(p) { arguments[0] = msg.payload.a; p.c = 9; } f({});`,
	`function f(p) { [arguments[0]] = [msg.payload.a]; p.c = 9; } f({});`,
	`function f(p) { Array.prototype.forEach.call(arguments, (v, i, l) => { l[0] = msg.payload.a; }); p.c = 9; } f({});`,
	`function f(p) { [].concat.apply(arguments, [])[0][0] = msg.payload.a; p.c = 9; } f({});`,

	// What a built-in changes, stores, passes on or gives.
	`Array.prototype.push.apply(msg.payload.l, [3]);`,
	`Array.prototype.forEach.call(msg.payload.a.l, x => { x.v = 9; });`,
	`[].map.call(msg.payload.a.l, x => { x.v = 9; });`,
	`[].slice.call(msg.payload.a.l)[0].v = 9;`,
	`[].concat.apply([], msg.payload.a.l)[0].v = 9;`,
	`const o = {}; Object.assign(o, msg.payload); o.a.c = 9;`,
	`const o = {}; Object.assign(o, msg); o.payload.c = 9;`,
	`const o = []; Array.prototype.push.apply(o, msg.payload.a.l); o[0].v = 9;`,
	`new Set([msg.payload.a]).isSubsetOf({ size: 9, has(v) { v.c = 9; return true; }, keys() {} });`,
	`const r = /x/; r.exec = () => ({ index: msg.payload.a }); "x".search(r).c = 9;`,
	`const r = /x/; r.exec = () => msg.payload.a; "x".replace(r, (a, b, c, d) => { d.c = 9; return ""; });`,
	`const { assign } = Object; assign(msg.payload.a, { c: 9 });`,
	`[msg.payload.a].forEach(Object.freeze); msg.payload.a.c = 9;`,
	`const f = Object.values; f(msg.payload)[0].c = 9;`,
	`const f = Array.of; f(msg.payload.a)[0].c = 9;`,
	`const f = Object; f(msg.payload.a).c = 9;`,

	// A key that only data tells: any member, any method, or the prototype.
	`const o = {}; o[msg.payload.k] = msg; o.payload.c = 9;`,
	`[msg.payload.a][msg.payload.m](x => { x.c = 9; });`,
	`const f = p => { p.c = 9; }; f[["apply"][0]](null, [msg.payload.a]);`,

	// After something built in was got: the VM is spoiled, but the message was shown to
	// the script before.
	`msg.meta.q = String(msg.payload.k.concat).length > 1;`,
	`msg.payload = (() => 1)[["constructor"][0]]("return JSON.stringify(msg.payload)")();`,
	`msg.meta.q = (() => 1)[["constructor"][0]]("return JSON.stringify(msg.payload)")();`,
	`(() => 1)[["constructor"][0]]("msg.meta.q = 5; msg.payload.c = 9")();`,
}
