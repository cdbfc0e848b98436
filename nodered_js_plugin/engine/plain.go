package engine

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// A Plain says what a script does whose whole effect is on the texts of msg.meta,
// so that it needs no interpreter. Most configs consist of such scripts: defaults
// that assign constants, and conditions that compare one key.
//
// What it says holds where every script of the processor is Reusable, msg and
// msg.meta have the prototypes that they were made with, and each key it names is
// missing or holds a string. It is read-only.
type Plain struct {
	// Test is what a Condition is; nil for a body.
	Test *Test
	// Assign is what a body does, in order, before it returns msg.
	Assign []Assignment
}

// An Assignment is msg.meta[Key] = a text, or = msg.meta[From].
type Assignment struct {
	Key, From string
	// Text is the text, a string that is not empty, or nil where From counts.
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

// Plain is what the script does, or nil where only an interpreter can say.
func (s *Script) Plain() *Plain { return s.plain }

// plainOf reads a Plain off a script's function.
func plainOf(fn ast.Expression) *Plain {
	switch fn := fn.(type) {
	case *ast.ArrowFunctionLiteral:
		return plainCondition(fn)
	case *ast.FunctionLiteral:
		return plainBody(fn)
	}
	return nil
}

func plainCondition(fn *ast.ArrowFunctionLiteral) *Plain {
	body, ok := fn.Body.(*ast.BlockStatement)
	if !ok || len(body.List) != 1 || len(fn.DeclarationList) > 0 {
		return nil
	}
	result, ok := body.List[0].(*ast.ReturnStatement)
	if !ok {
		return nil
	}
	test := plainTest(result.Argument)
	if test == nil {
		return nil
	}
	return &Plain{Test: test}
}

func plainTest(e ast.Expression) *Test {
	switch e := e.(type) {
	case *ast.BooleanLiteral:
		if e.Value {
			return &Test{Op: TestTrue}
		}
		return &Test{Op: TestFalse}
	case *ast.UnaryExpression:
		if e.Operator != token.NOT {
			return nil
		}
		if operand := plainTest(e.Operand); operand != nil {
			return &Test{Op: TestNot, Left: operand}
		}
	case *ast.BinaryExpression:
		return plainBinary(e)
	default:
		if key, ok := metaKey(e); ok {
			return &Test{Op: TestKey, Key: key}
		}
	}
	return nil
}

func plainBinary(e *ast.BinaryExpression) *Test {
	switch e.Operator {
	case token.LOGICAL_AND, token.LOGICAL_OR:
		left, right := plainTest(e.Left), plainTest(e.Right)
		switch {
		case left == nil || right == nil:
			return nil
		case e.Operator == token.LOGICAL_AND:
			return &Test{Op: TestAnd, Left: left, Right: right}
		default:
			return &Test{Op: TestOr, Left: left, Right: right}
		}
	case token.STRICT_EQUAL, token.EQUAL, token.STRICT_NOT_EQUAL, token.NOT_EQUAL:
		// Between strings, and between undefined and a string, == is ===.
		key, isKey := metaKey(e.Left)
		text, isText := plainText(e.Right)
		if !isKey || !isText {
			key, isKey = metaKey(e.Right)
			text, isText = plainText(e.Left)
		}
		if !isKey || !isText {
			return nil
		}
		test := &Test{Op: TestEqual, Key: key, Text: text}
		if e.Operator == token.STRICT_NOT_EQUAL || e.Operator == token.NOT_EQUAL {
			test = &Test{Op: TestNot, Left: test}
		}
		return test
	}
	return nil
}

func plainBody(fn *ast.FunctionLiteral) *Plain {
	last := len(fn.Body.List) - 1
	if last < 0 || len(fn.DeclarationList) > 0 || !returnsMsg(fn.Body.List[last]) {
		return nil
	}
	plain := &Plain{Assign: make([]Assignment, 0, last)}
	for _, s := range fn.Body.List[:last] {
		statement, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return nil
		}
		assign, ok := statement.Expression.(*ast.AssignExpression)
		if !ok || assign.Operator != token.ASSIGN {
			return nil
		}
		key, ok := metaKey(assign.Left)
		if !ok {
			return nil
		}
		one := Assignment{Key: key}
		if text, ok := plainText(assign.Right); ok && text != "" {
			one.Text = text
		} else if one.From, ok = metaKey(assign.Right); !ok {
			return nil
		}
		plain.Assign = append(plain.Assign, one)
	}
	return plain
}

func returnsMsg(s ast.Statement) bool {
	r, ok := s.(*ast.ReturnStatement)
	return ok && isName(r.Argument, "msg")
}

func isName(e ast.Expression, name string) bool {
	id, ok := e.(*ast.Identifier)
	return ok && id.Name.String() == name
}

// metaKey is the key of msg.meta.key or msg.meta["key"]. What every object
// inherits is no such key: it may be there although the message does not have it.
func metaKey(e ast.Expression) (key string, ok bool) {
	object, key, ok := member(e)
	if !ok || slices.Contains(inherited, key) {
		return "", false
	}
	msg, meta, ok := member(object)
	return key, ok && meta == "meta" && isName(msg, "msg")
}

// inherited are the members of Object.prototype.
var inherited = []string{
	"constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
	"__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "__proto__",
}

// member is the object and the constant name of a member expression.
func member(e ast.Expression) (object ast.Expression, name string, ok bool) {
	switch e := e.(type) {
	case *ast.DotExpression:
		return e.Left, e.Identifier.Name.String(), true
	case *ast.BracketExpression:
		name, ok = plainText(e.Member)
		return e.Left, name, ok
	}
	return nil, "", false
}

// plainText is the text of a string literal. Go has no text for half of a
// surrogate pair, which shows as U+FFFD.
func plainText(e ast.Expression) (text string, ok bool) {
	literal, ok := e.(*ast.StringLiteral)
	if !ok {
		return "", false
	}
	text = literal.Value.String()
	return text, !strings.Contains(text, "\uFFFD")
}
