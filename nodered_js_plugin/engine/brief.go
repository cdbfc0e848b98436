package engine

import (
	"math"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// maxGrowth is how many times larger than the message, at most, brief scripts
// together may make a value, or how many messages they may make of it.
const maxGrowth = 1000

// textGrowth is how many times longer a text gets at most that is taken apart into
// its characters, as by a spread, and made a text again with a key and quotes for
// each.
const textGrowth = 16

// A briefness is why a script, or several, provably end after work in proportion
// to their text and their message, so that nobody has to watch them: no loops, no
// functions of their own, no calls but of builtins that are known to be quick,
// nothing that makes an array sparse, and no value that takes in others so often
// that it grows without measure. It holds where every script of the processor is
// Reusable. What is not known to be brief is not.
type briefness struct {
	over bool
	// growth bounds how often one value can hold another: every expression that
	// takes k values into one multiplies it by k, and none is evaluated twice.
	growth float64
	// fields are the assignments to fields of the message; wholes are the mentions of
	// msg or msg.meta as a value, which holds them all.
	fields, wholes int
	// keySet: a key of msg.meta that only data knows may be assigned, which may be
	// __proto__; methodGot: a member of msg.meta may be read that is then a method.
	keySet, methodGot bool
}

// briefnessOf reads it off a script's function.
func briefnessOf(fn ast.Expression) briefness {
	b := briefness{growth: 1}
	switch fn := fn.(type) {
	case *ast.FunctionLiteral:
		b.check(fn.Body)
	case *ast.ArrowFunctionLiteral:
		b.check(fn.Body)
	default:
		b.over = true
	}
	return b
}

// brief reports whether the scripts of one processor need no watch: each takes up
// what the one before left.
func brief(scripts []*Script) bool {
	all := briefness{growth: 1}
	for _, s := range scripts {
		b := &s.brief
		all.over = all.over || b.over || !s.Reusable()
		all.growth *= b.growth
		all.fields += b.fields
		all.wholes += b.wholes
		all.keySet = all.keySet || b.keySet
		all.methodGot = all.methodGot || b.methodGot
	}
	return all.holds()
}

func (b *briefness) holds() bool {
	growth := b.growth * math.Pow(float64(1+b.fields), float64(b.wholes))
	return !b.over && growth <= maxGrowth && (!b.keySet || b.wholes == 0 && !b.methodGot)
}

func (b *briefness) takes(values int) { b.growth *= float64(max(values, 1)) }

func (b *briefness) check(n ast.Node) {
	if b.over {
		return
	}
	switch n := n.(type) {
	case *ast.ReturnStatement:
		if isName(n.Argument, "msg") {
			return
		}
	case *ast.Identifier:
		b.identifier(n.Name.String())
		return
	case *ast.CallExpression:
		b.must(b.call(n))
		return
	case *ast.NewExpression:
		b.must(isName(n.Callee, "Date"))
		b.checkList(n.ArgumentList)
		return
	case *ast.AssignExpression:
		b.must(b.assign(n))
		return
	case *ast.UnaryExpression:
		switch n.Operator {
		case token.INCREMENT, token.DECREMENT, token.DELETE:
			b.must(b.target(n.Operand))
			return
		}
	case *ast.DotExpression, *ast.BracketExpression:
		b.must(b.read(n.(ast.Expression)))
		return
	}
	if !b.node(n) {
		b.over = true
		return
	}
	eachASTChild(n, b.check)
}

// must notes that the script is not brief unless ok.
func (b *briefness) must(ok bool) { b.over = b.over || !ok }

func (b *briefness) checkList(list []ast.Expression) {
	for _, e := range list {
		b.check(e)
	}
}

// node judges one node of the other kinds without what is below it.
func (b *briefness) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BlockStatement, *ast.ExpressionStatement, *ast.VariableStatement, *ast.LexicalDeclaration, *ast.IfStatement,
		*ast.ReturnStatement, *ast.EmptyStatement, *ast.SwitchStatement, *ast.CaseStatement, *ast.BranchStatement, *ast.ThrowStatement,
		*ast.StringLiteral, *ast.BooleanLiteral, *ast.NullLiteral, *ast.ConditionalExpression, *ast.SequenceExpression,
		*ast.OptionalChain, *ast.Optional, *ast.PropertyShort, *ast.UnaryExpression:
		return true
	case *ast.NumberLiteral:
		return !strings.HasSuffix(n.Literal, "n") // arithmetic with BigInts has no bound
	case *ast.SpreadElement:
		b.takes(textGrowth)
		return true
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
	}
	return false
}

// identifier judges a name as a value, or as declared or assigned. A builtin as a
// value could be called under another name, and what is declared under a builtin's
// name is no builtin; cache and console may wait for something outside.
func (b *briefness) identifier(name string) {
	switch name {
	case "msg":
		b.wholes++
	case "undefined", "NaN", "Infinity":
	default:
		b.over = b.over || builtinNames().globals[name] || name == "cache" || name == "console"
	}
}

// read judges a member that is not called. It must not be a method: as a property
// of an object of the script's own, any name and many operators would call it.
func (b *briefness) read(e ast.Expression) bool {
	object, name, named := pathMember(e)
	if bracket, ok := e.(*ast.BracketExpression); ok && !named {
		object = withoutOptional(bracket.Left)
		if _, index := bracket.Member.(*ast.NumberLiteral); !index {
			if !isMeta(object) {
				return false
			}
			b.methodGot = true
			b.check(bracket.Member)
			return true
		}
	}
	switch {
	case named && isName(object, "msg"):
		if name == "meta" {
			b.wholes++
		}
		return !slices.Contains(inherited, name)
	case isMeta(object):
		b.methodGot = b.methodGot || builtinNames().any[name]
		return !slices.Contains(inherited, name)
	case named && name != "length" && builtinNames().any[name]:
		return false
	}
	if id, ok := object.(*ast.Identifier); ok && briefStatics[id.Name.String()] != nil {
		return builtinNames().values[name] && !builtinNames().objects[name] // a constant such as Math.PI
	}
	b.check(object)
	return !b.over
}

func isMeta(e ast.Expression) bool {
	msg, meta, ok := pathMember(e)
	return ok && meta == "meta" && isName(msg, "msg")
}

func (b *briefness) assign(n *ast.AssignExpression) bool {
	_, name := n.Left.(*ast.Identifier)
	if isMessageField(n.Left) {
		b.fields++
		if n.Operator == token.PLUS {
			b.takes(2)
		}
	} else if !name || n.Operator == token.PLUS || n.Operator == token.ASSIGN {
		b.takes(2)
	}
	if n.Operator == token.EXPONENT || !b.target(n.Left) {
		return false
	}
	b.check(n.Right)
	return !b.over
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
	return ok && (isName(object, "msg") || isMeta(object))
}

// target judges what is assigned or deleted. It cannot make an array sparse: a
// name, a member with a constant name that is neither length nor a number, any key
// of msg.meta.
func (b *briefness) target(e ast.Expression) bool {
	if id, ok := e.(*ast.Identifier); ok {
		if id.Name != "msg" {
			b.identifier(id.Name.String())
		}
		return !b.over
	}
	if object, name, ok := member(e); ok {
		if !isName(object, "msg") && !isMeta(object) {
			b.check(object)
		}
		return !b.over && name != "length" && (name == "" || name[0] < '0' || name[0] > '9')
	}
	bracket, ok := e.(*ast.BracketExpression)
	if !ok || !isMeta(bracket.Left) {
		return false
	}
	b.keySet = true
	b.fields++
	b.check(bracket.Member)
	return !b.over
}

// call judges a call of a builtin, and what it is given.
func (b *briefness) call(n *ast.CallExpression) bool {
	b.checkList(n.ArgumentList)
	callee := withoutOptional(n.Callee)
	if id, ok := callee.(*ast.Identifier); ok {
		if id.Name == "String" {
			b.takes(2)
		}
		return briefFunctions[id.Name.String()]
	}
	dot, ok := callee.(*ast.DotExpression)
	if !ok {
		return false
	}
	name, object := dot.Identifier.Name.String(), withoutOptional(dot.Left)
	if id, ok := object.(*ast.Identifier); ok {
		if methods := briefStatics[id.Name.String()]; methods != nil {
			return methods[name] && b.static(id.Name.String()+"."+name, n.ArgumentList)
		}
	}
	b.check(object)
	switch name {
	case "join": // once per element
		b.takes(2)
		if len(n.ArgumentList) > 0 {
			text, ok := n.ArgumentList[0].(*ast.StringLiteral)
			if !ok {
				return false
			}
			b.takes(len(text.Value.String()) + 1)
		}
	case "concat", "push", "unshift":
		b.takes(len(n.ArgumentList) + 1)
	case "split", "toString":
		b.takes(2)
	}
	return briefMethods[name]
}

// static judges a call of a function of a builtin object. Most give numbers.
func (b *briefness) static(name string, arguments []ast.Expression) bool {
	switch name {
	case "JSON.stringify":
		// Indented, what is nested deep is longer than in proportion.
		b.takes(2)
		if len(arguments) > 0 {
			_, spread := arguments[0].(*ast.SpreadElement)
			return !spread && len(arguments) == 1
		}
	case "Object.keys", "Object.values", "Object.entries":
		b.takes(textGrowth)
	case "Object.fromEntries":
		b.takes(2)
	case "Array.of", "String.fromCharCode", "String.fromCodePoint":
		b.takes(len(arguments))
	}
	return true
}

var (
	briefFunctions = names("Number String Boolean parseInt parseFloat isNaN isFinite")

	// briefStatics are functions of builtin objects. Object.assign is none: it can set
	// a prototype, and the length of an array.
	briefStatics = map[string]map[string]bool{
		"Math": names(`abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul
			log log10 log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc`),
		"Number": names("isFinite isInteger isNaN isSafeInteger parseFloat parseInt"),
		"Date":   names("now parse UTC"),
		"JSON":   names("parse stringify"),
		"Object": names("keys values entries fromEntries hasOwn"),
		"Array":  names("isArray of"),
		"String": names("fromCharCode fromCodePoint"),
	}

	// briefMethods are methods that no value answers in more than linear time, unless
	// an array is sparse.
	briefMethods = names(`at charAt charCodeAt codePointAt concat endsWith includes indexOf join lastIndexOf pop push
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
