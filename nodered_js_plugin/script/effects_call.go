// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// A native call is what a built-in gets: what it may change, and all that it can
// reach.
type nativeCall struct {
	receiver, first, in origin
}

// native is what a built-in of a row may do, unless the row rules it out: change its
// receiver or first argument, store there what it reaches, pass that to functions,
// and give it, or what functions gave it.
func (e *effects) native(row *builtin.Row, c nativeCall) (result origin) {
	changed := origin(0)
	switch row.Changes {
	case builtin.Receiver:
		changed = c.receiver
	case builtin.FirstArgument:
		// A method with a pattern changes its lastIndex; no message holds a pattern.
		if row.Form != builtin.FormMethod {
			changed = c.first
		}
	}
	if row.Changes == builtin.Receiver || row.Changes == builtin.FirstArgument && row.Form != builtin.FormMethod {
		if !SwitchedOff("effects: what built-ins change") {
			e.touch(changed)
		}
		if !SwitchedOff("effects: what built-ins store") {
			e.storeAnywhere(c.in)
		}
	}
	if row.CallsWithObjects() && !SwitchedOff("effects: what built-ins pass on") {
		e.grow(&e.passed, c.in)
	}
	switch {
	case row.GivesPrimitives():
		return e.returned // of a function that stands in for a built-in one: join, exec
	case row.Fresh:
		if !onlyTexts(row) && !SwitchedOff("effects: what new objects hold") {
			e.grow(&e.elements, c.in)
		}
		return e.returned
	}
	return c.in
}

// onlyTexts reports whether the objects that a row gives hold no objects.
func onlyTexts(row *builtin.Row) bool {
	switch row.Name {
	case "Object.keys", "Object.getOwnPropertyNames", "String.prototype.split":
		return true
	}
	return row.Gives == builtin.Date
}

// callUnknown is a call of some function of the script with these arguments.
func (e *effects) callUnknown(arguments ...origin) origin {
	for _, a := range arguments {
		if SwitchedOff("effects: what unknown calls pass") {
			break
		}
		e.grow(&e.passed, a)
	}
	return e.returned
}

// callDirect is a call of a function with these arguments. Its code is looked at
// where it stands, once in each round.
func (e *effects) callDirect(f *ir.Function, arguments []origin) origin {
	given := e.given[f]
	for i, v := range arguments {
		if i == len(given) {
			given = append(given, 0)
		}
		e.grow(&given[i], v)
	}
	e.given[f] = given
	return e.returns[f]
}

// direct is the function that an expression surely is, without making it a value.
func (e *effects) direct(x ir.Expr) *ir.Function {
	switch x := x.(type) {
	case *ir.Name:
		return e.known[x.Var]
	case *ir.Func:
		e.body(x.Function)
		return x.Function
	}
	return nil
}

func (e *effects) call(x *ir.Call) origin {
	arguments := e.list(x.Args)
	if !spreads(x.Args) {
		if f := e.direct(x.Callee); f != nil {
			return e.callDirect(f, arguments)
		}
	}
	e.eval(x.Callee)
	return e.callUnknown(arguments...)
}

func spreads(arguments []ir.Expr) bool {
	for _, a := range arguments {
		if _, ok := a.(*ir.Spread); ok {
			return true
		}
	}
	return false
}

// methodCall is a built-in method, or a function that the object has.
func (e *effects) methodCall(x *ir.MethodCall) origin {
	member, ok := x.Callee.(*ir.Member)
	if !ok {
		return e.anyMethod(x)
	}
	receiver := e.eval(member.Object)
	if e.member(receiver, member.Name)&aFunction == 0 || SwitchedOff("effects: objects have methods of their own") {
		return e.callNative(builtin.Methods(member.Name), receiver, x.Args)
	}
	// The function may do anything with functions that it gets.
	given := e.list(x.Args)
	result := e.callUnknown(given...)
	return result | e.natives(builtin.Methods(member.Name), e.reached(receiver, given), nil)
}

// anyMethod is a call of a computed method: of anything that there is.
func (e *effects) anyMethod(x *ir.MethodCall) origin {
	index := x.Callee.(*ir.Index)
	receiver := e.eval(index.Object)
	e.eval(index.Key)
	c := e.reached(receiver, e.list(x.Args))
	e.touch(receiver)
	e.storeAnywhere(c.in)
	return e.callUnknown(c.in) | c.in
}

// reached is what a built-in gets that is called with these values.
func (e *effects) reached(receiver origin, given []origin) nativeCall {
	c := nativeCall{receiver: receiver, in: reach(receiver) | e.contents(receiver) | reach(e.returned)}
	for i, v := range given {
		if i == 0 {
			c.first = v
		}
		c.in |= reach(v) | e.contents(v)
	}
	return c
}

// callNative is a call of one of some built-ins. Functions among the arguments that
// they only call get all that the built-in can reach.
func (e *effects) callNative(rows []*builtin.Row, receiver origin, list []ir.Expr) origin {
	callbacks := uint8(0)
	for _, row := range rows {
		callbacks |= row.Callbacks
	}
	if spreads(list) {
		callbacks = 0 // the arguments are not where they stand
	}
	given, called := make([]origin, len(list)), []*ir.Function(nil)
	for i, x := range list {
		if i < 8 && callbacks&(1<<i) != 0 {
			if f := e.direct(x); f != nil {
				given[i] = e.returns[f]
				called = append(called, f)
				continue
			}
		}
		if x != nil {
			given[i] = e.eval(x)
		}
	}
	return e.natives(rows, e.reached(receiver, given), called)
}

func (e *effects) natives(rows []*builtin.Row, c nativeCall, called []*ir.Function) (result origin) {
	for _, f := range called {
		if !SwitchedOff("effects: what callbacks get") {
			growIn(e, e.fed, f, c.in)
		}
	}
	for _, row := range rows {
		result |= e.native(row, c)
	}
	return result
}

// thisCall is a built-in whose first argument is the receiver.
func (e *effects) thisCall(x *ir.ThisCall) origin {
	through := ".call"
	if x.Apply {
		through = ".apply"
	}
	return e.staticCall(builtin.Function(x.Path+through), append([]ir.Expr{x.This}, x.Args...))
}

func (e *effects) staticCall(row *builtin.Row, list []ir.Expr) origin {
	return e.callNative([]*builtin.Row{row}, 0, list)
}

// wrapper is a built-in as a value: any unknown call may call it, with what any such
// call is given.
func (e *effects) wrapper(x *ir.Wrapper) origin {
	if SwitchedOff("effects: built-ins as values") {
		return aFunction
	}
	c := e.reached(0, []origin{e.passed})
	e.grow(&e.returned, e.native(builtin.Function(x.Path), c))
	return aFunction
}
