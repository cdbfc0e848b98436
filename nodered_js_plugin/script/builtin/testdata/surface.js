// All own properties of everything that a script could reach, as a list of
// { path, kind, length }. Objects that no global leads to have names in %,
// as the specification names them.
(function () {
	const isObject = v => typeof v === "function" || typeof v === "object" && v !== null;
	const proto = Object.getPrototypeOf;
	const hidden = {
		"Object.prototype": Object.prototype,
		"Function.prototype": Function.prototype,
		"%TypedArray%": proto(Uint8Array),
		"%IteratorPrototype%": proto(proto([].values())),
		"%ArrayIteratorPrototype%": proto([].values()),
		"%MapIteratorPrototype%": proto(new Map().values()),
		"%SetIteratorPrototype%": proto(new Set().values()),
		"%StringIteratorPrototype%": proto(""[Symbol.iterator]()),
		"%RegExpStringIteratorPrototype%": proto("".matchAll(/x/g)),
		"%GeneratorPrototype%": proto(proto((function* () {})())),
		"%GeneratorFunction%": proto(function* () {}).constructor,
		"%AsyncFunction%": proto(async function () {}).constructor,
	};
	const list = [], queue = [], paths = new Map();
	function add(o, path) {
		if (!isObject(o) || paths.has(o)) return;
		paths.set(o, path);
		queue.push(o);
	}
	add(globalThis, "");
	for (const name in hidden) add(hidden[name], name);
	while (queue.length > 0) {
		const o = queue.shift(), at = paths.get(o);
		for (const k of Reflect.ownKeys(o)) {
			// What a built-in function is called itself is no builtin.
			if (typeof o === "function" && (k === "name" || k === "length") && o !== Function.prototype) continue;
			const d = Object.getOwnPropertyDescriptor(o, k);
			const path = typeof k === "symbol" ? at + "[" + k.description + "]" : at === "" ? k : at + "." + k;
			const kind = !("value" in d) ? "accessor" : typeof d.value === "function" ? "function" : isObject(d.value) ? "object" : "primitive";
			list.push({ path, kind, length: kind === "function" ? d.value.length : 0 });
			add(d.value, path);
			add(d.get, "get " + path);
			add(d.set, "set " + path);
		}
		const p = proto(o);
		if (p !== null && !paths.has(p)) add(p, "prototype of " + at);
	}
	return list;
})()
