// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// A Plain says what a script does whose whole effect is on the texts of msg.meta,
// so that it needs no interpreter. Most configs consist of such scripts: defaults
// that assign constants, and conditions that compare one key.
//
// What it says holds if msg and msg.meta have the prototypes that they were made
// with, and each key it names is missing or holds a string. It is read-only.
type Plain struct {
	// Test is what a Condition is; nil for a body.
	Test *Test
	// Assign is what a body does, in order, before it returns msg.
	Assign []Assignment
}

// An Assignment is msg.meta[Key] = a text, or = msg.meta[From].
type Assignment struct {
	Key, From string
	// Text is the text, a string that is not empty, or nil if From counts.
	Text any
}

// A Test is one node of a condition.
type Test struct {
	Op TestOp
	// Key and Text are the operands of TestEqual; TestKey has Key only.
	Key, Text string
	// Left and Right are the operands of TestAnd and TestOr; TestNot has Left only.
	Left, Right *Test
}

// TestOp is what a Test does.
type TestOp uint8

const (
	// TestTrue and TestFalse are constants.
	TestTrue TestOp = iota
	TestFalse
	// TestKey: msg.meta[Key] is there and not empty.
	TestKey
	// TestEqual: msg.meta[Key] is Text.
	TestEqual
	// TestNot, TestAnd and TestOr combine others.
	TestNot
	TestAnd
	TestOr
)

// Texts are what a test compares one key with, if that is all it does: it holds for
// each of these texts, and for nothing else.
func (t *Test) Texts() (key string, texts []string, ok bool) {
	switch t.Op {
	case TestEqual:
		return t.Key, []string{t.Text}, true
	case TestOr:
		left, some, ok := t.Left.Texts()
		right, more, also := t.Right.Texts()
		return left, append(some, more...), ok && also && left == right
	}
	return "", nil, false
}

// plainOf is what a script's function does, or nil if only an interpreter can say.
func plainOf(f *ir.Function, condition bool) *Plain {
	if len(f.Scope.Vars) > 0 || len(f.Scope.Funcs) > 0 || len(f.Body) == 0 {
		return nil
	}
	last, ok := f.Body[len(f.Body)-1].(*ir.Return)
	if !ok {
		return nil
	}
	if condition {
		if test := plainTest(last.X); test != nil && len(f.Body) == 1 {
			return &Plain{Test: test}
		}
		return nil
	}
	if last.X == nil || !isMsg(last.X) {
		return nil
	}
	return plainBody(f.Body[:len(f.Body)-1])
}

func plainTest(e ir.Expr) *Test {
	switch e := e.(type) {
	case *ir.Bool:
		if e.Value {
			return &Test{Op: TestTrue}
		}
		return &Test{Op: TestFalse}
	case *ir.Unary:
		if e.Op != ir.Not {
			return nil
		}
		if operand := plainTest(e.X); operand != nil {
			return &Test{Op: TestNot, Left: operand}
		}
	case *ir.Logical:
		left, right := plainTest(e.Left), plainTest(e.Right)
		op := map[ir.Op]TestOp{ir.And: TestAnd, ir.Or: TestOr}[e.Op]
		if left != nil && right != nil && op != 0 {
			return &Test{Op: op, Left: left, Right: right}
		}
	case *ir.Binary:
		return plainEqual(e)
	default:
		if key, ok := metaKey(e); ok {
			return &Test{Op: TestKey, Key: key}
		}
	}
	return nil
}

// plainEqual is a comparison of a key with a text. Between strings, and between
// undefined and a string, == is ===.
func plainEqual(e *ir.Binary) *Test {
	key, isKey := metaKey(e.Left)
	text, isText := e.Right.(*ir.String)
	if !isKey || !isText {
		key, isKey = metaKey(e.Right)
		text, isText = e.Left.(*ir.String)
	}
	if !isKey || !isText || text.Units != nil {
		return nil
	}
	test := &Test{Op: TestEqual, Key: key, Text: text.Value}
	switch e.Op {
	case ir.Equal, ir.StrictEqual:
		return test
	case ir.NotEqual, ir.StrictNotEqual:
		return &Test{Op: TestNot, Left: test}
	}
	return nil
}

func plainBody(list []ir.Stmt) *Plain {
	plain := &Plain{Assign: make([]Assignment, 0, len(list))}
	for _, s := range list {
		statement, ok := s.(*ir.ExprStmt)
		if !ok {
			return nil
		}
		assign, ok := statement.X.(*ir.Assign)
		if !ok || assign.Op != ir.None {
			return nil
		}
		if isPayload(assign.Target) && isPayload(assign.Value) {
			continue // configs that people copy have it; it changes nothing
		}
		key, ok := metaKey(assign.Target)
		if !ok {
			return nil
		}
		one := Assignment{Key: key}
		if text, ok := assign.Value.(*ir.String); ok && text.Value != "" {
			one.Text = text.Value
		} else if one.From, ok = metaKey(assign.Value); !ok {
			return nil
		}
		plain.Assign = append(plain.Assign, one)
	}
	return plain
}

// isPayload reports whether an expression is msg.payload.
func isPayload(e ir.Expr) bool {
	m, ok := e.(*ir.Member)
	return ok && !m.Optional && m.Name == "payload" && isMsg(m.Object)
}

// metaKey is the key of msg.meta.key or msg.meta["key"]. What every object inherits
// is no such key: it may be there although the message does not have it.
func metaKey(e ir.Expr) (key string, ok bool) {
	m, ok := e.(*ir.Member)
	if !ok || m.Optional || builtin.Inherits(m.Name) {
		return "", false
	}
	meta, ok := m.Object.(*ir.Member)
	return m.Name, ok && !meta.Optional && meta.Name == "meta" && isMsg(meta.Object)
}
