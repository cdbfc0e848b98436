package engine

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// maxGrowth is how many times larger than the message, at most, a brief script
// may make a value.
const maxGrowth = 1000

// brief reports whether a script provably ends after work in proportion to its
// text and its message, so that nobody has to watch it: no loops, no functions of
// its own, no calls but of builtins that are known to be quick, nothing that makes
// an array sparse, and no value that takes in others so often that it grows
// without measure. It holds where every script of the processor is Reusable.
// What is not known to be brief is not.
func brief(fn ast.Expression) bool {
	b := briefness{growth: 1}
	switch fn := fn.(type) {
	case *ast.FunctionLiteral:
		b.check(fn.Body)
	case *ast.ArrowFunctionLiteral:
		block, ok := fn.Body.(*ast.BlockStatement)
		if !ok {
			return false
		}
		b.check(block)
	default:
		return false
	}
	return !b.over && b.growth <= maxGrowth
}

type briefness struct {
	// growth bounds how often one value can hold another: every expression that
	// takes k values into one multiplies it by k, and none is evaluated twice.
	growth float64
	over   bool
}

func (b *briefness) takes(values int) { b.growth *= float64(max(values, 1)) }

func (b *briefness) check(n ast.Node) {
	if b.over {
		return
	}
	if !b.node(n) {
		b.over = true
		return
	}
	eachASTChild(n, b.check)
}

// node judges one node without what is below it.
func (b *briefness) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BlockStatement, *ast.ExpressionStatement, *ast.VariableStatement, *ast.LexicalDeclaration, *ast.IfStatement,
		*ast.ReturnStatement, *ast.EmptyStatement, *ast.SwitchStatement, *ast.CaseStatement, *ast.BranchStatement, *ast.ThrowStatement,
		*ast.StringLiteral, *ast.BooleanLiteral, *ast.NullLiteral, *ast.ConditionalExpression, *ast.SequenceExpression,
		*ast.DotExpression, *ast.BracketExpression, *ast.OptionalChain, *ast.Optional, *ast.PropertyShort, *ast.SpreadElement:
		return true
	case *ast.NumberLiteral:
		return !strings.HasSuffix(n.Literal, "n") // arithmetic with BigInts has no bound
	case *ast.Identifier:
		return n.Name != "cache" && n.Name != "console" // they may wait for something outside
	case *ast.TemplateLiteral:
		b.takes(len(n.Expressions))
		return n.Tag == nil
	case *ast.ArrayLiteral:
		b.takes(len(n.Value))
		return true
	case *ast.ObjectLiteral:
		b.takes(len(n.Value))
		return true
	case *ast.PropertyKeyed:
		return n.Kind == ast.PropertyKindValue
	case *ast.BinaryExpression:
		if n.Operator == token.PLUS && !isLiteral(n.Left) && !isLiteral(n.Right) {
			b.takes(2)
		}
		return n.Operator != token.EXPONENT
	case *ast.UnaryExpression:
		return n.Operator != token.INCREMENT && n.Operator != token.DECREMENT || briefTarget(n.Operand)
	case *ast.AssignExpression:
		if _, name := n.Left.(*ast.Identifier); (!name && !isMessageField(n.Left)) || n.Operator == token.PLUS {
			b.takes(2)
		}
		return n.Operator != token.EXPONENT && briefTarget(n.Left)
	case *ast.CallExpression:
		b.takes(len(n.ArgumentList) + 1)
		return b.call(n.Callee, n.ArgumentList)
	case *ast.NewExpression:
		return isName(n.Callee, "Date")
	}
	return false
}

func isLiteral(e ast.Expression) bool {
	switch e.(type) {
	case *ast.StringLiteral, *ast.NumberLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
		return true
	}
	return false
}

// isMessageField reports whether an assignment replaces a field of the message: no
// value gets larger by it.
func isMessageField(e ast.Expression) bool {
	object, _, ok := member(e)
	if !ok {
		return false
	}
	if isName(object, "msg") {
		return true
	}
	msg, meta, ok := member(object)
	return ok && meta == "meta" && isName(msg, "msg")
}

// briefTarget reports whether an assignment cannot make an array sparse: a name,
// a member with a constant name that is neither length nor a number, any key of
// msg.meta.
func briefTarget(e ast.Expression) bool {
	if _, ok := e.(*ast.Identifier); ok {
		return true
	}
	if _, name, ok := member(e); ok {
		return name != "length" && (name == "" || name[0] < '0' || name[0] > '9')
	}
	bracket, ok := e.(*ast.BracketExpression)
	if !ok {
		return false
	}
	msg, meta, ok := member(bracket.Left)
	return ok && meta == "meta" && isName(msg, "msg")
}

func (b *briefness) call(callee ast.Expression, arguments []ast.Expression) bool {
	switch callee := callee.(type) {
	case *ast.Identifier:
		return briefFunctions[callee.Name.String()]
	case *ast.Optional:
		return b.call(callee.Expression, arguments)
	case *ast.DotExpression:
		name := callee.Identifier.Name.String()
		if object, ok := callee.Left.(*ast.Identifier); ok {
			if methods, known := briefStatics[object.Name.String()]; known {
				return methods == nil || methods[name]
			}
		}
		if name == "join" {
			return len(arguments) == 0 || isLiteral(arguments[0]) // once per element
		}
		return briefMethods[name]
	}
	return false
}

var (
	briefFunctions = names("Number String Boolean parseInt parseFloat isNaN isFinite")

	// briefStatics are the functions of builtin objects; nil is all of them.
	briefStatics = map[string]map[string]bool{
		"Math":   nil,
		"Number": names("isFinite isInteger isNaN isSafeInteger parseFloat parseInt"),
		"Date":   names("now parse UTC"),
		"JSON":   names("parse stringify"),
		"Object": names("keys values entries assign fromEntries hasOwn"),
		"Array":  names("isArray of"),
		"String": names("fromCharCode fromCodePoint"),
	}

	// briefMethods are methods that no value answers in more than linear time, unless
	// an array is sparse.
	briefMethods = names(`at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf pop push
		reverse shift slice split startsWith substr substring toFixed toLowerCase toPrecision toString toUpperCase trim
		trimEnd trimStart unshift hasOwnProperty valueOf
		getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset
		getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds
		toISOString toJSON`)
)

func names(list string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(list) {
		set[name] = true
	}
	return set
}
