// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// All methods of a pristine VM, as a list of lists: the places where one function is, as
// { holder, name }. The holder is a path from the global object, or one of the names in
// hidden, which are objects that no path leads to.
// Constructors are left out, and eval, which sees the local variables of its caller only
// by itself.
(function (hidden) {
	const isObject = v => typeof v === "function" || typeof v === "object" && v !== null;
	const places = new Map(), paths = new Map(), queue = [];
	function add(o, path) {
		if (isObject(o) && !paths.has(o)) {
			paths.set(o, path);
			queue.push(o);
		}
	}
	function isConstructor(f) {
		try {
			Reflect.construct(Object, [], f);
			return true;
		} catch {
			return false;
		}
	}
	for (const name in hidden) add(hidden[name], name);
	add(globalThis, "");
	while (queue.length > 0) {
		const o = queue.shift(), holder = paths.get(o);
		for (const key of Reflect.ownKeys(o)) {
			const d = Object.getOwnPropertyDescriptor(o, key), symbol = typeof key === "symbol";
			if (!symbol) add(d.value, holder === "" ? key : holder + "." + key);
			const f = d.value;
			if (typeof f !== "function" || isConstructor(f) || f === Function.prototype || f === eval || !d.configurable) continue;
			if (!places.has(f)) places.set(f, []);
			places.get(f).push({ holder, name: symbol ? "[" + key.description + "]" : key });
		}
	}
	return [...places.values()];
})
