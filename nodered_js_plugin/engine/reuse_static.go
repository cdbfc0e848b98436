package engine

import (
	"github.com/dop251/goja/ast"
)

// callStatic is a call of the form Global.name(…) of a listed function; ok is
// false for any other, which is then an ordinary method call on something built in.
func (f *flow) callStatic(e *ast.CallExpression, global, name string) (result flowValue, ok bool) {
	if forbiddenGlobals[global] {
		return flowValue{}, false
	}
	switch global + "." + name {
	case "Object.keys", "Object.getOwnPropertyNames":
		f.callOf(e, e.ArgumentList)
		return f.fresh(e, otherKind, primitiveValue(primText)), true
	case "Object.values":
		return f.fresh(e, otherKind, f.ownOf(f.callOf(e, e.ArgumentList).from(0))), true
	case "Object.entries":
		contents := f.ownOf(f.callOf(e, e.ArgumentList).from(0))
		return f.freshNest(e, otherKind, contents.or(primitiveValue(primText))), true
	case "Object.fromEntries":
		pairs := f.elements(f.callOf(e, e.ArgumentList).from(0))
		id := f.alloc(e, "object", plainKind)
		f.join(&f.sites[id].computed, f.arrayLike(pairs))
		return siteValue(id), true
	case "Object.assign":
		return f.objectAssign(e), true
	case "Object.freeze", "Object.seal", "Object.preventExtensions":
		v := f.callOf(e, e.ArgumentList).argument(0)
		f.touch(v)
		if v.builtin() {
			f.forbid(e.Idx0(), "calls "+expressionText(e.Callee)+" on something that may be built in")
		}
		return v, true
	case "Object.create":
		if len(e.ArgumentList) != 1 {
			return flowValue{}, false
		}
		if _, null := e.ArgumentList[0].(*ast.NullLiteral); !null {
			return flowValue{}, false
		}
		return siteValue(f.alloc(e, "object", bareKind)), true
	case "Array.of":
		return f.fresh(e, otherKind, f.callOf(e, e.ArgumentList).from(0)), true
	case "Array.from":
		return f.arrayFrom(e), true
	case "JSON.parse":
		return f.jsonParse(e), true
	case "JSON.stringify":
		c := f.callOf(e, e.ArgumentList)
		if replacer := c.argument(1); len(c.arguments) > 1 || !c.rest.empty() {
			seen := f.reachable(c.argument(0)).or(f.fresh(e, plainKind, c.argument(0)))
			f.callback(c, replacer, seen, primitiveValue(primText|primNumber), seen)
		}
		return primitiveValue(primText | primNullish), true
	case "Date.parse":
		f.callOf(e, e.ArgumentList)
		return primitiveValue(primNumber), true
	}
	switch {
	case global == "cache":
		return f.callCache(e, name), true
	case pureNames[name]:
		f.callOf(e, e.ArgumentList)
		if global == "Math" || numberNames[name] {
			return primitiveValue(primNumber), true
		}
		return primitiveValue(primAny), true
	}
	return flowValue{}, false
}

// objectAssign is assignment of every own property, so data may set a prototype.
func (f *flow) objectAssign(e *ast.CallExpression) flowValue {
	c := f.callOf(e, e.ArgumentList)
	target, sources := c.argument(0), c.from(1)
	if target.builtin() {
		f.forbid(e.Idx0(), "calls Object.assign on something that may be built in")
	}
	f.touch(target)
	for id := range target.all() {
		if id > globalSite {
			f.spread(f.sites[id], sources)
		}
	}
	for id := range sources.all() {
		if id <= globalSite {
			continue
		}
		// Only a property whose key is not written in the script can be __proto__.
		f.put(target.own(), flowKey{kind: anyKey}, f.sites[id].computed)
	}
	f.callSetters(target, f.ownOf(sources))
	return target
}

func (f *flow) arrayFrom(e *ast.CallExpression) flowValue {
	c := f.callOf(e, e.ArgumentList)
	contents := f.arrayLike(c.argument(0))
	if len(c.arguments) > 1 || !c.rest.empty() {
		contents = contents.or(f.callback(c, c.argument(1), c.from(2), contents, primitiveValue(primNumber)))
	}
	return f.fresh(e, otherKind, contents)
}

// jsonParse makes new data, which may have any key. A reviver sees all of it.
func (f *flow) jsonParse(e *ast.CallExpression) flowValue {
	c := f.callOf(e, e.ArgumentList)
	id := f.alloc(e, "data", otherKind)
	data := siteValue(id).or(primitiveValue(primAny))
	f.join(&f.sites[id].numbered, data)
	f.join(&f.sites[id].computed, data)
	if len(c.arguments) > 1 || !c.rest.empty() {
		returned := f.callback(c, c.argument(1), data, primitiveValue(primText|primNumber), f.sites[id].computed)
		f.join(&f.sites[id].numbered, returned)
		f.join(&f.sites[id].computed, returned)
		data = data.or(returned)
	}
	return data
}

// callCache is a call of the host's cache, which copies values in and out as
// JSON, and may call a function back with them.
func (f *flow) callCache(e *ast.CallExpression, name string) flowValue {
	c := f.callOf(e, e.ArgumentList)
	if name == "update" && c.from(0).builtin() {
		f.forbid(e.Idx0(), "passes a function that may be built in to cache.update")
	}
	id := f.alloc(e, "data", otherKind)
	data := siteValue(id).or(primitiveValue(primAny))
	f.join(&f.sites[id].numbered, data)
	f.join(&f.sites[id].computed, data)
	for callee := range c.from(0).all() {
		if fn := f.sites[callee].function; fn != nil {
			f.callValue(&flowCall{node: c.node, pos: c.pos, rest: data}, siteValue(callee), flowValue{}, false)
		}
	}
	return data
}

// callThrough is function.call(…) and function.apply(…), for functions of the
// script and for methods written as Array.prototype.name or [].name.
func (f *flow) callThrough(e *ast.CallExpression, function ast.Expression, apply bool) (flowValue, bool) {
	inner := func() (this flowValue, rest *flowCall) {
		c := f.callOf(e, e.ArgumentList)
		this, rest = c.argument(0), c.after(1)
		if apply {
			rest = &flowCall{node: e, pos: e.Idx0(), rest: f.arrayLike(c.from(1))}
		}
		return this, rest
	}
	if dot, ok := function.(*ast.DotExpression); ok {
		name := nameText(dot.Identifier.Name)
		if native, known := nativeMethods[name]; known && f.isPrototype(dot.Left) {
			this, c := inner()
			if native.changes && this.builtin() {
				f.forbid(e.Idx0(), "calls "+expressionText(e.Callee)+" on something that may be built in")
			}
			out := f.callNative(c, native, this)
			if native.result == givesArray {
				f.fresh(e, otherKind, this.objects()) // concat takes an object as an element
			}
			return out, true
		}
		if global, ok := f.globalName(dot.Left); ok && pureNames[name] && !forbiddenGlobals[global] && global != "cache" {
			inner()
			if global == "Math" {
				return primitiveValue(primNumber), true
			}
			return primitiveValue(primAny), true
		}
	}
	v := f.eval(function)
	if v.builtin() {
		return flowValue{}, false
	}
	// A function of the script may have a property of its own of that name.
	own := f.getOwn(v, keyNamed("call")).or(f.getOwn(v, keyNamed("apply")))
	if own.objects() != (flowValue{}) {
		return flowValue{}, false
	}
	this, c := inner()
	out := primitiveValue(primNullish)
	for id := range v.all() {
		if fn := f.sites[id].function; fn != nil {
			f.bind(fn, c.arguments, c.rest)
			f.join(&fn.this, this)
			if !fn.strict && !fn.arrow {
				f.join(&fn.this, siteValue(globalSite)) // where this is null or undefined
			}
			out = out.or(fn.result)
		}
	}
	return out, true
}

// isPrototype reports whether e is written Global.prototype or as an empty
// literal, whose methods then are the built-in ones.
func (f *flow) isPrototype(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.DotExpression:
		_, ok := f.globalName(e.Left)
		return ok && e.Identifier.Name == "prototype"
	case *ast.ArrayLiteral:
		return len(e.Value) == 0
	case *ast.ObjectLiteral:
		return len(e.Value) == 0
	case *ast.StringLiteral:
		return true
	}
	return false
}
