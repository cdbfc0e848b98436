// Calls rows of the table with values that a script could own, and looks for
// built-in objects in what they return, throw, pass to functions, and leave in their
// receiver and arguments. It also compares with what the row says of its result, of
// what it changes and what it calls. The value is a function (row, count, seed) that returns
// { calls, returned, problems }.
(function () {
	const isObject = v => typeof v === "function" || typeof v === "object" && v !== null;
	const { ownKeys, getOwnPropertyDescriptor: describe, getPrototypeOf, apply, construct, defineProperty } = Reflect;
	const mapForEach = Map.prototype.forEach, setForEach = Set.prototype.forEach;

	// Everything that is built in, with the path by which it was found.
	const builtins = new Map();
	(function walk(o, path) {
		if (!isObject(o) || builtins.has(o)) return;
		builtins.set(o, path);
		for (const k of ownKeys(o)) {
			const d = describe(o, k), at = path + "." + String(k);
			walk(d.value, at); walk(d.get, at); walk(d.set, at);
		}
		walk(getPrototypeOf(o), path + "<prototype>");
	})(globalThis, "globalThis");
	const hidden = [[].values(), new Map().values(), new Set().values(), "".matchAll(/x/g), ""[Symbol.iterator](), function* () {}, (function* () {})(), async function () {}];
	for (const o of hidden) (function walk(p) {
		if (p === null || builtins.has(p)) return;
		builtins.set(p, "hidden");
		for (const k of ownKeys(p)) { const d = describe(p, k); if (isObject(d.value)) walk(d.value); }
		walk(getPrototypeOf(p));
	})(getPrototypeOf(o));

	let state = 1, problems = [], now = "";
	const random = n => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0, Math.floor(state / 4294967296 * n));
	const pick = list => list[random(list.length)];

	// check looks for a built-in object in v, three levels deep.
	function check(v, where, depth = 0) {
		if (!isObject(v)) return;
		if (builtins.has(v)) {
			return report(where + " is " + builtins.get(v));
		}
		if (depth === 3) return;
		for (const k of ownKeys(v)) {
			let d;
			try { d = describe(v, k); } catch (e) { continue; } // the stack of an error is made of its name and message when it is read
			check(d.value, where + "." + String(k), depth + 1);
			check(d.get, where + ".get " + String(k), depth + 1);
			check(d.set, where + ".set " + String(k), depth + 1);
		}
		const forEach = v instanceof Map ? mapForEach : v instanceof Set ? setForEach : null;
		if (forEach !== null) try {
			apply(forEach, v, [(value, key) => { check(value, where + " value", depth + 1); check(key, where + " key", depth + 1); }]);
		} catch (e) {} // it only inherits from one
	}

	// watched makes a function of the script that checks what it is given. After so
	// many calls it throws: a replacer that always makes arrays never ends.
	let left = 0, called = new Set();
	function watched(result) {
		return function f(...args) {
			called.add(f);
			if (left-- <= 0) throw { thrown: "enough" };
			for (const a of args) check(a, "an argument of a function of the script");
			return result === first ? args[0] : typeof result === "function" ? result() : result;
		};
	}
	const first = {};
	const functions = [
		() => watched(undefined), () => watched(first), () => watched(1), () => watched(-1), () => watched(""), () => watched("x"), () => watched(true),
		() => watched(null), () => watched(() => ({})), () => watched(() => [1, 2]), () => watched(() => ({ value: 1, done: true })),
		() => watched(() => ({ next: watched(() => ({ done: true })) })), () => watched(() => ["a", "b"]),
		() => watched(() => { throw { thrown: 1 }; }),
	];
	// In the order of the bits of Kind.
	const kinds = [
		[() => undefined],
		[() => null],
		[() => true, () => false],
		[() => -1, () => 0, () => -0, () => 1, () => 2, () => 3, () => 7.5, () => 16, () => 100, () => NaN],
		[
			"", "a", "b,a", "Grün 😀", "\ud800", "12", '[1,{"a":2}]', '{"__proto__":{"a":1},"toJSON":1}', "constructor", "__proto__", "length", "toString",
			"2026-03-12T07:00:00Z", "g", "NFC", "aGk=", "6869", "$1$<n>$&", "%41", "(?<n>.)(b)?", "1.5e3",
		].map(text => () => text),
		[() => 0n, () => 5n, () => -1n, () => 300n],
		[
			() => [], () => [3, 1, 2], () => ["b", "a"], () => [[1, [2]], { a: 1 }], () => [, 1], () => [["a", 1], ["__proto__", {}], ["constructor", 1]],
			() => [make(Func)], () => "a-b".split("-"), () => /(?<n>a)/.exec("a"), () => JSON.parse('[{"__proto__":1},[]]'), () => [1, NaN, "x", null, undefined, true],
		],
		[
			() => ({}), () => ({ a: 1, b: { c: 2 } }), () => ({ length: 2, 0: "x", 1: "y" }), () => Object.create(null), () => ({ value: 1, writable: true }),
			() => JSON.parse('{"__proto__":{"b":1},"constructor":{"a":1},"toString":"x"}'), () => new Number(1), () => new String("ab"), () => new Boolean(false),
			() => Object(1n), () => ({ size: 1, has: make(Func), keys: make(Func) }), () => ({ alphabet: "base64url" }), () => ({ cause: make(Any) }), () => JSON.rawJSON("1"),
			() => ({ next: make(Func) }), () => ({ size: 1, has: watched(true), keys: watched(() => [1, 2].values()) }),
		],
		functions,
		[() => new Date(0), () => new Date(NaN), () => new Date(42)], // as numbers small: "x".padStart(new Date()) takes all memory,
		[() => /a/, () => /(?<n>.)/g, () => /b/y, () => /./u, () => /^(?:a|b)*$/m, () => new RegExp("", "gi")],
		[() => new Map(), () => new Map([["a", 1], [{}, []]])],
		[() => new Set(), () => new Set([1, "a", {}])],
		[
			() => new ArrayBuffer(16), () => new Uint8Array(4), () => new Uint8Array([3, 1, 2]).subarray(1), () => new Float64Array([1.5]), () => new BigInt64Array(2),
			() => new DataView(new ArrayBuffer(16)), () => new Int8Array(1), () => new Uint8ClampedArray(2), () => new Int16Array(2), () => new Uint16Array(2), () => new Int32Array(2),
			() => new Uint32Array(2), () => new Float32Array(2), () => new BigUint64Array(2),
		],
		[() => new Error("x"), () => new TypeError("x", { cause: {} }), () => { try { null.x; } catch (e) { return e; } }, () => { try { JSON.parse("{"); } catch (e) { return e; } }],
		[
			() => [1, "a"].values(), () => ["a"].entries(), () => new Map([["a", 1]]).entries(), () => new Set([1]).keys(), () => "abab".matchAll(/(?<n>a)b/g),
			() => new Uint8Array(2).values(), () => "ab"[Symbol.iterator](),
		],
	];
	const Func = 1 << 8, Any = (1 << 16) - 1;
	const bits = Array.from({ length: 1 << 4 }, (_, i) => i);

	// make makes a new value of one of the kinds. An object may then get properties
	// that builtins look at, as data could have them.
	function make(kind) {
		const value = pick(kinds[pick(bits.filter(i => kind & 1 << i))])();
		if (isObject(value) && random(3) === 0) spoil(value);
		return value;
	}
	// natural: the receiver is what its kind makes it.
	let natural = true;
	const hazards = [
		"constructor", "__proto__", "toString", "valueOf", "length", "toJSON", "exec", "lastIndex", "flags", "global", "unicode", "source", "next", "return", "done", "value",
		"has", "keys", "size", "get", "set", "add", "join", "concat", "name", "message", "cause", "stack", "index", "groups", "raw", "then", "prototype", "toISOString", "buffer", "0", "1",
	];
	const values = [
		() => undefined, () => null, () => 0, () => 1, () => -1, () => 3, () => "", () => "g", () => "2", () => true, () => ({}), () => [], () => [1, 2], () => new Date(0),
		() => new Map([[1, 2]]), () => new Set([1]), () => /a/g, () => new Uint8Array(2), () => [1].values(), () => new Error("own"), ...functions,
	];
	function spoil(o) {
		natural = false;
		for (let n = 1 + random(2); n > 0; n--) {
			const key = pick(hazards), value = pick(values)();
			try {
				// Flags of its own make an expression match for ever, as the specification has it.
				if (random(6) === 0 && !(o instanceof RegExp)) defineProperty(o, key, { get: watched(value), set: watched(), configurable: true, enumerable: true });
				else o[key] = value;
			} catch (e) {}
		}
		if (random(10) === 0) try { Object.freeze(o); } catch (e) {} // a typed array cannot be
	}

	// kindOf is the bit of Kind that a value has.
	const getter = (o, name) => describe(o, name).get;
	const iterators = getPrototypeOf(getPrototypeOf([].values()));
	const brands = new Map([
		[Date.prototype, [9, Date.prototype.getTime]], [RegExp.prototype, [10, getter(RegExp.prototype, "source")]],
		[Map.prototype, [11, getter(Map.prototype, "size")]], [Set.prototype, [12, getter(Set.prototype, "size")]],
		[ArrayBuffer.prototype, [13, getter(ArrayBuffer.prototype, "byteLength")]], [DataView.prototype, [13, getter(DataView.prototype, "byteLength")]],
		[getPrototypeOf(Uint8Array.prototype), [13, getter(getPrototypeOf(Uint8Array.prototype), "byteLength")]], [iterators, [15, () => 0]],
	]);
	function kindOf(v) {
		if (v === null) return 1 << 1;
		const i = ["undefined", "", "boolean", "number", "string", "bigint", "", "", "function"].indexOf(typeof v);
		if (i >= 0) return 1 << i;
		if (Array.isArray(v)) return 1 << 6;
		if (Error.isError(v)) return 1 << 14;
		for (let p = getPrototypeOf(v); p !== null; p = getPrototypeOf(p)) {
			const brand = brands.get(p);
			if (brand !== undefined) try { apply(brand[1], v, []); return 1 << brand[0]; } catch (e) {} // it only inherits
		}
		return 1 << 7;
	}

	// state of a value, one level deep, for sameState.
	function stateOf(v) {
		if (!isObject(v)) return [];
		const list = [getPrototypeOf(v), Object.isExtensible(v)];
		for (const k of ownKeys(v).sort()) {
			if (k === "stack") continue; // there once it is asked for
			const d = describe(v, k);
			list.push(k, d.value, d.get, d.set, d.writable, d.configurable);
		}
		switch (kindOf(v)) {
		case 1 << 9: list.push(apply(Date.prototype.getTime, v, [])); break;
		case 1 << 11: apply(mapForEach, v, [(value, key) => { list.push(key, value); }]); break;
		case 1 << 12: apply(setForEach, v, [value => { list.push(value); }]); break;
		case 1 << 13: list.push(...new Uint8Array(bufferOf(v))); break;
		}
		return list;
	}
	const sameState = (a, b) => a.length === b.length && a.every((v, i) => Object.is(v, b[i]));

	const report = text => { if (problems.length < 5) problems.push(now + ": " + text); };
	// bufferOf is the memory below a value, or the value itself.
	const buffers = [getter(getPrototypeOf(Uint8Array.prototype), "buffer"), getter(DataView.prototype, "buffer")];
	function bufferOf(v) {
		if (ArrayBuffer.isView(v)) for (const get of buffers) try { return apply(get, v, []); } catch (e) {}
		return v;
	}

	// judge compares what a call gave with what the row says.
	function judge(row, result, receiver, args) {
		// What is no object is so on any receiver.
		const proper = row.receiver === 0 || (row.receiver & kindOf(receiver)) !== 0;
		if ((proper || (row.gives & ~63) === 0) && (row.gives & kindOf(result)) === 0) report("gives kind " + kindOf(result));
		if (!row.fresh || !isObject(result)) return;
		for (const v of [receiver, ...args]) {
			if (!isObject(v)) continue;
			if (v === result || bufferOf(v) === bufferOf(result) || ownKeys(v).some(k => k !== "stack" && describe(v, k).value === result)) report("the result is not fresh");
		}
	}

	const hiddenPaths = {
		__proto__: null,
		"%TypedArray%": getPrototypeOf(Uint8Array), "%ArrayIteratorPrototype%": getPrototypeOf([].values()), "%MapIteratorPrototype%": getPrototypeOf(new Map().values()),
		"%SetIteratorPrototype%": getPrototypeOf(new Set().values()), "%StringIteratorPrototype%": getPrototypeOf(""[Symbol.iterator]()),
		"%RegExpStringIteratorPrototype%": getPrototypeOf("".matchAll(/x/g)),
	};
	const resolve = path => path.split(".").reduce((o, name) => hiddenPaths[name] ?? o[name], globalThis);
	// A function returns what to call for one row, with its arguments.
	function target(row) {
		const path = row.name.replace("new ", ""), cut = path.lastIndexOf("."), member = path.slice(cut + 1);
		switch (row.form) {
		case "constructor": { const c = resolve(path); return (_, args) => construct(c, args); }
		case "constant": return () => resolve(path);
		case "function": { const owner = cut < 0 ? undefined : resolve(path.slice(0, cut)), f = resolve(path); return (_, args) => apply(f, owner, args); }
		case "property": return receiver => receiver[member];
		default: { const method = resolve(path); return (receiver, args) => {
			const f = receiver[member];
			if (f !== method) throw skipped; // its own, another builtin, or none
			// "ä".replaceAll("", "") never ends in goja, and takes all memory.
			if (f === replaceAll && typeof receiver === "string" && ascii.test(receiver) === false) throw skipped;
			return apply(f, receiver, args);
		}; }
		}
	}
	const skipped = {}, { replaceAll } = String.prototype, ascii = /^[\0-\x7f]*$/;

	return function (row, count, seed) {
		state = seed; problems = [];
		const call = target(row), home = row.form === "property" && resolve(row.name.slice(0, row.name.lastIndexOf("."))), takes = i => i < row.takes.length ? row.takes[i] : row.takes[row.takes.length - 1];
		let calls = 0, returned = 0;
		for (let i = 0; i < count; i++) {
			left = 100;
			now = row.name + ", call " + i + " of seed " + seed;
			natural = true;
			const receiver = row.receiver === 0 ? undefined : receiverOf(row);
			const most = row.rest ? row.takes.length + 2 : row.takes.length, args = [];
			for (let n = row.exact ? most : random(most + 1); args.length < n;) args.push(make(row.exact || random(4) > 0 ? takes(args.length) : Any));
			const before = [receiver, ...args].map(stateOf);
			called = new Set();
			try {
				const result = call(receiver, args);
				returned++;
				if (!called.size && (row.form !== "property" || natural && home.isPrototypeOf(Object(receiver)))) judge(row, result, receiver, args);
				check(result, "the result");
				drain(result);
			} catch (e) {
				if (e === skipped) continue;
				check(e, "what was thrown");
			}
			calls++;
			args.forEach((a, i) => { if (called.has(a) && !(row.callbacks & 1 << i)) report("calls argument " + i); });
			[receiver, ...args].map(stateOf).forEach((after, i) => {
				if (row.changes !== i + 1 && !sameState(before[i], after)) report("changes " + (i === 0 ? "its receiver" : "argument " + (i - 1)));
			});
			check(receiver, "then the receiver");
			for (const a of args) check(a, "then an argument");
		}
		return { calls, returned, problems };
	};

	// A method's receiver may also be any object that inherits from one of its kind.
	function receiverOf(row) {
		const member = row.name.slice(row.name.lastIndexOf(".") + 1);
		const method = row.form === "method" && resolve(row.name);
		let value;
		for (let n = 0; n < 50; n++) {
			value = make(row.receiver);
			try { if (row.form === "property" || value[member] === method) break; } catch (e) {}
		}
		if (!isObject(value) || random(5) > 0) return value;
		// A heir of a number that has no toString of its own ends the process in goja.
		if (value instanceof Number || value instanceof BigInt || value instanceof Boolean || value instanceof String) return value;
		const heir = make(1 << 7);
		natural = false;
		try { heir.__proto__ = value; } catch (e) {}
		return heir;
	}

	// drain takes what an iterator gives.
	function drain(iterator) {
		if (!isObject(iterator) || typeof iterator.next !== "function") return;
		for (let n = 0; n < 4; n++) {
			const { value, done } = iterator.next();
			check(value, "what the iterator gives");
			if (done) return;
		}
	}
})()
