package engine

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// A flowCall is one call: where, and what is passed. rest is what arguments
// after a spread may be.
type flowCall struct {
	node      ast.Expression
	pos       file.Idx
	arguments []flowValue
	rest      flowValue
	// calledWith is what a callback may get besides the arguments known by position.
	calledWith flowValue
}

// argument is what the i-th argument may be.
func (c *flowCall) argument(i int) flowValue {
	if i < len(c.arguments) {
		return c.arguments[i].or(c.rest)
	}
	return c.rest.or(primitiveValue(primNullish))
}

// from is what any argument from the i-th on may be.
func (c *flowCall) from(i int) flowValue {
	out := c.rest
	for ; i < len(c.arguments); i++ {
		out = out.or(c.arguments[i])
	}
	return out
}

// after is the call without its first n arguments.
func (c *flowCall) after(n int) *flowCall {
	return &flowCall{node: c.node, pos: c.pos, arguments: c.arguments[min(n, len(c.arguments)):], rest: c.rest}
}

func (c *flowCall) withRest(v flowValue) *flowCall {
	with := *c
	with.calledWith = v
	return &with
}

func (f *flow) callOf(node ast.Expression, list []ast.Expression) *flowCall {
	c := &flowCall{node: node, pos: node.Idx0()}
	spread := false
	for _, e := range list {
		var v flowValue
		if s, ok := e.(*ast.SpreadElement); ok {
			spread = true
			v = f.elements(f.eval(s.Expression))
		} else {
			v = f.eval(e)
		}
		if spread {
			c.rest = c.rest.or(v)
		} else {
			c.arguments = append(c.arguments, v)
		}
	}
	return c
}

func (f *flow) call(e *ast.CallExpression) flowValue {
	callee := withoutOptional(e.Callee)
	switch callee := callee.(type) {
	case *ast.SuperExpression:
		c := f.callOf(e, e.ArgumentList)
		f.superCall(f.frame.this, f.frame.superclass, c.arguments, c.rest)
		return f.frame.this.this
	case *ast.DotExpression:
		return f.callMember(e, callee)
	case *ast.Identifier:
		if name, ok := f.globalName(callee); ok {
			return f.callGlobal(e, name)
		}
	case *ast.BracketExpression, *ast.PrivateDotExpression:
		base, key := f.member(callee, false)
		return f.callMethod(f.callOf(e, e.ArgumentList), base, f.receiver(callee, base), key)
	}
	v := f.eval(callee)
	return f.callValue(f.callOf(e, e.ArgumentList), v, flowValue{}, false)
}

// callMember is a call of the form object.name(…).
func (f *flow) callMember(e *ast.CallExpression, callee *ast.DotExpression) flowValue {
	name := nameText(callee.Identifier.Name)
	if name == "call" || name == "apply" {
		if v, ok := f.callThrough(e, withoutOptional(callee.Left), name == "apply"); ok {
			return v
		}
	}
	if global, ok := f.globalName(withoutOptional(callee.Left)); ok {
		if v, ok := f.callStatic(e, global, name); ok {
			return v
		}
	}
	base, key := f.member(callee, false)
	return f.callMethod(f.callOf(e, e.ArgumentList), base, f.receiver(callee, base), key)
}

// receiver is what this is in a call of a member.
func (f *flow) receiver(callee ast.Expression, base flowValue) flowValue {
	if _, super := memberBase(callee).(*ast.SuperExpression); super {
		return f.frame.this.this
	}
	return base
}

// callGlobal is a call of a global function.
func (f *flow) callGlobal(e *ast.CallExpression, name string) flowValue {
	c := f.callOf(e, e.ArgumentList)
	switch {
	case pureGlobals[name] && numberGlobals[name]:
		return primitiveValue(primNumber)
	case pureGlobals[name]:
		return primitiveValue(primAny)
	case callableGlobals[name]:
		return f.makeBuiltin(c, name).or(primitiveValue(primText))
	}
	f.forbid(e.Idx0(), "calls "+name)
	return flowValue{}
}

// callValue calls what v may hold. method says that this is passed.
func (f *flow) callValue(c *flowCall, v, this flowValue, method bool) flowValue {
	var out flowValue
	for id := range v.all() {
		switch id {
		case pureSite:
			out.primitives |= primAny
		case objectMember:
			// Object returns its argument, valueOf its object.
			out = out.or(c.argument(0)).or(this).or(f.fresh(c.node, otherKind, flowValue{})).or(primitiveValue(primAny))
		case sharedSite, memberSite, inertSite, globalSite:
			f.forbid(c.pos, "calls "+f.calleeText(c)+", which may be any built-in function")
		default:
			if fn := f.sites[id].function; fn != nil {
				f.bind(fn, c.arguments, c.rest)
				f.bindThis(fn, this, method)
				out = out.or(fn.result).or(primitiveValue(primNullish))
			}
		}
	}
	return out
}

// bindThis passes this to a function. A method found in an object gets that
// object, which callImplicitly sees to.
func (f *flow) bindThis(fn *flowFunction, this flowValue, method bool) {
	switch {
	case fn.arrow:
	case method:
		f.join(&fn.this, this.own())
	case fn.strict:
		f.join(&fn.this, primitiveValue(primNullish))
	default:
		f.join(&fn.this, siteValue(globalSite))
	}
}

func (f *flow) calleeText(c *flowCall) string {
	switch e := c.node.(type) {
	case *ast.CallExpression:
		return expressionText(e.Callee)
	case *ast.NewExpression:
		return expressionText(e.Callee)
	}
	return "…"
}

// callMethod calls the method that base has under key: the built-in one where
// base may inherit it, and functions of the script that stand there.
func (f *flow) callMethod(c *flowCall, base, this flowValue, key flowKey) flowValue {
	if key.kind != namedKey {
		return f.callValue(c, f.get(base, key), this, true)
	}
	name := key.name
	if forbiddenMembers[name] {
		f.forbid(c.pos, "calls "+f.calleeText(c))
		return flowValue{}
	}
	var out flowValue
	if heirs := f.heirs(base, name); !heirs.empty() {
		native, known := nativeMethods[name]
		if base != this { // super
			heirs = this
		}
		switch {
		case !known:
			f.forbid(c.pos, "calls "+f.calleeText(c)+", which is not known to be harmless")
		case heirs.builtin() && builtinNames().static[name]:
			f.forbid(c.pos, "calls "+f.calleeText(c)+", which may be any built-in function")
		default:
			out = f.callNative(c, native, heirs)
		}
	}
	if !builtinNames().any[name] || pureNames[name] {
		for id := range base.without(base.own()).all() {
			out = out.or(f.callValue(c, builtinProperty(id, key), flowValue{}, true))
		}
	}
	own := f.getOwn(base.own(), key)
	if own.has(memberSite) || own.has(inertSite) || own.has(objectMember) {
		out = out.or(f.callStored(c, this))
	}
	return out.or(f.callValue(c, own.without(siteValue(memberSite, inertSite, objectMember)), this, true))
}

// heirs is the part of base that inherits a built-in property of that name.
func (f *flow) heirs(base flowValue, name string) flowValue {
	var out flowValue
	if builtinNames().any[name] {
		out.primitives = base.primitives &^ primNullish
	}
	for id := range base.all() {
		v := siteValue(id)
		if id <= globalSite && !pureNames[name] && builtinNames().any[name] && builtinHas(id, name) || id > globalSite && f.inherited(v, keyNamed(name)).builtin() {
			out = out.or(v)
		}
	}
	return out
}

// builtinHas reports whether something built in may have a method of that name.
func builtinHas(id siteID, name string) bool {
	return id == sharedSite || id == memberSite || id == globalSite || builtinNames().static[name] || builtinNames().function[name]
}

// callStored calls whatever property of a built-in prototype a script may have
// stored in its own object. All of these change nothing but their object, and
// have nothing to do with but that, their arguments, and what hangs there.
func (f *flow) callStored(c *flowCall, this flowValue) flowValue {
	arguments := c.from(0)
	if this.builtin() || arguments.builtin() {
		f.forbid(c.pos, "calls "+f.calleeText(c)+", which may be a built-in function")
		return flowValue{}
	}
	f.touch(this)
	all := f.reachable(this.or(arguments)).or(primitiveValue(primAny))
	all = all.or(f.freshRecord(c.node, all))
	for id := range this.all() {
		f.join(&f.sites[id].numbered, all)
	}
	f.callSetters(this, all)
	for id := range all.all() {
		if fn := f.sites[id].function; fn != nil {
			f.join(&fn.rest, all)
			f.bindThis(fn, all, true)
			f.bindThis(fn, flowValue{}, false)
		}
	}
	return all
}

// callNative is a call of a listed built-in method.
func (f *flow) callNative(c *flowCall, native nativeMethod, base flowValue) flowValue {
	if native.changes {
		f.touch(base)
		if base.has(sharedSite) || base.has(memberSite) || base.has(globalSite) {
			f.forbid(c.pos, "calls "+f.calleeText(c)+" on something that may be built in")
		}
	}
	if native.pattern && (c.argument(0).has(sharedSite) || c.argument(0).has(memberSite)) {
		f.forbid(c.pos, "calls "+f.calleeText(c)+" with a pattern that may be built in")
	}
	elements := f.arrayLike(base)
	if native.changes {
		// Moving elements is assigning them.
		f.callSetters(base, elements.or(c.from(0)))
	}
	if native.keeps {
		for id := range base.all() {
			if id > globalSite {
				f.join(&f.sites[id].numbered, c.from(0))
			}
		}
	}
	var returned flowValue
	switch native.calls {
	case callsElement:
		index := primitiveValue(primNumber)
		if f.keyed(base) {
			index = index.or(elements)
		}
		returned = f.callback(c, c.argument(0), c.from(1), elements, index, base)
	case callsReduce:
		returned = c.from(1)
		if len(c.arguments) < 2 {
			returned = returned.or(elements)
		}
		returned = returned.or(f.resultOf(c.argument(0)))
		returned = returned.or(f.callback(c, c.argument(0), flowValue{}, returned, elements, primitiveValue(primNumber), base))
	case callsCompare:
		f.callback(c, c.argument(0), flowValue{}, elements, elements)
	case callsReplace:
		groups := f.freshRecord(c.node, primitiveValue(primText)).or(primitiveValue(primText | primNumber))
		groups = groups.or(f.elements(c.argument(0))) // of an exec of the script's own
		// A built-in function can do nothing with the texts it would get.
		replacer := c.argument(1).without(siteValue(sharedSite, memberSite, inertSite))
		f.callback(c.withRest(groups), replacer, flowValue{}, primitiveValue(primText))
	}
	contents := elements
	if native.calls == callsNothing {
		contents = contents.or(f.elements(c.from(0)))
		if !native.pattern {
			contents = contents.or(c.from(0))
		}
	}
	switch native.result {
	case givesNumber:
		return primitiveValue(primNumber)
	case givesElement:
		return elements.or(returned).or(primitiveValue(primAny))
	case givesArray:
		return f.fresh(c.node, otherKind, contents.or(returned)).or(primitiveValue(primText))
	case givesMapped:
		return f.fresh(c.node, otherKind, returned)
	case givesFlat:
		return f.fresh(c.node, otherKind, f.reachable(contents.or(returned)))
	case givesNest:
		return f.freshNest(c.node, otherKind, contents.or(primitiveValue(primAny))).or(primitiveValue(primAny))
	case givesRecord:
		return f.freshRecord(c.node, contents.or(primitiveValue(primAny))).or(primitiveValue(primAny))
	case givesObject:
		return base.or(primitiveValue(primAny))
	case givesReduced:
		return returned
	default:
		return primitiveValue(primAny)
	}
}

// keyed reports whether v may be a Map or Set, or anything not known well enough.
func (f *flow) keyed(v flowValue) bool {
	for id := range v.all() {
		if id > globalSite && (f.sites[id].kind == keyedKind || id == overflowSite) {
			return true
		}
	}
	return false
}

// resultOf is what calling v has returned so far.
func (f *flow) resultOf(v flowValue) flowValue {
	var out flowValue
	for id := range v.all() {
		if fn := f.sites[id].function; fn != nil {
			out = out.or(fn.result)
		}
	}
	return out
}

// callback calls an argument that a native calls back.
func (f *flow) callback(c *flowCall, v, this flowValue, arguments ...flowValue) flowValue {
	inner := &flowCall{node: c.node, pos: c.pos, arguments: arguments, rest: c.calledWith}
	for id := range v.all() {
		if id <= globalSite && id != pureSite && id != objectMember {
			f.forbid(c.pos, "passes a function that may be built in to "+f.calleeText(c))
			return flowValue{}
		}
		if fn := f.sites[id].function; fn != nil {
			f.bindThis(fn, this, true)
		}
	}
	return f.callValue(inner, v, flowValue{}, false)
}

// newObject is a new expression.
func (f *flow) newObject(e *ast.NewExpression) flowValue {
	if name, ok := f.globalName(e.Callee); ok {
		c := f.callOf(e, e.ArgumentList)
		if !newGlobals[name] {
			f.forbid(e.New, "uses new "+name)
			return flowValue{}
		}
		return f.makeBuiltin(c, name)
	}
	callee := f.eval(e.Callee)
	c := f.callOf(e, e.ArgumentList)
	if callee.builtin() {
		f.forbid(e.New, "uses new with something that may be built in")
		return flowValue{}
	}
	return f.construct(callee, c.arguments, c.rest)
}

// makeBuiltin makes an object of a built-in class.
func (f *flow) makeBuiltin(c *flowCall, name string) flowValue {
	arguments := c.from(0)
	parts := f.arrayLike(arguments)
	switch name {
	case "Date", "Number", "String", "Boolean":
		return f.fresh(c.node, otherKind, primitiveValue(primAny))
	case "Object", "RegExp": // may return their argument itself
		return f.fresh(c.node, otherKind, primitiveValue(primAny)).or(arguments.objects())
	case "Map":
		return f.freshNest(c.node, keyedKind, f.arrayLike(parts))
	case "Set":
		return f.freshNest(c.node, keyedKind, parts)
	case "Array":
		return f.fresh(c.node, otherKind, arguments)
	}
	object := f.fresh(c.node, otherKind, primitiveValue(primAny))
	for id := range object.all() {
		f.joinNamed(f.sites[id], "buffer", arguments.objects().or(object))
		f.joinNamed(f.sites[id], "cause", f.ownOf(arguments))
	}
	return object
}
