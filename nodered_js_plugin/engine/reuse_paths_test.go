package engine

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// Something built in (sharedSources) is put into c (sharedPuts), taken out again
// as y (sharedGets) and written to (sharedProbes). Any path that the analysis
// does not follow is found by the VM being different afterwards.

var sharedSources = []string{
	"JSON", "[].push", "({})[msg.payload.k]", "[][msg.payload.k]", `""[msg.payload.k]`, "Math.max", "console", "Array.prototype", "Object", "console.log",
	"(() => 1)[msg.payload.k]", "new Date()[msg.payload.k]", "/x/[msg.payload.k]", "msg.payload[msg.payload.k]", "cache", "Math", "msg.payload.list[msg.payload.k]", "(5)[msg.payload.k]",
	"new Map()[msg.payload.k]", "({}).toString", "Error", "[].values", "new Error()[msg.payload.k]", "msg.meta[msg.payload.k]", "parseInt", "String",
}

var sharedPuts = []string{
	"c = [X];", "c = { a: X };", "c = { [msg.payload.k]: X };", "c = { [msg.payload.s + 'a']: X };", "c = {}; c.a = X;", "c = {}; c[msg.payload.k] = X;", "c = {}; c['x' + msg.payload.n] = X;",
	"c = []; c.push(X);", "c = []; c[0] = X;", "c = []; c[c.length] = X;", "c = [0]; c.unshift(X);", "c = [0, 0]; c.splice(0, 1, X);", "c = [0].fill(X);", "c = [0].with(0, X);",
	"c = new Map([['a', X]]);", "c = new Map(); c.set('a', X);", "c = new Map().set('a', X);", "c = new Map([[X, 1]]);", "c = new Set([X]);", "c = new Set().add(X);",
	"c = () => X;", "c = function () { return X; };", "c = function c() { return X; };", "c = { f() { return X; } };", "c = { get a() { return X; } };", "c = { f: () => X, a: 1 };",
	"c = () => { throw X; };", "c = (p = X) => p;", "c = ([p] = [X]) => p;", "c = ({ p = X } = {}) => p;", "c = () => [X];", "c = () => ({ a: X });", "c = () => () => X;",
	"c = class { static a = X; };", "c = new (class { a = X; })();", "c = new (class { constructor() { this.a = X; } })();", "c = new (class { constructor() { return { a: X }; } })();",
	"c = new (class { #p = X; get a() { return this.#p; } f() { return this.#p; } })();", "c = new (class { #p = X; f(o = this) { return o.#p; } })();", "c = class { static #p = X; static f() { return this.#p; } };",
	"c = class { static f() { return X; } };", "c = class { static { this.a = X; } };", "c = class { constructor(p = X) { this.a = p; } };", "c = class { a = X; f() { return this.a; } };", "c = class { f() { return X; } };",
	"c = class extends (class { static a = X; }) {};", "c = new (class extends (class { a = X; }) {})();", "c = new (class extends (class { constructor(p) { this.a = p; } }) {})(X);",
	"c = new (class extends (class { f() { return X; } }) { constructor() { super(); this.a = super.f(); } })();",
	"c = new (class extends (class { get g() { return X; } }) { f() { return super.g; } })();", "c = new (class extends Error { a = X; })();", "c = new (class extends (function () { return { a: X }; }) {})();",
	"c = new (function () { this.a = X; })();", "c = new (function () { return { a: X }; })();",
	"c = [[X]];", "c = { a: { a: X } };", "c = [{ a: X }];", "c = { a: [X] };", "c = Object.assign({}, { a: X });", "c = { ...{ a: X } };", "c = [...[X]];", "c = Object.fromEntries([['a', X]]);",
	"c = Object.entries({ a: X });", "c = Object.values({ a: X });", "c = Array.of(X);", "c = Array.from([X]);", "c = Array.from({ length: 1 }, () => X);", "c = Array.from({ length: 1, 0: X });", "c = [1].map(() => X);",
	"c = [1].flatMap(() => [X]);", "c = [0].concat(X, [X]);", "c = new Array(X);", "c = [X].slice();", "c = [X, X].filter(() => true);", "c = [X].toSorted();", "c = [1].reduce(a => a, [X]);", "c = [1].reduce((a) => { a.push(X); return a; }, []);",
	"c = [1].reduce((a) => ({ ...a, a: X }), {});", "c = new Error('', { cause: X });", "c = (function () { return arguments; })(X);", "c = (function (p) { p = X; return arguments; })(1);", "c = ((...r) => r)(X);", "c = ((...r) => r)(...[X]);",
	"c = (p => [p])(X);", "c = (function () { return [this]; }).call(X);", "c = (function (p) { return [p]; }).call(0, X);", "c = (function (p) { return [p]; }).apply(0, [X]);", "c = ({ f(p) { return [p]; } }).f(X);", "c = [p => p].map(f => f(X));",
	"c = { toString() { d = X; return ''; } };", "c = { valueOf() { d = X; return 1; } };", "c = { toJSON() { d = X; } };", "c = { set a(v) { d = v; } }; c.a = X;", "c = { set a(v) { d = v; } }; Object.assign(c, { a: X });", "c = { set a(v) { d = v; } }; [c.a] = [X];",
	"c = { set [msg.payload.k](v) { d = v; } }; c[msg.payload.k] = X;", "c = new (class { set a(v) { this.b = v; } get a() { return this.b; } })(); c.a = X;", "c = class { static set a(v) { d = v; } }; c.a = X;",
	"c = Object.create(null); c.a = X;", "c = Object.create(null); c[msg.payload.k] = X;", "c = {}; c[msg.payload.k] = { a: X };", "c = {}; c[msg.payload.k] = [X];", "c = []; c[msg.payload.k] = [X];", "c = () => 1; c.a = X;", "c = () => 1; c[msg.payload.k] = { a: X };",
	"c = {}; Object.assign(c, JSON.parse('{\"__proto__\":{}}'), { a: X });", "c = {}; c[msg.payload.k] = { get a() { return X; } };", "c = {}; c[msg.payload.k] = { f() { return X; } };", "c = {}; c[msg.payload.k] = { set a(v) { d = v; } }; c.a = X;", "c = {}; c[msg.payload.k] = () => X;",
	"c = {}; c[msg.payload.k] ||= { a: X };", "c = {}; c[msg.payload.k] ??= [X];", "c = {}; c[msg.payload.k] = c[msg.payload.k] || { a: X };", "c = {}; c[msg.payload.j] = c[msg.payload.k] || { a: X };",
	"c = /x/; c.exec = () => [X];", "c = /x/; c.exec = () => ({ index: 0, groups: X, 0: 'x' });", "c = { [Symbol.iterator]() { return [X].values(); } };", "c = { [Symbol.iterator]() { return { next: () => ({ value: X, done: false }) }; } };",
	"c = { [Symbol.iterator]() { return this; }, next() { return { value: X, get done() { return false; } }; } };", "c = { get [Symbol.iterator]() { return () => [X].values(); } };", "c = [X].values();", "c = [X].entries();", "c = [X][Symbol.iterator]();", "c = new Map([['a', X]]).values();",
	"c = [1].values(); c.next = () => ({ value: X, done: false });", "c = new Set([X]).entries();", "c = 'x'.matchAll(/x/g); c.a = X;", "c = /(?<a>x)/.exec('x').groups; c.a = X;", "c = new Uint8Array(1).buffer; c.a = X;", "c = new Uint8Array(1); c.buffer.a = X; c = c.subarray(0).buffer;",
	"c = new DataView(new ArrayBuffer(1)); c.buffer.a = X; c = c.buffer;", "c = msg.payload; c.a = X;", "msg.payload = { a: X }; c = msg.payload;", "msg.payload = [X]; c = msg.payload;", "msg.meta.a = X; c = msg.meta;", "msg.foo = { a: X }; c = msg.foo;", "msg.a = X; c = msg;", "msg.payload.o.a = X; c = msg.payload;",
	"msg.payload.list.push(X); c = msg.payload.list;", "msg.payload[msg.payload.k] = X; c = msg.payload;", "msg = { a: X }; c = msg;", "Object.assign(msg, { a: X }); c = msg;", "c = this.msg; c.payload = [X]; c = msg.payload;",
	"let z = X; c = () => z;", "var z; (() => { z = X; })(); c = [z];", "let [z] = [X]; c = { a: z };", "let { z = X } = {}; c = [z];", "const { z } = { z: X }; c = [z];", "const { ...z } = { a: X }; c = z;", "let z; [z = X] = []; c = [z];", "let z; ({ z } = { z: X }); c = [z];",
	"let z; z ||= X; c = [z];", "let z = 1; z &&= X; c = [z];", "let z; for (z of [X]); c = [z];", "let z = (1, X); c = [z];", "let z = msg ? X : 0; c = [z];", "let z = msg && X; c = [z];", "let z = null ?? X; c = [z];", "try { throw X; } catch (z) { c = [z]; }", "try { throw [X]; } catch ([z]) { c = [z]; }",
	"try { throw { a: X }; } catch (z) { c = z; }", "function z() { return [X]; } c = z();", "function z(p) { c = [p]; } z(X);", "function z(p) { if (p === 1) z(X); else c = [p]; } z(1);", "function z() { c = arguments; } z(X);", "function z(p, q = p) { c = [q]; } z(X);", "function z(p, q = () => p) { var p; c = [p, q()]; } z(X);",
	"switch (1) { case 1: c = [X]; }", "l: { c = [X]; break l; }", "c = JSON.parse('[1]', () => [X]);", "c = JSON.parse('{\"a\":1}', (k, v) => (k === 'a' ? X : v));", "JSON.parse('[1]', function () { this.a = X; c = this; });", "c = Object([X]);", "c = Object.freeze({ a: X });", "c = new Object({ a: X });", "c = new Number(1); c.a = X;",
	"c = new String('ab'); c.a = X;", "c = new Date(); c.a = X;", "c = (function () { this.a = X; return this; }).call({});", "cache.update('k', p => { c = [X]; return 1; });", "'x'.replace('x', () => { c = [X]; });", "[1].forEach(function () { c = [this]; }, X);", "[X].forEach((p, q, r) => { c = r; });", "[2, 1].sort(() => { c = [X]; return 0; });",
	"c = { a: X, f() { return this.a; } };", "c = { a: X, f: function () { return this.a; } };", "c = { a: X, get g() { return this.a; } };", "c = Object.keys({ a: 1 }); c.a = X;", "c = []; c.length = 1; c[-1] = X; c[1e21] = X; c['true'] = X;",
	"c = {}; c.f = [].concat; c = c.f(X);", "c = {}; c[msg.payload.j] = [].concat; c.f = msg.payload.map; c.a = X;", "c = {}; c.a ??= X;", "c = { a: 1 }; c.a &&= X;", "c = new (class { static #q; static mk(o) { o.a = X; return o; } })().constructor.mk({});",
}

var sharedGets = []string{
	"y = c;", "y = d;", "y = c[0];", "y = c.a;", "y = c['a'];", "y = c[msg.payload.k];", "y = c[msg.payload.j];", "y = c['x' + msg.payload.n];", "y = c[-1];", "y = c['-1'];", "y = c[1e21];", "y = c['1e+21'];", "y = c[true];", "y = c.true;", "y = c[0][0];", "y = c[0].a;", "y = c.a.a;", "y = c.a[0];", "y = c?.a;", "y = c?.[0];",
	"[y] = c;", "[, y] = c;", "[...y] = c; y = y[0];", "[y = 1] = c;", "[[y]] = c;", "({ a: y } = c);", "({ a: y = 1 } = c);", "({ ...y } = c); y = y.a;", "({ [msg.payload.k]: y } = c);", "({ a: { a: y } } = c);", "({ 0: y } = c);", "({ length: y } = c);", "({ f: y } = c); y = y();",
	"for (y of c) break;", "for (const [p, q] of c) { y = q; break; }", "for (const p in c) y = c[p];", "for (const p in c) { y = c; }", "for ([y] of [c]);", "y = c();", "y = c()[0];", "y = c().a;", "y = c()();", "y = c.f();", "y = c['f']();", "y = c.f().a;", "y = c?.f?.();", "y = new c().a;", "y = new c().f();", "y = c.call(null);", "y = c.apply(c, []);", "y = c.f.call(c);",
	"y = c.f.call({ a: 1 });", "y = c.f(c);", "try { c(); } catch (e) { y = e; }", "y = c.pop();", "y = c.shift();", "y = c.find(() => true);", "y = c.findLast(() => true);", "y = c.at(0);", "y = c.get('a');", "y = [...c][0];", "y = [...c][0][1];", "y = Object.values(c)[0];", "y = Object.entries(c)[0][1];", "y = Object.fromEntries(Object.entries(c)).a;", "y = Object.fromEntries(c).a;",
	"c.forEach(p => { y = p; });", "c.forEach((p, q) => { y = q; });", "c.forEach((p, q, r) => { y = r[0]; });", "c.map(p => { y = p; });", "y = c.map(p => p)[0];", "y = c.map(p => p.a)[0];", "y = c.filter(() => true)[0];", "y = c.flatMap(p => p)[0];", "y = c.flat()[0];", "y = c.reduce((p, q) => q);", "y = c.reduce((p, q) => p, c)[0];", "y = c.reduce((p, q) => p);", "y = [c].reduce((p, q) => q.a, 0);", "y = c.reduceRight((p, q) => [q], 0)[0];",
	"c.some(p => { y = p; });", "c.sort((p, q) => { y = p; });", "y = c.sort(() => 0)[0];", "y = c.reverse()[0];", "y = c.slice()[0];", "y = c.concat()[0];", "y = [].concat(c)[0];", "y = c.splice(0)[0];", "y = c.toReversed()[0];", "y = c.toSorted()[0];", "y = c.with(1, 1)[0];", "y = c.fill(c[0])[0];", "y = c.values().next().value;", "y = c.entries().next().value[1];", "y = c.next().value;", "y = c.next().value[1];", "y = c.keys().next().value;",
	"y = c[Symbol.iterator]().next().value;", "y = Object.assign({}, c).a;", "y = Object.assign({}, c)[msg.payload.k];", "y = ({ ...c }).a;", "y = ({ ...c })[0];", "y = [{ ...c }][0].a;", "y = Array.from(c)[0];", "y = Array.from(c, p => p)[0];", "y = Array.from(new Set(c))[0];", "y = [...new Map([[1, c]]).values()][0].a;", "y = new Map(c).get(0);", "y = new Set(c).values().next().value;",
	"y = c.cause;", "JSON.stringify(c, (k, v) => { if (k) y = v; return v; });", "JSON.stringify(c, function (k, v) { y = this.a; return v; });", "'' + c; y = d;", "+c; y = d;", "`${c}`; y = d;", "({})[c]; y = d;", "c < 1; y = d;", "JSON.stringify(c); y = d;", "String(c); y = d;", "[c] + ''; y = d;", "cache.set('k', c); y = d;", "console.log(c); y = d;", "[1, c].join(); y = d;",
	"y = 'x'.match(c)[0];", "y = 'x'.match(c).groups;", "y = c.exec('x')[0];", "'x'.replace(c, (...r) => { y = r[0]; });", "'x'.replace(c, (...r) => { y = r[r.length - 1]; });", "y = [...'x'.matchAll(c)][0];", "(function () { y = arguments[0]; })(...c);", "(p => { y = p; })(...c);", "(p => { y = p; }).apply(null, c);", "(p => { y = p[0]; })(c);", "((...r) => { y = r[0]; })(...c);", "((p, ...r) => { y = r[0]; })(1, ...c);", "(({ a }) => { y = a; })(c);", "(([p]) => { y = p; })(c);",
	"((p, q = p.a) => { y = q; })(c);", "(function () { y = this.a; }).call(c);", "(function () { y = this[0]; }).apply(c, []);", "[1].forEach(function () { y = this.a; }, c);", "y = new (class { static s = c; })().constructor.s.a;", "y = new (class extends c { g() { return super.f(); } })().g();", "y = (class extends c {}).a;", "y = (class extends c { static g() { return super.f(); } }).g();", "y = new (class extends c {})().a;",
	"y = new (class extends c { constructor() { super(); y = this.a; } })().a;", "y = new (class extends (function () { return c; }) { g = this.a; })().g;", "y = c.constructor.a;", "y = (c.a ??= 1);", "y = (c.a ||= 1);", "y = (c[0] ||= 1);", "y = Array.prototype.slice.call(c)[0];", "y = Array.prototype.concat.call(c)[0];", "y = Array.prototype.concat.call([], c)[0];", "y = [].concat.apply([], [c])[0];", "y = Array.prototype.map.call(c, p => p)[0];",
	"Array.prototype.forEach.call(c, p => { y = p; });", "y = Object.freeze(c).a;", "y = Object(c).a;", "y = c.valueOf().a;", "y = c.valueOf()[0];", "y = Object.prototype.valueOf.call(c).a;", "y = ({ a: c }).a.a;", "const o = {}; o[msg.payload.k] = c; y = o.a;", "const o = {}; o[msg.payload.k] = c; y = o[0];", "const o = {}; o[msg.payload.k] = c; y = o.f();", "const o = {}; o[msg.payload.k] = c; for (const p in o) y = o[p];", "const o = {}; o[msg.payload.k] = c; y = o[msg.payload.k].a;",
	"const o = []; o[msg.payload.k] = c; [y] = o;", "const o = new (class { f() { return this.a; } })(); o[msg.payload.k] = c; y = o.a;", "const o = {}; Object.assign(o, JSON.parse('{\"__proto__\":1}', (k, v) => (k ? c : v))); y = o.a;", "const o = { set a(v) { y = v; } }; o.a = c; y = y.a;", "const o = { set a(v) { y = v; } }; Object.assign(o, c);", "const o = { set a(v) { y = v; } }; ({ a: o.a } = c);", "const o = { set a(v) { y = v; } }; [o.a] = c;", "const o = { set a(v) { y = v; } }; for (o.a of c);",
	"const o = { set 0(v) { y = v; } }; Array.prototype.push.call(o, c); y = y.a;", "const o = []; o[msg.payload.k] = { set 0(v) { y = v; } }; o.push(c); y = y[0];", "c.toString = function () { y = this.a; return ''; }; '' + c;", "c.valueOf = function () { y = this[0]; return 1; }; +c;", "c.toJSON = function () { y = this.a; }; JSON.stringify([c]);", "c.f = function () { return this.a; }; y = c.f();", "c.exec = function () { y = this.a; return null; }; 'x'.match(c);",
	"msg.payload = c; y = msg.payload.a;", "msg.payload = c; y = msg.payload[0];", "msg.payload.list.push(c); y = msg.payload.list.pop().a;", "msg.payload.z = c; y = msg.payload.z.a;", "msg[msg.payload.k] = c; y = msg.a;", "msg.meta.z = c; y = msg.meta.z[0];", "msg = c; y = msg.a;", "let t = c; { let c = 1; } y = t.a;", "const f = () => c; y = f().a;", "const f = p => p; y = f(c).a;", "const f = p => p; y = [c].map(f)[0][0];", "let t; [1].forEach(() => { t = c; }); y = t.a;",
	"cache.update('k', () => { y = c.a; return 1; });", "y = c.map.call(c, p => p)[0];", "y = (c, c.a);", "y = (c && c[0]);", "switch (c) { default: y = c.a; }", "const { a: t = c } = {}; y = t.a;", "const t = [c, c]; for (const { a } of t) y = a;", "let i = 0; y = c[i++];", "for (let i = 0; i < 1; i++) y = c[i];", "y = c[c.length - 1];", "y = c.g;", "y = c.b;", "const { a, ...t } = { b: c }; y = t.b.a;", "y = c.flat(Infinity)[0];", "y = c.join ? c[0] : c;", "y = c.a.valueOf();", "y = c[0].valueOf();",
	"const o = {}; o.m = [].concat; y = o.m(c)[1];", "const o = {}; o.m = [].map; o[0] = c; o.length = 1; y = o.m(p => p)[0];", "const o = { length: 1, 0: c }; o[msg.payload.j] = [].find; y = o.f(() => 1);", "const t = { a: c }; y = t[msg.payload.n];", "y = c.set('q', c).get('a');", "y = c.add(1).values().next().value;", "y = [c].find(p => p.a).a;",
}

var sharedProbes = []string{
	"y.zz = 1;", "y['zz'] = 1;", "y[msg.payload.s + 'zz'] = 1;", "y.zz++;", "y.zz ||= 1;", "[y.zz] = [1];", "({ a: y.zz } = { a: 1 });", "({ ...y.zz } = {});", "for (y.zz of [1]);", "for (y.zz in { a: 1 });", "Object.assign(y, { zz: 1 });", "Object.freeze(y);", "delete y.toString; delete y.length; delete y.name;", "y.push(1);", "(function () { this.zz = 1; }).call(y);", "(function () { this.zz = 1; }).apply(y, []);",
	"[1].forEach(function () { this.zz = 1; }, y);", "new (class extends (function () { return y; }) { zz = 1; })();", "new (class extends (function () { return y; }) { constructor() { super(); this.zz = 1; } })();", "Array.prototype.push.call(y, 1);", "Array.prototype.push.apply(y, [1]);", "Array.prototype.fill.call(y, 1, 0, 1);", "(p => { p.zz = 1; })(y);", "[y].forEach(p => { p.zz = 1; });", "const o = { f: y }; o.f.zz = 1;", "(y || 1).zz = 1;", "Object.seal(y);", "[y, 1].sort(p => { p.zz = 1; return 0; });", "let t = y; t.zz = 1;", "const { a: t } = { a: y }; t.zz = 1;", "y.sort();", "y.set('zz', 1);",
	"class A { static s = y; static { this.s.zz = 1; } }", "(function () { arguments[0].zz = 1; })(y);", "new (function () { return y; })().zz = 1;", "new Map([[1, y]]).forEach(p => { p.zz = 1; });", "for (const p of [y]) p.zz = 1;", "[...[y]][0].zz = 1;", "y(Array.prototype, { zz: 1 });", "y.assign(Math, { zz: 1 });", "({ y }).y.zz = 1;", "try { throw y; } catch (e) { e.zz = 1; }", "Object.values({ y })[0].zz = 1;", "y?.zz?.zz; y.zz = 1;", "({ get a() { return y; } }).a.zz = 1;", "[y].map(p => p)[0].zz = 1;", "((p = y) => { p.zz = 1; })();",
}

// sharedPath is the script of one path.
func sharedPath(source, put, get, probe string) string {
	return "var c, d, y;\ntry { " + strings.ReplaceAll(put, "X", "("+source+")") + " } catch (z0) {}\n" +
		"try { " + get + " } catch (z1) {}\ntry { " + probe + " } catch (z2) {}\nreturn 1;"
}

// TestSharedValuesAreFollowed takes one in sixty of all puts with all gets, or each
// REUSE_PATHS times, and one source and probe.
func TestSharedValuesAreFollowed(t *testing.T) {
	times, err := strconv.Atoi(os.Getenv("REUSE_PATHS"))
	if err != nil {
		times = 0
	}
	seed := uint64(1)
	if s, err := strconv.ParseUint(os.Getenv("REUSE_SEED"), 10, 64); err == nil {
		seed = s
	}
	r := rand.New(rand.NewPCG(seed, 0))
	tried, reusable := 0, 0
	for i, put := range sharedPuts {
		for j, get := range sharedGets {
			if times == 0 && r.IntN(60) > 0 {
				continue
			}
			for range max(times, 1) {
				script := sharedPath(sharedSources[r.IntN(len(sharedSources))], put, get, sharedProbes[r.IntN(len(sharedProbes))])
				s, err := Compile("path", script, Body)
				if err != nil {
					if j == 0 || i == 0 {
						t.Errorf("%v\n%s", err, script)
					}
					continue
				}
				tried++
				if s.Reusable() {
					reusable++
					checkReusable(t, s)
				}
			}
		}
	}
	t.Logf("%d paths, %d called reusable", tried, reusable)
}
