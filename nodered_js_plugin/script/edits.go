// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// The functions that an edited script calls. No identifier of a script can have such
// a name. The engine puts them into each VM that is used again.
const (
	// GuardMember (object, name) gives object, after a look at whether a member of
	// that name would be one that it inherits from a built-in.
	GuardMember = " member"
	// GuardKey (key) or (object, key) gives key, after the same look for object[key],
	// or for any object if none is given.
	GuardKey = " key"
	// WrapFunction (path) gives a new function that calls the built-in of that path.
	WrapFunction = " function"
)

// edits are the changes that a script's tree needs before goja compiles it for VMs
// that are used again. They change nothing of what the script does: a guard gives
// back what it got, and only tells the VM that it must not be used again.
// goja counts it as a call: a script that nests calls as deep as it may meets the limit
// in the guard, one call early.
type edits struct {
	list []func()
	keys []keyGuard
}

// A keyGuard is a computed key that needs a guard, unless it can be no name that
// built-ins have.
type keyGuard struct {
	slot *ast.Expression
	key  ir.Expr
	// object is the expression whose member it is, where it can be evaluated twice.
	object ast.Expression
	// index is the member, nil for a key in a pattern.
	index *ir.Index
}

// apply makes the changes.
func (e *edits) apply() {
	for _, change := range e.list {
		change()
	}
}

// guards reports whether the edits make a program that may spoil its VM.
func (e *edits) guards() bool { return len(e.list) > 0 }

func (e *edits) replace(slot *ast.Expression, by ast.Expression) {
	e.list = append(e.list, func() { *slot = by })
}

func (e *edits) wrap(slot *ast.Expression, path string) {
	call := guardCall((*slot).Idx0(), WrapFunction, textLiteral(path))
	call.LeftParenthesis = namePlace(*slot)
	e.replace(slot, call)
}

// namePlace is the place that goja has for a name, or for a member of one.
func namePlace(e ast.Expression) file.Idx {
	if dot, ok := e.(*ast.DotExpression); ok {
		return dot.Identifier.Idx
	}
	return e.Idx0()
}

// guardMember looks at the object in the slot before its member of that name is
// read.
func (e *edits) guardMember(slot *ast.Expression, name string) {
	if SwitchedOff("guard of members") {
		return
	}
	e.list = append(e.list, func() {
		object := slot
		if o, ok := (*slot).(*ast.Optional); ok {
			object = &o.Expression
		}
		inner := *object
		if _, null := inner.(*ast.NullLiteral); null {
			return // reading a member throws
		}
		if shortens(inner) {
			inner = &ast.OptionalChain{Expression: inner} // as an argument it ends by itself
		}
		*object = guardCall(inner.Idx0(), GuardMember, inner, textLiteral(name))
	})
}

// shortens reports whether an expression is part of an optional chain with a ?. in
// it, which may end the whole chain.
func shortens(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.Optional:
		return true
	case *ast.DotExpression:
		return shortens(e.Left)
	case *ast.BracketExpression:
		return shortens(e.Left)
	case *ast.CallExpression:
		return shortens(e.Callee)
	}
	return false
}

func (e *edits) guardIndex(b *ast.BracketExpression, index *ir.Index) {
	object := b.Left
	if o, ok := object.(*ast.Optional); ok {
		object = o.Expression
	}
	if !repeatable(object) {
		object = nil
	}
	e.keys = append(e.keys, keyGuard{&b.Member, index.Key, object, index})
}

func (e *edits) guardKey(slot *ast.Expression, key ir.Expr) {
	e.keys = append(e.keys, keyGuard{slot, key, nil, nil})
}

// repeatable reports whether evaluating an expression twice is the same as once: a
// name, or a member of one.
func repeatable(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.Identifier:
		return true
	case *ast.DotExpression:
		return !builtin.Inherits(nameText(e.Identifier.Name)) && repeatable(e.Left)
	}
	return false
}

// decideKeys puts guards on the keys that need one, now that all of the script is
// known.
func (e *edits) decideKeys(f *ir.Function) {
	if len(e.keys) == 0 || SwitchedOff("guard of keys") {
		return
	}
	numbers := numericVars(f)
	for _, k := range e.keys {
		if numbers.is(k.key) || harmlessText(k.key) || k.index == nil && SwitchedOff("guard of keys in patterns") {
			continue
		}
		if k.index != nil {
			k.index.Guarded = true
		}
		e.list = append(e.list, func() {
			pos := (*k.slot).Idx0()
			if k.object != nil { // before the key, which may assign to it
				*k.slot = guardCall(pos, GuardKey, k.object, *k.slot)
			} else {
				*k.slot = guardCall(pos, GuardKey, *k.slot)
			}
		})
	}
}

// harmlessText reports whether a key begins with a text that no member of a built-in
// begins with.
func harmlessText(key ir.Expr) bool {
	switch key := key.(type) {
	case *ir.String:
		if SwitchedOff("texts that are harmless") {
			return true
		}
		return key.Units == nil && builtin.HarmlessPrefix(key.Value)
	case *ir.Template:
		return harmlessText(&key.Texts[0])
	case *ir.Binary:
		return key.Op == ir.Add && harmlessText(key.Left)
	}
	return false
}

// guardCall is a call that stands at pos for whatever is round it. goja takes for the
// place of an error the last one that it met on its way through the tree, and it meets
// none in a guard: neither the call nor its callee has one. A guarded expression may
// have none either, as a literal, so the guard cannot rely on it to set things right.
func guardCall(pos file.Idx, name string, arguments ...ast.Expression) *ast.CallExpression {
	callee := &ast.SequenceExpression{Sequence: []ast.Expression{
		&ast.NullLiteral{Idx: pos}, // compiles to nothing
		&ast.Identifier{Name: unistring.NewFromString(name)},
	}}
	return &ast.CallExpression{Callee: callee, ArgumentList: arguments, RightParenthesis: pos}
}

func textLiteral(text string) *ast.StringLiteral {
	return &ast.StringLiteral{Literal: text, Value: unistring.NewFromString(text)}
}
