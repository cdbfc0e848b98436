package engine

import (
	"sync"

	"github.com/dop251/goja"
)

// Everything a script may do with what is built in stands in this file; what is
// not listed here forbids reuse.

// A nativeMethod says what a built-in method does, whatever it is called on.
type nativeMethod struct {
	// changes: it changes its object.
	changes bool
	// keeps: its arguments become contents of its object.
	keeps  bool
	result nativeResult
	calls  nativeCallback
	// pattern: its first argument may be a regular expression, whose protocol
	// methods may change even objects that are none.
	pattern bool
}

type nativeResult uint8

const (
	givesPrimitive nativeResult = iota
	givesNumber
	givesElement // something from its object, or a primitive
	givesArray   // a new array of contents, arguments, or what the callback returned
	givesMapped  // a new array of what the callback returned
	givesFlat    // a new array of anything in that
	givesNest    // as givesArray, with new arrays or objects inside
	givesRecord  // as givesNest, with named properties
	givesObject  // its object, or a view of it
	givesReduced // what the callback returned
)

type nativeCallback uint8

const (
	callsNothing nativeCallback = iota
	callsElement                // (element, index, object)
	callsReduce                 // (accumulator, element, index, object)
	callsCompare                // (element, element)
	callsReplace                // (text, …, groups), as the second argument
)

var nativeMethods = func() map[string]nativeMethod {
	m := map[string]nativeMethod{
		// Array, typed arrays
		"at": {result: givesElement}, "concat": {result: givesArray}, "entries": {result: givesNest},
		"every": {calls: callsElement}, "some": {calls: callsElement}, "forEach": {calls: callsElement},
		"filter": {result: givesArray, calls: callsElement}, "map": {result: givesMapped, calls: callsElement},
		"find": {result: givesElement, calls: callsElement}, "findLast": {result: givesElement, calls: callsElement},
		"findIndex": {result: givesNumber, calls: callsElement}, "findLastIndex": {result: givesNumber, calls: callsElement},
		"flat": {result: givesFlat}, "flatMap": {result: givesFlat, calls: callsElement},
		"includes": {}, "indexOf": {result: givesNumber}, "lastIndexOf": {result: givesNumber}, "join": {},
		"keys": {result: givesArray}, "values": {result: givesArray},
		"reduce": {result: givesReduced, calls: callsReduce}, "reduceRight": {result: givesReduced, calls: callsReduce},
		"slice": {result: givesArray}, "subarray": {result: givesObject},
		"toReversed": {result: givesArray}, "toSorted": {result: givesArray, calls: callsCompare},
		"toSpliced": {result: givesArray}, "with": {result: givesArray},
		"push": {changes: true, keeps: true, result: givesNumber}, "unshift": {changes: true, keeps: true, result: givesNumber},
		"pop": {changes: true, result: givesElement}, "shift": {changes: true, result: givesElement},
		"splice": {changes: true, keeps: true, result: givesArray}, "fill": {changes: true, keeps: true, result: givesObject},
		"reverse": {changes: true, result: givesObject}, "copyWithin": {changes: true, result: givesObject},
		"sort": {changes: true, result: givesObject, calls: callsCompare},
		// Map, Set, iterators
		"get": {result: givesElement}, "has": {}, "next": {result: givesRecord},
		"set": {changes: true, keeps: true, result: givesObject}, "add": {changes: true, keeps: true, result: givesObject},
		"delete": {changes: true}, "clear": {changes: true}, symbolIterator: {result: givesArray},
		// String
		"match": {result: givesRecord, pattern: true}, "matchAll": {result: givesRecord, pattern: true},
		"replace": {calls: callsReplace, pattern: true}, "replaceAll": {calls: callsReplace, pattern: true},
		"search": {result: givesNumber, pattern: true}, "split": {result: givesArray, pattern: true},
		"charCodeAt": {result: givesNumber}, "codePointAt": {result: givesNumber}, "localeCompare": {result: givesNumber},
		// RegExp
		"exec": {result: givesRecord}, "test": {},
		// Object
		"valueOf": {result: givesObject},
	}
	for _, name := range []string{
		"charAt", "endsWith", "normalize", "padEnd", "padStart", "repeat", "startsWith", "substr", "substring",
		"toLocaleLowerCase", "toLocaleUpperCase", "toLowerCase", "toUpperCase", "trim", "trimEnd", "trimLeft", "trimRight", "trimStart",
		"toExponential", "toFixed", "toPrecision", "toString", "toLocaleString", "toBase64", "toHex",
		"hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable",
		"toDateString", "toISOString", "toJSON", "toLocaleDateString", "toLocaleTimeString", "toTimeString", "toUTCString",
	} {
		m[name] = nativeMethod{}
	}
	for _, part := range []string{"Date", "Day", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"} {
		for _, utc := range []string{"", "UTC"} {
			m["get"+utc+part] = nativeMethod{result: givesNumber}
			if part != "Day" {
				m["set"+utc+part] = nativeMethod{changes: true, result: givesNumber}
			}
		}
	}
	for _, name := range []string{"getTime", "getTimezoneOffset"} {
		m[name] = nativeMethod{result: givesNumber}
	}
	m["setTime"] = nativeMethod{changes: true, result: givesNumber}
	for _, element := range []string{"Float32", "Float64", "Int8", "Int16", "Int32", "Uint8", "Uint16", "Uint32", "BigInt64", "BigUint64"} {
		m["get"+element] = nativeMethod{result: givesNumber}
		m["set"+element] = nativeMethod{changes: true}
	}
	return m
}()

// symbolIterator is how this analysis names the key Symbol.iterator, the only
// symbol that a script may use: all other protocols thus stay as they are.
const symbolIterator = "@@iterator"

func setOf(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		set[name] = true
	}
	return set
}

var (
	// pureNames are properties of built-in objects that are, wherever they occur,
	// functions which need no this, change nothing, take no callback and return a
	// primitive. console's are among them.
	pureNames = setOf(
		"abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "clz32", "cos", "cosh", "exp", "expm1",
		"floor", "fround", "hypot", "imul", "log", "log10", "log1p", "log2", "max", "min", "pow", "random", "round", "sign", "sin",
		"sinh", "sqrt", "tan", "tanh", "trunc",
		"isFinite", "isInteger", "isNaN", "isSafeInteger", "parseFloat", "parseInt",
		"fromCharCode", "fromCodePoint", "isArray", "now", "UTC", "asIntN", "asUintN", "isView",
		"is", "hasOwn", "isFrozen", "isSealed", "isExtensible",
		"debug", "info", "warn", "error",
	)
	// pureGlobals are the same as global names, numberGlobals and numberNames those
	// that return a number.
	pureGlobals = setOf(
		"parseInt", "parseFloat", "isNaN", "isFinite", "encodeURI", "encodeURIComponent", "decodeURI", "decodeURIComponent",
		"escape", "unescape", "Number", "String", "Boolean", "BigInt",
	)
	numberGlobals = setOf("parseInt", "parseFloat", "Number", "BigInt")
	numberNames   = setOf("now", "UTC", "asIntN", "asUintN", "parseInt", "parseFloat")

	// newGlobals are the constructors that make an object of their own, of their
	// arguments at most; callableGlobals those that also do so when called.
	newGlobals = setOf("Date", "Map", "Set", "RegExp", "Array", "Object", "Number", "String", "Boolean", "ArrayBuffer", "DataView",
		"Uint8Array", "Uint8ClampedArray", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array", "Int32Array",
		"Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
		"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError")
	callableGlobals = setOf("Date", "RegExp", "Array", "Object",
		"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError")
	errorGlobals = setOf("Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError")

	// forbiddenGlobals are never used by a reusable script, but under typeof: they
	// run text as code, reach objects past this analysis, or run code later.
	forbiddenGlobals = setOf("eval", "Function", "globalThis", "Proxy", "Reflect", "Promise", "Symbol", "WeakMap", "WeakSet", "GoError", "AggregateError")

	// forbiddenMembers are never read by name: they lead to prototypes or to the
	// script's own function.
	forbiddenMembers = setOf("__proto__", "prototype", "callee", "caller", "arguments",
		"__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__")

	// hostNames are the methods of console and cache.
	consoleNames = []string{"debug", "log", "info", "warn", "error"}
	cacheNames   = []string{"get", "set", "exists", "delete", "update"}
)

// A nameIndex is what the names of the properties of all built-in objects are.
type nameIndex struct {
	globals map[string]bool
	// objects are names that hold an object or function somewhere, values those
	// that hold a primitive.
	objects, values map[string]bool
	// static are the names in objects of those that are no prototypes.
	static map[string]bool
	// object, function, collection, any are the names in objects that ordinary
	// objects, functions, maps and sets, and all others inherit.
	object, function, any map[string]bool
}

func (x *nameIndex) inherited(kind siteKind, name string) bool {
	switch kind {
	case plainKind:
		return x.object[name]
	case bareKind:
		return false
	case functionKind:
		return x.function[name]
	default:
		return x.any[name]
	}
}

// builtinNames asks a pristine VM, once, so that a new goja with more built in
// is met with more caution.
var builtinNames = sync.OnceValue(func() *nameIndex {
	vm := goja.New()
	result, err := vm.RunString(collectNames)
	if err != nil {
		panic(err)
	}
	var lists map[string][]string
	if err := vm.ExportTo(result, &lists); err != nil {
		panic(err)
	}
	x := &nameIndex{
		globals: setOf(lists["globals"]...), objects: setOf(lists["objects"]...), values: setOf(lists["values"]...),
		static: setOf(lists["statics"]...), object: setOf(lists["object"]...), function: setOf(lists["function"]...), any: setOf(lists["any"]...),
	}
	x.globals["console"], x.globals["cache"] = true, true
	for _, name := range append(consoleNames, cacheNames...) {
		x.objects[name], x.static[name] = true, true
	}
	return x
})

const collectNames = `(function () {
	const harmless = new Set(["size", "flags", "source", "global", "multiline", "dotAll", "ignoreCase", "unicode", "sticky", "hasIndices",
		"byteLength", "byteOffset", "length", "description", "buffer", Symbol.species, Symbol.toStringTag]);
	const objects = new Set(), values = new Set(), statics = new Set(), prototypes = new Set();
	const any = new Set(), seen = new Set();
	const holdsObject = (k, d) => {
		if ("value" in d) return typeof d.value === "function" || typeof d.value === "object" && d.value !== null;
		return !harmless.has(k);
	};
	const text = k => typeof k === "string" ? k : "@@" + String(k.description).replace("Symbol.", "");
	const own = (o, f) => { for (const k of Reflect.ownKeys(o)) f(k, Object.getOwnPropertyDescriptor(o, k)); };
	function walk(o) {
		if (typeof o !== "function" && (typeof o !== "object" || o === null) || seen.has(o)) return;
		seen.add(o);
		own(o, (k, d) => {
			if (k === "prototype") prototypes.add(d.value);
			(holdsObject(k, d) ? objects : values).add(text(k));
			walk(d.value); walk(d.get); walk(d.set);
		});
		const p = Object.getPrototypeOf(o);
		if (p !== null) { prototypes.add(p); walk(p); }
	}
	const inheritedBy = o => {
		const names = new Set();
		for (let p = Object.getPrototypeOf(o); p !== null; p = Object.getPrototypeOf(p)) own(p, (k, d) => { if (holdsObject(k, d)) names.add(text(k)); });
		return [...names];
	};
	walk(globalThis);
	for (const o of [[].values(), new Map().values(), new Set().values(), "".matchAll(/x/g), ""[Symbol.iterator](),
		(function* () {})(), function* () {}, async function () {}, /x/]) walk(Object.getPrototypeOf(o));
	for (const o of seen) own(o, (k, d) => { if (holdsObject(k, d)) (prototypes.has(o) ? any : statics).add(text(k)); });
	return {
		globals: Object.getOwnPropertyNames(globalThis), objects: [...objects], values: [...values], statics: [...statics],
		object: inheritedBy({}), function: inheritedBy(function () {}), any: [...any],
	};
})()`
