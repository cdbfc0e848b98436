// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// A memberUse is one place that has msg.name, where name is neither payload nor meta.
type memberUse struct {
	name string
	pos  file.Idx
	// written: it is assigned; through: a member of it is used, or it is called, which
	// throws if it is undefined.
	written, through bool
}

// A messageWalk collects what a script does with the members of msg.
type messageWalk struct {
	*finder
	uses []memberUse
	keys []keyUse
	// contracts are the data contracts that lack their underscore.
	contracts []*ast.StringLiteral
	// whole: msg goes somewhere as a whole, other than back.
	whole bool
	// caught is how many try statements are round the place.
	caught int
}

// message finds members of msg that it does not have, and keys of msg.meta that look
// mistyped.
func (f *finder) message() {
	for _, n := range f.names.free {
		if n.name == "msg" && n.use&nameWritten != 0 {
			return // it is not the message any longer
		}
	}
	w := &messageWalk{finder: f}
	w.visit(f.fn)
	w.members()
	if f.script.kind != StrictBody {
		w.metadata()
		w.dataContracts()
	}
}

func (w *messageWalk) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignExpression:
		w.assign(n)
		return
	case *ast.DotExpression, *ast.BracketExpression:
		w.member(n.(ast.Expression))
		return
	case *ast.CallExpression:
		w.through(n.Callee)
		for _, a := range n.ArgumentList {
			w.visit(a)
		}
		return
	case *ast.UnaryExpression:
		if n.Operator == token.DELETE || n.Operator == token.TYPEOF || n.Operator == token.NOT {
			if w.asks(n.Operand) {
				return
			}
		}
	case *ast.BinaryExpression:
		switch n.Operator {
		case token.EQUAL, token.NOT_EQUAL, token.STRICT_EQUAL, token.STRICT_NOT_EQUAL, token.COALESCE, token.LOGICAL_OR, token.LOGICAL_AND:
			if w.asks(n.Left) && (!n.Comparison || isNothing(n.Right)) {
				w.visit(n.Right)
				return
			}
		}
	case *ast.ReturnStatement:
		w.returned(n.Argument)
		return
	case *ast.TryStatement:
		if n.Catch != nil {
			w.caught++
			w.visit(n.Body)
			w.caught--
			w.visit(n.Catch)
			if n.Finally != nil {
				w.visit(n.Finally)
			}
			return
		}
	case *ast.ObjectLiteral:
		w.literalMessage(n)
	case *ast.Identifier:
		w.whole = w.whole || w.isMsg(n)
	}
	eachASTChild(n, w.visit)
}

// asks reports whether an expression is a member that msg does not have, where a script
// asks whether it has it: it was written to run in Node-RED, too.
func (w *messageWalk) asks(e ast.Expression) bool {
	name, _, ok := w.memberOfMsg(e)
	return ok && name != "payload" && name != "meta"
}

// isNothing reports whether an expression is undefined or null.
func isNothing(e ast.Expression) bool {
	id, ok := e.(*ast.Identifier)
	_, null := e.(*ast.NullLiteral)
	return null || ok && id.Name == "undefined"
}

// returned visits what is returned: msg alone, or in a list, is only given back.
func (w *messageWalk) returned(e ast.Expression) {
	switch e := e.(type) {
	case nil:
	case *ast.Identifier:
	case *ast.ArrayLiteral:
		for _, element := range e.Value {
			w.returned(element)
		}
	case *ast.ConditionalExpression:
		w.visit(e.Test)
		w.returned(e.Consequent)
		w.returned(e.Alternate)
	default:
		w.visit(e)
	}
}

func (w *messageWalk) assign(a *ast.AssignExpression) {
	name, pos, ok := w.memberOfMsg(a.Left)
	switch {
	case !ok:
		if !w.assignKey(a) {
			w.visit(a.Left)
		}
	case name == "meta":
		if literal, ok := a.Right.(*ast.ObjectLiteral); ok && a.Operator == token.ASSIGN {
			w.literalKeys(literal)
		}
	case a.Operator == token.ASSIGN:
		w.use(name, pos, true, false)
	default:
		w.use(name, pos, false, false)
	}
	w.visit(a.Right)
}

// member visits a member that is read.
func (w *messageWalk) member(e ast.Expression) {
	if name, pos, ok := w.memberOfMsg(e); ok {
		w.use(name, pos, false, false)
		return
	}
	w.readKey(e)
	switch e := e.(type) {
	case *ast.DotExpression:
		w.through(e.Left)
	case *ast.BracketExpression:
		w.through(e.Left)
		w.visit(e.Member)
	}
}

// through visits the object of a member, or what is called.
func (w *messageWalk) through(e ast.Expression) {
	if name, pos, ok := w.memberOfMsg(e); ok {
		w.use(name, pos, false, true)
		return
	}
	w.visit(e)
}

func (w *messageWalk) use(name string, pos file.Idx, written, through bool) {
	if name != "payload" && name != "meta" && !builtin.Inherits(name) {
		w.uses = append(w.uses, memberUse{name, pos, written, through && w.caught == 0})
	}
}

// memberOfMsg is the name and place of msg.name or msg["name"].
func (f *finder) memberOfMsg(e ast.Expression) (name string, pos file.Idx, ok bool) {
	object, name, pos := memberNamed(e)
	if object == nil || !f.isMsg(object) {
		return "", 0, false
	}
	return name, pos, true
}

// memberNamed is an expression as the member of an object whose name the text tells;
// object is nil if it is none. pos is where goja says that reading it fails.
func memberNamed(e ast.Expression) (object ast.Expression, name string, pos file.Idx) {
	switch e := e.(type) {
	case *ast.DotExpression:
		return e.Left, nameText(e.Identifier.Name), e.Identifier.Idx
	case *ast.BracketExpression:
		if key, ok := e.Member.(*ast.StringLiteral); ok {
			return e.Left, nameText(key.Value), e.LeftBracket
		}
	}
	return nil, "", 0
}

// members judges the members of msg that it does not have, each once. A script may keep
// something of its own there, so one that is assigned and read is nobody's mistake.
func (w *messageWalk) members() {
	type kinds struct{ written, read, tested, judged bool }
	all := map[string]*kinds{}
	for _, u := range w.uses {
		if all[u.name] == nil {
			all[u.name] = &kinds{}
		}
		k := all[u.name]
		k.written = k.written || u.written
		k.read = k.read || !u.written
		k.tested = k.tested || !u.written && !u.through
	}
	for _, first := range w.uses {
		k := all[first.name]
		if k.judged {
			continue
		}
		k.judged = true
		strict := w.script.kind == StrictBody
		switch {
		case k.written && k.read:
		case k.written:
			w.add(first.pos, ruleMessageMember, !w.whole, "msg."+first.name+" goes no further than this script, a message is its payload and meta; "+insteadOfMember(first.name, strict, true))
		default:
			w.add(first.pos, ruleMessageMember, first.through && !k.tested, noMember(first.name)+insteadOfMember(first.name, strict, false))
		}
	}
}

func noMember(name string) string {
	return "msg has no member " + name + ", only payload and meta; "
}

// insteadOfMember says what to write instead of a member that msg does not have.
func insteadOfMember(name string, strict, written bool) string {
	switch {
	case name == "topic" && !strict && written:
		return "the topic is made of msg.meta.location_path, data_contract, virtual_path and tag_name"
	case name == "topic" && !strict:
		return "what an input knows is in the metadata, as msg.meta.mqtt_topic"
	case name == "metadata" || name == "metaData" || name == "Meta" || name == "headers":
		return "write msg.meta"
	case name == "value":
		return "write msg.payload"
	case slices.Contains(tagKeys, name):
		return "write msg.meta." + name
	}
	if near := nearest(name, []string{"payload", "meta"}); near != "" {
		return "did you mean msg." + near + "?"
	}
	return "write msg.meta." + name + " for metadata, or msg.payload." + name + " for a part of the value"
}
