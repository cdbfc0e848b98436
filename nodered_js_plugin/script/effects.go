// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// Effects are what a script may do to its message. Each is true where it cannot be
// ruled out.
type Effects struct {
	// Message: it changes msg, msg.meta or anything below them.
	Message bool
	// Payload: it changes something inside the object or array that msg.payload was at
	// the start. Assigning msg.payload does not count.
	Payload bool
	// Global: the global name msg may be another value afterwards.
	Global bool
}

// An origin says which objects of the message a value may be, and whether it may be
// a function; 0 is a primitive or another object that the script made itself.
type origin uint8

const (
	fromMsg origin = 1 << iota
	fromMeta
	fromPayload
	aFunction

	ofMessage = fromMsg | fromMeta | fromPayload
)

// effects finds out where objects of the message may get to, and what changes them.
//
// It evaluates every expression once a round, under no condition, on origins instead
// of values, until nothing is new. What the script's own objects hold is kept by the
// name of the property, for all of them together.
//
// A call is one of three. A direct one calls one function that nobody else calls:
// its arguments go to the parameters. Any other function is wild: every unknown call
// may call it with all that any unknown call was given, and may give what any wild
// function returns. A built-in may do with what it can reach what the rule of
// effects_call.go says; rows of the table only take away from that.
type effects struct {
	vars   map[*ir.Var]origin
	fields map[string]origin
	// named is what is stored under any name; elements is what is stored without one:
	// elements, computed keys, spreads.
	named, elements origin
	// global is what the name msg may have been given.
	global  origin
	returns map[*ir.Function]origin
	// given is what direct calls pass to a function, by position; fed is what built-ins
	// pass, in any position.
	given map[*ir.Function][]origin
	fed   map[*ir.Function]origin
	// wild are functions that are values, so that not every call of them is known;
	// passed is what unknown calls give them, returned is what they return.
	wild             map[*ir.Function]bool
	passed, returned origin
	// known is the function that a variable always is.
	known map[*ir.Var]*ir.Function

	function *ir.Function
	touched  origin
	assigned bool // the global name msg
	changed  bool
}

// maxRounds bounds the time for what a script passes from variable to variable. Most
// need three.
const maxRounds = 50

func effectsOf(f *ir.Function) Effects {
	e := &effects{
		vars: map[*ir.Var]origin{}, fields: map[string]origin{}, returns: map[*ir.Function]origin{}, given: map[*ir.Function][]origin{},
		fed: map[*ir.Function]origin{}, wild: map[*ir.Function]bool{}, known: knownFunctions(f),
	}
	e.changed = true
	for range maxRounds {
		if !e.changed {
			return Effects{
				Message: e.touched != 0 || e.assigned,
				Payload: e.touched&fromPayload != 0,
				Global:  e.assigned,
			}
		}
		e.changed = false
		e.body(f)
	}
	return Effects{Message: true, Payload: true, Global: true}
}

// knownFunctions are the variables that a declaration gives a function and nothing
// else assigns.
func knownFunctions(f *ir.Function) map[*ir.Var]*ir.Function {
	known := map[*ir.Var]*ir.Function{}
	ir.WalkFunction(f, func(n any) bool {
		_, assignment := n.(*ir.Assign) // is an expression, and so a second place for its value
		ir.EachAssignment(n, func(target ir.Target, value ir.Expr) {
			name, ok := target.(*ir.Name)
			if !ok {
				return
			}
			fn, ok := value.(*ir.Func)
			if _, again := known[name.Var]; again || !ok || assignment {
				known[name.Var] = nil
				return
			}
			known[name.Var] = fn.Function
		})
		return true
	})
	return known
}

// grow adds what is new of more to a set.
func (e *effects) grow(set *origin, more origin) {
	if more&^*set != 0 {
		*set |= more
		e.changed = true
	}
}

func growIn[K comparable](e *effects, sets map[K]origin, key K, more origin) {
	set := sets[key]
	if e.grow(&set, more); set != sets[key] {
		sets[key] = set
	}
}

// storeNamed is what every store under a name does.
func (e *effects) storeNamed(name string, v origin) {
	growIn(e, e.fields, name, v)
	e.grow(&e.named, v)
}

// storeAnywhere is a store under a key that only data tells. The key may be
// "__proto__", so members of v become members of the object.
func (e *effects) storeAnywhere(v origin) {
	if SwitchedOff("effects: a key may be __proto__") {
		e.grow(&e.elements, v)
		return
	}
	e.grow(&e.elements, reach(v))
}

// reach is a value with the objects of the message that are found from it.
func reach(v origin) origin {
	if v&fromMsg != 0 {
		v |= fromMeta | fromPayload
	}
	return v
}

// setWild notes that a function is a value. Any unknown call may call it.
func (e *effects) setWild(f *ir.Function) {
	if !e.wild[f] && !SwitchedOff("effects: functions that are values are wild") {
		e.wild[f], e.changed = true, true
		e.grow(&e.returned, e.returns[f])
	}
}

func (e *effects) touch(o origin) { e.grow(&e.touched, o&ofMessage) }

// member is what a property of that name of a value may be.
func (e *effects) member(object origin, name string) origin {
	o := e.fields[name] | e.elements | object&(fromMeta|fromPayload)
	if object&fromMsg != 0 {
		switch name {
		case "payload":
			o |= fromPayload
		case "meta":
			o |= fromMeta
		}
	}
	return o
}

// contents is what any property of a value may be.
func (e *effects) contents(object origin) origin {
	return e.elements | e.named | reach(object)&(fromMeta|fromPayload)
}

func (e *effects) body(f *ir.Function) {
	outer := e.function
	e.function = f
	defer func() { e.function = outer }()
	if f.Self != nil && !SwitchedOff("effects: functions that name themselves are wild") { // its own code may have it as a value
		e.setWild(f)
		growIn(e, e.vars, f.Self, aFunction)
	}
	everywhere := e.fed[f]
	if e.wild[f] {
		everywhere |= e.passed
	}
	given := e.given[f]
	for i, p := range f.Params {
		v := everywhere
		if i < len(given) {
			v |= given[i]
		}
		e.assignPart(p.Target, p.Default, v)
	}
	if f.Rest != nil || f.Arguments {
		for _, v := range given {
			e.grow(&e.elements, v)
		}
		e.grow(&e.elements, everywhere)
		e.assign(f.Rest, 0)
	}
	ir.WalkFunction(&ir.Function{Scope: f.Scope, Body: f.Body}, e.visit)
}

// visit evaluates the expressions of a statement; what is below an expression is
// eval's to find.
func (e *effects) visit(n any) bool {
	switch n := n.(type) {
	case *ir.FuncDecl:
		e.initial(&ir.Name{Var: n.Var}, n.Func)
		return false
	case *ir.Declare:
		for _, d := range n.Decls {
			if d.Init != nil {
				e.initial(d.Target, d.Init)
			}
		}
		return false
	case *ir.Return:
		if n.X != nil {
			e.growReturns(e.function, e.eval(n.X))
		}
		return false
	case *ir.Throw:
		if thrown := e.eval(n.X); !SwitchedOff("effects: what is thrown") {
			e.grow(&e.elements, thrown)
		}
		return false
	case *ir.ForIn:
		e.eval(n.Source)
		e.assign(n.Into, 0)
		ir.Walk(n.Body, e.visit)
		return false
	case *ir.ForOf:
		e.assign(n.Into, e.contents(e.eval(n.Source)))
		ir.Walk(n.Body, e.visit)
		return false
	case *ir.Try:
		if n.Catch != nil && n.Catch.Param != nil {
			e.assign(n.Catch.Param, e.contents(0))
			ir.Walk(n.Body, e.visit)
			ir.Walk(n.Catch.Body, e.visit)
			if n.Finally != nil {
				ir.Walk(n.Finally, e.visit)
			}
			return false
		}
	case ir.Expr:
		e.eval(n)
		return false
	}
	return true
}

func (e *effects) growReturns(f *ir.Function, v origin) {
	growIn(e, e.returns, f, v)
	if e.wild[f] {
		e.grow(&e.returned, v)
	}
}

// initial is a declaration with its value. A function that only this variable ever
// is does not count as a value until the variable is used as one.
func (e *effects) initial(target ir.Target, value ir.Expr) {
	if name, ok := target.(*ir.Name); ok && e.known[name.Var] != nil {
		e.body(e.known[name.Var])
		return
	}
	e.assign(target, e.eval(value))
}

// assign stores into a target, part by part into a pattern, and gives what a single
// one may have been before.
func (e *effects) assign(target ir.Target, v origin) (before origin) {
	switch t := target.(type) {
	case nil, *ir.Missing:
	case *ir.Name:
		before = e.eval(t)
		growIn(e, e.vars, t.Var, v)
	case *ir.Msg:
		before = e.eval(t)
		e.grow(&e.global, v)
		if !e.assigned {
			e.assigned, e.changed = true, true
		}
	case *ir.Member:
		object := e.eval(t.Object)
		if !SwitchedOff("effects: assignments") {
			e.touch(object)
		}
		before = e.member(object, t.Name)
		e.storeNamed(t.Name, v)
	case *ir.Index:
		object := e.eval(t.Object)
		e.touch(object)
		e.eval(t.Key)
		before = e.contents(object)
		e.storeAnywhere(v)
	case *ir.ObjectPattern:
		for _, p := range t.Props {
			part := e.contents(v)
			if p.Computed == nil {
				part = e.member(v, p.Key)
			} else {
				e.eval(p.Computed)
			}
			e.assignPart(p.Target, p.Default, part)
		}
		e.assignRest(t.Rest, v)
	case *ir.ArrayPattern:
		for _, p := range t.Elems {
			e.assignPart(p.Target, p.Default, e.contents(v))
		}
		e.assignRest(t.Rest, v)
	default:
		panic("script: unknown target")
	}
	return before
}

func (e *effects) assignPart(target ir.Target, initial ir.Expr, v origin) {
	if initial != nil {
		v |= e.eval(initial)
	}
	e.assign(target, v)
}

// assignRest is for what is left of v: a new object.
func (e *effects) assignRest(rest ir.Target, v origin) {
	if rest != nil {
		if SwitchedOff("effects: the rest of a pattern") {
			v = 0
		}
		e.grow(&e.elements, e.contents(v))
		e.assign(rest, 0)
	}
}
