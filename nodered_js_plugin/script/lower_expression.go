// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"math"
	"math/big"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// expr lowers the expression in a slot of the tree. Edits may put another
// expression in its place.
func (l *lowering) expr(slot *ast.Expression) ir.Expr {
	switch e := (*slot).(type) {
	case *ast.Identifier:
		return l.identifier(slot, e)
	case *ast.NumberLiteral:
		return l.number(e)
	case *ast.StringLiteral:
		text := stringOf(e.Idx, e.Value)
		return &text
	case *ast.BooleanLiteral:
		return &ir.Bool{Pos: ir.Pos(e.Idx), Value: e.Value}
	case *ast.NullLiteral:
		return &ir.Null{Pos: ir.Pos(e.Idx)}
	case *ast.RegExpLiteral:
		return &ir.RegExp{Pos: ir.Pos(e.Idx), Pattern: e.Pattern, Flags: e.Flags}
	case *ast.TemplateLiteral:
		return l.template(e)
	case *ast.ArrayLiteral:
		return &ir.Array{Pos: ir.Pos(e.LeftBracket), Elems: l.list(e.Value)}
	case *ast.ObjectLiteral:
		return l.object(e)
	case *ast.FunctionLiteral:
		return l.functionLiteral(e)
	case *ast.ArrowFunctionLiteral:
		return l.arrow(e)
	case *ast.DotExpression:
		return l.dot(slot, e, guarded)
	case *ast.BracketExpression:
		return l.bracket(e, guarded)
	case *ast.OptionalChain:
		return &ir.Chain{Expr: l.expr(&e.Expression)}
	case *ast.CallExpression:
		return l.call(slot, e)
	case *ast.NewExpression:
		return l.construct(e)
	case *ast.UnaryExpression:
		return l.unary(e)
	case *ast.BinaryExpression:
		return l.binary(e)
	case *ast.ConditionalExpression:
		return &ir.Cond{Pos: ir.Pos(l.start(e)), Test: l.expr(&e.Test), Then: l.expr(&e.Consequent), Else: l.expr(&e.Alternate)}
	case *ast.AssignExpression:
		return l.assign(e)
	case *ast.SequenceExpression:
		return &ir.Seq{Pos: ir.Pos(l.start(e)), List: l.list(e.Sequence)}
	}
	pos := (*slot).Idx0()
	if m, ok := (*slot).(*ast.MetaProperty); ok {
		pos = m.Meta.Idx // goja sets no other
	}
	l.refuse(pos, outsideText(*slot))
	return nil
}

// outsideText is the predicate for an expression that stands outside.
func outsideText(e ast.Expression) string {
	switch e := e.(type) {
	case *ast.ThisExpression:
		return "uses `this`"
	case *ast.SuperExpression:
		return "uses `super`"
	case *ast.ClassLiteral:
		return "uses `class`"
	case *ast.MetaProperty:
		return "uses " + code(nameText(e.Meta.Name)+"."+nameText(e.Property.Name))
	case *ast.YieldExpression:
		return "uses `yield`"
	case *ast.AwaitExpression:
		return "uses `await`"
	}
	return "uses an expression that is not known to be harmless"
}

// list lowers elements and arguments: holes are nil, and *ir.Spread is what is
// spread.
func (l *lowering) list(list []ast.Expression) []ir.Expr {
	out := make([]ir.Expr, len(list))
	for i := range list {
		switch e := list[i].(type) {
		case nil:
		case *ast.SpreadElement:
			if id, ok := e.Expression.(*ast.Identifier); ok && l.names.arguments[id] != nil {
				out[i] = &ir.Spread{Pos: ir.Pos(e.Idx0()), X: l.arguments(id)}
				continue
			}
			out[i] = &ir.Spread{Pos: ir.Pos(e.Idx0()), X: l.expr(&e.Expression)}
		default:
			out[i] = l.expr(&list[i])
		}
	}
	return out
}

func (l *lowering) identifier(slot *ast.Expression, id *ast.Identifier) ir.Expr {
	name, pos := nameText(id.Name), ir.Pos(id.Idx)
	if v := l.variable(id); v != nil {
		return &ir.Name{Pos: pos, Var: v}
	}
	switch name {
	case "msg":
		return &ir.Msg{Pos: pos}
	case "undefined":
		return &ir.Undefined{Pos: pos}
	case "NaN":
		return &ir.Number{Pos: pos, Value: math.NaN()}
	case "Infinity":
		return &ir.Number{Pos: pos, Value: math.Inf(1)}
	}
	switch {
	case l.names.arguments[id] != nil:
		l.refuse(id.Idx, "uses `arguments` as a value")
	case isBuiltinName(name):
		return l.wrapper(slot, name)
	}
	return &ir.Missing{Pos: pos, Name: name}
}

// wrapper is a built-in function as a value. Only a function of the script's own
// that calls it may be one, made anew each time.
func (l *lowering) wrapper(slot *ast.Expression, path string) ir.Expr {
	pos := (*slot).Idx0()
	if row := builtin.Function(path); row == nil || !row.Wrappable() {
		l.refuse(pos, "uses "+code(path)+" as a value")
	}
	l.edits.wrap(slot, path)
	return &ir.Wrapper{Pos: ir.Pos(pos), Path: path}
}

func (l *lowering) number(e *ast.NumberLiteral) ir.Expr {
	pos := ir.Pos(e.Idx)
	switch v := e.Value.(type) {
	case int64:
		return &ir.Number{Pos: pos, Value: float64(v)}
	case float64:
		return &ir.Number{Pos: pos, Value: v}
	case *big.Int:
		return &ir.BigInt{Pos: pos, Text: v.String()}
	}
	l.refuse(e.Idx, "uses a number that is not known to be harmless")
	return nil
}

func (l *lowering) template(e *ast.TemplateLiteral) ir.Expr {
	if e.Tag != nil {
		l.refuse(e.OpenQuote, "uses a tagged template")
	}
	t := &ir.Template{Pos: ir.Pos(e.OpenQuote), Exprs: l.list(e.Expressions)}
	for _, element := range e.Elements {
		t.Texts = append(t.Texts, stringOf(element.Idx, element.Parsed))
	}
	return t
}

func (l *lowering) object(e *ast.ObjectLiteral) ir.Expr {
	o := &ir.Object{Pos: ir.Pos(e.LeftBrace)}
	for _, p := range e.Value {
		one := ir.Prop{Pos: ir.Pos(p.Idx0())}
		switch p := p.(type) {
		case *ast.SpreadElement:
			one.Spread, one.Value = true, l.expr(&p.Expression)
		case *ast.PropertyShort:
			one.Key = nameText(p.Name.Name)
			l.allowKey(p.Idx0(), one.Key)
			var slot ast.Expression = &p.Name
			one.Value = l.expr(&slot)
			if _, wrapped := one.Value.(*ir.Wrapper); wrapped {
				l.refuse(p.Idx0(), "uses "+code(one.Key)+" as a value in a short property")
			}
		case *ast.PropertyKeyed:
			if p.Kind != ast.PropertyKindValue && p.Kind != ast.PropertyKindMethod {
				l.refuse(p.Idx0(), "uses a getter or setter")
			}
			if p.Computed {
				one.Computed = l.expr(&p.Key)
			} else {
				one.Key = l.keyText(p.Key)
				l.allowKey(p.Idx0(), one.Key)
			}
			one.Value = l.expr(&p.Value)
		default:
			l.refuse(p.Idx0(), "uses a property that is not known to be harmless")
		}
		o.Props = append(o.Props, one)
	}
	return o
}

// allowKey refuses the names through which an object's prototype, or a function's,
// is reached.
func (l *lowering) allowKey(pos file.Idx, key string) {
	switch key {
	case "__proto__", "prototype", "caller", "callee":
		l.refuse(pos, "uses "+code(key))
	}
}

// keyText is the key of a property that is not computed.
func (l *lowering) keyText(key ast.Expression) string {
	switch key := key.(type) {
	case *ast.StringLiteral:
		return l.plainText(key.Idx, stringOf(key.Idx, key.Value))
	case *ast.Identifier:
		return l.plainText(key.Idx, stringOf(key.Idx, key.Name))
	case *ast.NumberLiteral:
		if n, ok := l.number(key).(*ir.Number); ok && n.Value == math.Trunc(n.Value) && n.Value >= 0 && n.Value < 1<<53 {
			return big.NewInt(int64(n.Value)).String()
		}
	}
	l.refuse(key.Idx0(), "uses a key that is not known to be harmless")
	return ""
}

// plainText is a key; one with half of a surrogate pair is outside.
func (l *lowering) plainText(pos file.Idx, s ir.String) string {
	if s.Units != nil {
		l.refuse(pos, "uses half of a surrogate pair as a key")
	}
	return s.Value
}

var unaryOps = map[token.Token]ir.Op{
	token.NOT: ir.Not, token.MINUS: ir.Negate, token.PLUS: ir.Plus, token.BITWISE_NOT: ir.BitNot, token.VOID: ir.Void,
}

func (l *lowering) unary(e *ast.UnaryExpression) ir.Expr {
	pos := ir.Pos(e.Idx)
	switch e.Operator {
	case token.INCREMENT, token.DECREMENT:
		op := ir.Add
		if e.Operator == token.DECREMENT {
			op = ir.Sub
		}
		return &ir.Update{Pos: ir.Pos(l.start(e)), Op: op, Prefix: !e.Postfix, Target: l.readTarget(&e.Operand)}
	case token.TYPEOF:
		return &ir.Unary{Pos: pos, Op: ir.Typeof, X: l.looked(&e.Operand)}
	case token.DELETE:
		return l.remove(e)
	}
	op, ok := unaryOps[e.Operator]
	if !ok {
		l.refuse(e.Idx, "uses an operator that is not known to be harmless")
	}
	if op == ir.Not {
		return &ir.Unary{Pos: pos, Op: op, X: l.looked(&e.Operand)}
	}
	return &ir.Unary{Pos: pos, Op: op, X: l.expr(&e.Operand)}
}

func (l *lowering) remove(e *ast.UnaryExpression) ir.Expr {
	d := &ir.Delete{Pos: ir.Pos(e.Idx)}
	switch target := e.Operand.(type) {
	case *ast.DotExpression:
		l.allowKey(target.Identifier.Idx, nameText(target.Identifier.Name))
		l.allowChange(target.Left)
		d.Target = l.dot(&e.Operand, target, unguarded)
	case *ast.BracketExpression:
		l.allowChange(target.Left)
		d.Target = l.bracket(target, unguarded)
	default:
		l.refuse(e.Idx, "deletes something that is no member")
	}
	switch d.Target.(type) {
	case *ir.Member, *ir.Index:
	default:
		l.refuse(e.Idx, "deletes something that is no member")
	}
	return d
}

// looked is an operand of which nothing is taken but its type, its truth or its
// identity: a built-in may stand there.
func (l *lowering) looked(slot *ast.Expression) ir.Expr {
	switch e := (*slot).(type) {
	case *ast.Identifier:
		name := nameText(e.Name)
		if l.variable(e) == nil && name != "msg" && name != "undefined" && name != "NaN" && name != "Infinity" && isBuiltinName(name) {
			return &ir.Global{Pos: ir.Pos(e.Idx), Path: name}
		}
	case *ast.DotExpression:
		if path, ok := l.path(e); ok {
			if builtin.Constant(path) == nil {
				return &ir.Global{Pos: ir.Pos(l.start(e)), Path: path}
			}
			break
		}
		return l.dot(slot, e, unguarded)
	case *ast.BracketExpression:
		return l.bracket(e, unguarded)
	}
	return l.expr(slot)
}

var binaryOps = map[token.Token]ir.Op{
	token.PLUS: ir.Add, token.MINUS: ir.Sub, token.MULTIPLY: ir.Mul, token.SLASH: ir.Div, token.REMAINDER: ir.Mod, token.EXPONENT: ir.Pow,
	token.AND: ir.BitAnd, token.OR: ir.BitOr, token.EXCLUSIVE_OR: ir.BitXor,
	token.SHIFT_LEFT: ir.ShiftLeft, token.SHIFT_RIGHT: ir.ShiftRight, token.UNSIGNED_SHIFT_RIGHT: ir.ShiftRightUnsigned,
	token.EQUAL: ir.Equal, token.NOT_EQUAL: ir.NotEqual, token.STRICT_EQUAL: ir.StrictEqual, token.STRICT_NOT_EQUAL: ir.StrictNotEqual,
	token.LESS: ir.Less, token.LESS_OR_EQUAL: ir.LessEqual, token.GREATER: ir.Greater, token.GREATER_OR_EQUAL: ir.GreaterEqual,
	token.IN: ir.In, token.INSTANCEOF: ir.InstanceOf,
	token.LOGICAL_AND: ir.And, token.LOGICAL_OR: ir.Or, token.COALESCE: ir.Coalesce,
}

func (l *lowering) binary(e *ast.BinaryExpression) ir.Expr {
	op, ok := binaryOps[e.Operator]
	if !ok {
		l.refuse(e.Idx0(), "uses an operator that is not known to be harmless")
	}
	pos := ir.Pos(l.start(e))
	switch op {
	case ir.And, ir.Or, ir.Coalesce:
		return &ir.Logical{Pos: pos, Op: op, Left: l.expr(&e.Left), Right: l.expr(&e.Right)}
	case ir.StrictEqual, ir.StrictNotEqual:
		return &ir.Binary{Pos: pos, Op: op, Left: l.looked(&e.Left), Right: l.looked(&e.Right)}
	case ir.InstanceOf:
		id, ok := e.Right.(*ast.Identifier)
		if !ok || l.variable(id) != nil || !builtin.IsGlobal(nameText(id.Name)) {
			l.refuse(e.Right.Idx0(), "uses `instanceof` with something that is no built-in constructor")
		}
		return &ir.Binary{Pos: pos, Op: op, Left: l.looked(&e.Left), Right: &ir.Global{Pos: ir.Pos(id.Idx), Path: nameText(id.Name)}}
	}
	return &ir.Binary{Pos: pos, Op: op, Left: l.expr(&e.Left), Right: l.expr(&e.Right)}
}
