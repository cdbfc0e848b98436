package engine

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

func (f *flow) evalOptional(e ast.Expression) {
	if e != nil {
		f.eval(e)
	}
}

// eval runs an expression and gives what it may hold.
func (f *flow) eval(e ast.Expression) flowValue {
	switch e := e.(type) {
	case *ast.NullLiteral:
		return primitiveValue(primNullish)
	case *ast.BooleanLiteral:
		return primitiveValue(primBoolean)
	case *ast.NumberLiteral:
		return primitiveValue(primNumber)
	case *ast.StringLiteral:
		return textValue(nameText(e.Value))
	case *ast.RegExpLiteral:
		return siteValue(f.alloc(e, "regexp", otherKind))
	case *ast.TemplateLiteral:
		return f.template(e)
	case *ast.Identifier:
		return f.name(e)
	case *ast.ThisExpression:
		v := f.frame.this.this
		if v.has(globalSite) {
			f.forbid(e.Idx, "uses this where it may be the global object")
		}
		return v.without(siteValue(globalSite))
	case *ast.ArrayLiteral:
		return f.arrayLiteral(e)
	case *ast.ObjectLiteral:
		return f.objectLiteral(e)
	case *ast.FunctionLiteral:
		return f.functionExpression(e)
	case *ast.ArrowFunctionLiteral:
		return f.arrow(e)
	case *ast.ClassLiteral:
		return f.class(e)
	case *ast.DotExpression, *ast.BracketExpression, *ast.PrivateDotExpression:
		if v, ok := f.readSpecial(e); ok {
			return v
		}
		base, key := f.member(e, false)
		return f.read(e.Idx0(), base, key)
	case *ast.OptionalChain:
		return f.eval(e.Expression).or(primitiveValue(primNullish))
	case *ast.Optional:
		return f.eval(e.Expression)
	case *ast.AssignExpression:
		return f.evalAssign(e)
	case *ast.UnaryExpression:
		return f.unary(e)
	case *ast.BinaryExpression:
		return f.binary(e)
	case *ast.ConditionalExpression:
		f.eval(e.Test)
		return f.eval(e.Consequent).or(f.eval(e.Alternate))
	case *ast.SequenceExpression:
		var v flowValue
		for _, e := range e.Sequence {
			v = f.eval(e)
		}
		return v
	case *ast.CallExpression:
		return f.call(e)
	case *ast.NewExpression:
		return f.newObject(e)
	case *ast.PrivateIdentifier: // of #x in o
		return flowValue{}
	case *ast.MetaProperty:
		f.forbid(e.Meta.Idx, "uses new.target")
	default:
		f.forbid(e.Idx0(), "uses an expression that is not known to be harmless")
	}
	return flowValue{}
}

func textValue(s string) flowValue {
	if s == "msg" || builtinNames().objects[s] {
		return primitiveValue(primText)
	}
	return primitiveValue(primSafeText)
}

// functionExpression is a function literal; a name it has is visible inside only.
func (f *flow) functionExpression(e *ast.FunctionLiteral) flowValue {
	v := f.functionValue(e)
	if e.Name != nil {
		f.assignName(e.Name, v)
	}
	return v
}

// name is what an identifier holds.
func (f *flow) name(id *ast.Identifier) flowValue {
	if v := f.names.refs[id]; v != nil {
		out := *f.variable(v)
		if v.parameter != nil {
			f.join(f.variable(v), *f.variable(v.parameter))
		}
		return out
	}
	if function := f.names.arguments[id]; function != nil {
		return f.argumentsOf(function)
	}
	name := nameText(id.Name)
	switch {
	case name == "msg":
		return f.msg
	case name == "undefined":
		return primitiveValue(primNullish)
	case name == "NaN", name == "Infinity":
		return primitiveValue(primNumber)
	case forbiddenGlobals[name]:
		f.forbid(id.Idx, "uses "+name)
		return siteValue(sharedSite)
	case pureGlobals[name]:
		return siteValue(pureSite)
	case builtinNames().globals[name]:
		return siteValue(sharedSite)
	case f.undeclared[name] != nil:
		return *f.undeclared[name]
	}
	return primitiveValue(primNullish)
}

// globalName is the name of an identifier that means a property of the global
// object.
func (f *flow) globalName(e ast.Expression) (string, bool) {
	id, ok := e.(*ast.Identifier)
	if !ok || f.names.refs[id] != nil || f.names.arguments[id] != nil {
		return "", false
	}
	name := nameText(id.Name)
	return name, builtinNames().globals[name]
}

func (f *flow) template(e *ast.TemplateLiteral) flowValue {
	if e.Tag != nil {
		f.forbid(e.OpenQuote, "uses a tagged template")
	}
	for _, part := range e.Expressions {
		f.eval(part)
	}
	if len(e.Expressions) == 0 && len(e.Elements) == 1 {
		return textValue(nameText(e.Elements[0].Parsed))
	}
	if harmlessText(e) {
		return primitiveValue(primSafeText)
	}
	return primitiveValue(primText)
}

// harmlessText reports whether e, if it is a string, surely names nothing built
// in, going by a literal part at its start or end.
func harmlessText(e ast.Expression) bool { return harmlessEnds(literalEnds(e)) }

func harmlessEnds(head, tail string) bool {
	if head == "" && tail == "" {
		return false
	}
	matches := func(name string) bool { return strings.HasPrefix(name, head) && strings.HasSuffix(name, tail) }
	for name := range builtinNames().objects {
		if matches(name) {
			return false
		}
	}
	return !matches("msg")
}

// literalEnds is the text that the string e surely starts and ends with.
func literalEnds(e ast.Expression) (head, tail string) {
	switch e := e.(type) {
	case *ast.StringLiteral:
		text := nameText(e.Value)
		return text, text
	case *ast.TemplateLiteral:
		if n := len(e.Elements); n > 0 {
			return nameText(e.Elements[0].Parsed), nameText(e.Elements[n-1].Parsed)
		}
	case *ast.BinaryExpression:
		if e.Operator == token.PLUS {
			head, _ = literalEnds(e.Left)
			_, tail = literalEnds(e.Right)
		}
	}
	return head, tail
}

func (f *flow) arrayLiteral(e *ast.ArrayLiteral) flowValue {
	contents := flowValue{}
	for _, element := range e.Value {
		switch element := element.(type) {
		case nil:
		case *ast.SpreadElement:
			contents = contents.or(f.elements(f.eval(element.Expression)))
		default:
			contents = contents.or(f.eval(element))
		}
	}
	return f.fresh(e, otherKind, contents)
}

func (f *flow) objectLiteral(e *ast.ObjectLiteral) flowValue {
	id := f.alloc(e, "object", plainKind)
	object := siteValue(id)
	s := f.sites[id]
	for _, p := range e.Value {
		switch p := p.(type) {
		case *ast.PropertyShort:
			name := nameText(p.Name.Name)
			if name == "__proto__" {
				f.forbid(p.Name.Idx, "sets __proto__")
			}
			f.store(s, keyNamed(name), f.name(&p.Name))
		case *ast.SpreadElement:
			f.spread(s, f.eval(p.Expression))
		case *ast.PropertyKeyed:
			key := f.key(p.Key, p.Computed)
			if key.kind == namedKey && key.name == "__proto__" {
				f.forbid(p.Key.Idx0(), "sets __proto__")
			}
			if function, ok := p.Value.(*ast.FunctionLiteral); ok && p.Kind != ast.PropertyKindValue {
				// super in here starts at Object.prototype, of which nothing is own.
				f.defineMethod(object, key, p.Kind, f.method(function, flowValue{}, flowValue{}))
				continue
			}
			f.store(s, key, f.eval(p.Value))
		}
	}
	return object
}

// spread copies the own properties of v under their names.
func (f *flow) spread(s *flowSite, v flowValue) {
	var unnamed flowValue
	for id := range v.all() {
		if id <= globalSite {
			unnamed = unnamed.or(f.ownOf(siteValue(id)))
			continue
		}
		from := f.sites[id]
		for name, part := range from.named {
			f.joinNamed(s, name, part)
		}
		f.join(&s.numbered, from.numbered)
		unnamed = unnamed.or(from.computed)
		for g := range from.getters.all() {
			if function := f.sites[g].function; function != nil {
				unnamed = unnamed.or(function.result)
			}
		}
	}
	if v.primitives&(primText|primSafeText) != 0 {
		f.join(&s.numbered, primitiveValue(primText))
	}
	f.join(&s.computed, unnamed)
}

// key is what is known of a property key as written.
func (f *flow) key(e ast.Expression, computed bool) flowKey {
	switch e := e.(type) {
	case *ast.PrivateIdentifier:
		return flowKey{kind: namedKey, name: "#" + nameText(e.Name)}
	case *ast.StringLiteral:
		return keyNamed(nameText(e.Value))
	case *ast.NumberLiteral:
		return flowKey{kind: numberKey}
	case *ast.TemplateLiteral:
		if e.Tag == nil && len(e.Expressions) == 0 && len(e.Elements) == 1 {
			return keyNamed(nameText(e.Elements[0].Parsed))
		}
	case *ast.DotExpression:
		if name, ok := f.globalName(e.Left); ok && name == "Symbol" && e.Identifier.Name == "iterator" {
			return flowKey{kind: namedKey, name: symbolIterator}
		}
	}
	return keyOf(f.eval(e))
}

// member runs the object and the key of a member expression.
func (f *flow) member(e ast.Expression, target bool) (flowValue, flowKey) {
	base := memberBase(e)
	var v flowValue
	if s, ok := base.(*ast.SuperExpression); ok {
		// Beyond the script's own classes there is Object.prototype or an error's.
		v = f.frame.super.or(siteValue(inertSite))
		f.callThroughSuper()
		if target || f.frame.this.this.has(globalSite) {
			f.forbid(s.Idx, "uses super on what may not be the script's own")
		}
	} else {
		v = f.eval(base)
	}
	switch e := e.(type) {
	case *ast.DotExpression:
		return v, keyNamed(nameText(e.Identifier.Name))
	case *ast.PrivateDotExpression:
		return v, flowKey{kind: namedKey, name: "#" + nameText(e.Identifier.Name)}
	case *ast.BracketExpression:
		return v, f.key(e.Member, true)
	}
	return v, flowKey{kind: anyKey}
}

// callThroughSuper lets the methods and getters that super has run on this.
func (f *flow) callThroughSuper() {
	for id := range f.frame.super.all() {
		for g := range f.everything(id).all() {
			if fn := f.sites[g].function; fn != nil {
				f.join(&fn.this, f.frame.this.this.without(siteValue(globalSite)))
			}
		}
	}
}

// readSpecial knows members that are harmless though their object is not.
func (f *flow) readSpecial(e ast.Expression) (flowValue, bool) {
	dot, ok := e.(*ast.DotExpression)
	if !ok {
		return flowValue{}, false
	}
	name := nameText(dot.Identifier.Name)
	if _, this := withoutOptional(dot.Left).(*ast.ThisExpression); this && name == "msg" {
		v := f.frame.this.this
		out := f.get(v.without(siteValue(globalSite)), keyNamed(name))
		if v.has(globalSite) {
			out = out.or(f.msg)
		}
		return out, true
	}
	if id, ok := dot.Left.(*ast.Identifier); ok && name == "payload" && id.Name == "msg" && f.names.refs[id] == nil &&
		f.msg == siteValue(msgSite) && f.frame.function == f.script && f.statement < f.payloadWritten {
		return payloadValue(), true
	}
	if global, ok := f.globalName(dot.Left); ok && name != "constructor" {
		switch {
		case global == "Math" && builtinNames().values[name], global == "Number" && builtinNames().values[name]:
			return primitiveValue(primNumber), true
		}
	}
	return flowValue{}, false
}

func (f *flow) read(pos file.Idx, base flowValue, key flowKey) flowValue {
	if key.kind == namedKey && forbiddenMembers[key.name] {
		f.forbid(pos, "uses "+key.name)
	}
	return f.get(base, key)
}

func (f *flow) readNamed(pos file.Idx, base flowValue, name string) flowValue {
	return f.read(pos, base, keyNamed(name))
}

func (f *flow) unary(e *ast.UnaryExpression) flowValue {
	operand := withoutOptional(e.Operand)
	switch e.Operator {
	case token.INCREMENT, token.DECREMENT:
		return f.update(e.Operand, func(flowValue) (stored, result flowValue) {
			return primitiveValue(primNumber), primitiveValue(primNumber)
		})
	case token.TYPEOF:
		switch operand.(type) {
		case *ast.Identifier, *ast.ThisExpression:
		default:
			f.eval(operand)
		}
		return primitiveValue(primSafeText)
	case token.DELETE:
		return f.deleteMember(e, operand)
	case token.NOT:
		f.eval(operand)
		return primitiveValue(primBoolean)
	case token.VOID:
		f.eval(operand)
		return primitiveValue(primNullish)
	default:
		f.eval(operand)
		return primitiveValue(primNumber)
	}
}

func (f *flow) deleteMember(e *ast.UnaryExpression, operand ast.Expression) flowValue {
	switch operand := operand.(type) {
	case *ast.Identifier:
		if f.names.refs[operand] == nil {
			f.forbid(e.Idx, "deletes the name "+nameText(operand.Name))
		}
	case *ast.DotExpression, *ast.BracketExpression:
		base, _ := f.member(operand, true)
		f.touch(base)
		if base.builtin() {
			f.forbid(e.Idx, "deletes "+expressionText(operand)+", where "+expressionText(memberBase(operand))+" may be built in")
		}
	default:
		f.eval(operand)
	}
	return primitiveValue(primBoolean)
}

func (f *flow) binary(e *ast.BinaryExpression) flowValue {
	left := f.eval(e.Left)
	right := f.eval(e.Right)
	if _, private := e.Left.(*ast.PrivateIdentifier); private || e.Comparison {
		return primitiveValue(primBoolean)
	}
	switch e.Operator {
	case token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE:
		return left.or(right)
	case token.PLUS:
		return plus(left, right, harmlessText(e))
	case token.MINUS, token.MULTIPLY, token.SLASH, token.REMAINDER, token.EXPONENT, token.AND, token.OR, token.EXCLUSIVE_OR,
		token.SHIFT_LEFT, token.SHIFT_RIGHT, token.UNSIGNED_SHIFT_RIGHT:
		return primitiveValue(primNumber)
	case token.LESS, token.LESS_OR_EQUAL, token.GREATER, token.GREATER_OR_EQUAL, token.EQUAL, token.NOT_EQUAL,
		token.STRICT_EQUAL, token.STRICT_NOT_EQUAL, token.IN, token.INSTANCEOF:
		return primitiveValue(primBoolean)
	}
	return primitiveValue(primAny)
}

// plus is the + of two values; harmless tells whether a string of it is.
func plus(left, right flowValue, harmless bool) flowValue {
	const number = primNullish | primBoolean | primNumber
	switch {
	case left.objects() == flowValue{} && right.objects() == flowValue{} && left.primitives&^number == 0 && right.primitives&^number == 0:
		return primitiveValue(primNumber)
	case harmless:
		return primitiveValue(primNumber | primSafeText)
	default:
		return primitiveValue(primNumber | primText)
	}
}
