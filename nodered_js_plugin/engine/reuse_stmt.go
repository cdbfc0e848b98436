package engine

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

func (f *flow) variable(v *scopeVariable) *flowValue {
	place := f.vars[v]
	if place == nil {
		place = &flowValue{primitives: primNullish}
		f.vars[v] = place
	}
	return place
}

func (f *flow) statements(list []ast.Statement) {
	for _, s := range list {
		f.runStatement(s)
	}
}

// scriptStatements are the statements of the script itself. Its declared
// functions may run before the first one.
func (f *flow) scriptStatements(list []ast.Statement) {
	for i, s := range list {
		f.statement = i + 1
		if _, function := s.(*ast.FunctionDeclaration); function {
			f.statement = 0
		}
		f.runStatement(s)
	}
	f.statement = 0
}

func (f *flow) runStatement(s ast.Statement) {
	switch s := s.(type) {
	case nil, *ast.EmptyStatement, *ast.BranchStatement, *ast.DebuggerStatement:
	case *ast.ExpressionStatement:
		f.eval(s.Expression)
	case *ast.BlockStatement:
		f.statements(s.List)
	case *ast.VariableStatement:
		f.bindings(s.List)
	case *ast.LexicalDeclaration:
		f.bindings(s.List)
	case *ast.FunctionDeclaration:
		f.assignName(s.Function.Name, f.functionValue(s.Function))
	case *ast.ClassDeclaration:
		f.assignName(s.Class.Name, f.class(s.Class))
	case *ast.ReturnStatement:
		if s.Argument != nil {
			f.join(&f.frame.function.result, f.eval(s.Argument))
		}
	case *ast.ThrowStatement:
		f.join(&f.thrown, f.eval(s.Argument))
	case *ast.IfStatement:
		f.eval(s.Test)
		f.branch(s.Consequent)
		f.branch(s.Alternate)
	case *ast.LabelledStatement:
		f.runStatement(s.Statement)
	case *ast.WhileStatement:
		f.eval(s.Test)
		f.runStatement(s.Body)
	case *ast.DoWhileStatement:
		f.runStatement(s.Body)
		f.eval(s.Test)
	case *ast.ForStatement:
		switch i := s.Initializer.(type) {
		case *ast.ForLoopInitializerExpression:
			f.eval(i.Expression)
		case *ast.ForLoopInitializerVarDeclList:
			f.bindings(i.List)
		case *ast.ForLoopInitializerLexicalDecl:
			f.bindings(i.LexicalDeclaration.List)
		}
		f.evalOptional(s.Test)
		f.evalOptional(s.Update)
		f.runStatement(s.Body)
	case *ast.ForInStatement:
		f.eval(s.Source)
		f.forInto(s.Into, primitiveValue(primText))
		f.runStatement(s.Body)
	case *ast.ForOfStatement:
		f.forInto(s.Into, f.elements(f.eval(s.Source)))
		f.runStatement(s.Body)
	case *ast.SwitchStatement:
		f.eval(s.Discriminant)
		for _, c := range s.Body {
			f.evalOptional(c.Test)
			f.statements(c.Consequent)
		}
	case *ast.TryStatement:
		f.runStatement(s.Body)
		if s.Catch != nil {
			if s.Catch.Parameter != nil {
				f.assignTarget(s.Catch.Parameter, f.caught(s.Catch))
			}
			f.runStatement(s.Catch.Body)
		}
		if s.Finally != nil {
			f.runStatement(s.Finally)
		}
	case *ast.WithStatement:
		f.forbid(s.With, "uses with")
	default:
		f.forbid(s.Idx0(), "uses a statement that is not known to be harmless")
	}
}

// branch is the body of an if, where a sloppy function declaration assigns to
// whatever its name means there.
func (f *flow) branch(s ast.Statement) {
	if d, ok := s.(*ast.FunctionDeclaration); ok {
		f.forbid(d.Function.Function, "declares a function as the body of an if")
		return
	}
	f.runStatement(s)
}

// caught is what a catch clause may get: what the script throws, or an error of
// the engine's or the host's. The value of the latter is the host's own.
func (f *flow) caught(c *ast.CatchStatement) flowValue {
	id := f.alloc(c, "error", otherKind)
	f.join(&f.sites[id].computed, primitiveValue(primAny))
	f.joinNamed(f.sites[id], "value", siteValue(sharedSite))
	return f.thrown.or(siteValue(id))
}

func (f *flow) bindings(list []*ast.Binding) {
	for _, b := range list {
		if b.Initializer != nil {
			f.assignTarget(b.Target, f.eval(b.Initializer))
		}
	}
}

func (f *flow) forInto(into ast.ForInto, v flowValue) {
	switch into := into.(type) {
	case *ast.ForIntoVar:
		f.evalOptional(into.Binding.Initializer)
		f.assignTarget(into.Binding.Target, v)
	case *ast.ForDeclaration:
		f.assignTarget(into.Target, v)
	case *ast.ForIntoExpression:
		f.assignTarget(into.Expression, v)
	}
}

// assignName stores into the variable that an identifier means.
func (f *flow) assignName(id *ast.Identifier, v flowValue) {
	if variable := f.names.refs[id]; variable != nil {
		f.join(f.variable(variable), v)
		return
	}
	name := nameText(id.Name)
	switch {
	case f.names.arguments[id] != nil:
		// resolveNames reports it.
	case name == "msg":
		f.assignsMsg = true
		f.join(&f.msg, v)
	case builtinNames().globals[name]:
		f.forbid(id.Idx, "assigns "+name)
	default:
		if f.undeclared[name] == nil {
			f.undeclared[name] = &flowValue{primitives: primNullish}
		}
		f.join(f.undeclared[name], v)
	}
}

// assignTarget stores into a name, a member or, part by part, a pattern.
func (f *flow) assignTarget(target ast.Expression, v flowValue) {
	switch target := target.(type) {
	case nil:
	case *ast.Identifier:
		f.assignName(target, v)
	case *ast.DotExpression, *ast.BracketExpression, *ast.PrivateDotExpression:
		base, key := f.member(target, true)
		f.assignMember(target, base, key, v)
	case *ast.AssignExpression: // with a default
		f.assignTarget(target.Left, v.or(f.eval(target.Right)))
	case *ast.ObjectPattern:
		f.assignObjectPattern(target, v)
	case *ast.ArrayPattern:
		parts := f.elements(v).or(primitiveValue(primNullish))
		for _, e := range target.Elements {
			f.assignTarget(e, parts)
		}
		if target.Rest != nil {
			f.assignTarget(target.Rest, f.fresh(target, otherKind, parts))
		}
	default:
		f.forbid(target.Idx0(), "assigns to something that is not known to be harmless")
	}
}

func (f *flow) assignObjectPattern(p *ast.ObjectPattern, v flowValue) {
	for _, property := range p.Properties {
		switch property := property.(type) {
		case *ast.PropertyShort:
			part := f.readNamed(property.Name.Idx, v, nameText(property.Name.Name))
			if property.Initializer != nil {
				part = part.or(f.eval(property.Initializer))
			}
			f.assignName(&property.Name, part)
		case *ast.PropertyKeyed:
			key := f.key(property.Key, property.Computed)
			f.assignTarget(property.Value, f.read(property.Key.Idx0(), v, key))
		}
	}
	if p.Rest != nil {
		id := f.alloc(p, "rest", plainKind)
		f.join(&f.sites[id].computed, f.ownOf(v))
		f.assignTarget(p.Rest, siteValue(id))
	}
}

func (f *flow) assignMember(target ast.Expression, base flowValue, key flowKey, v flowValue) {
	if key.kind == namedKey && (key.name == "constructor" || forbiddenMembers[key.name]) {
		f.forbid(target.Idx0(), "assigns "+expressionText(target))
		return
	}
	if f.put(base, key, v) {
		f.forbid(target.Idx0(), "assigns "+expressionText(target)+", where "+expressionText(memberBase(target))+" may be built in")
	}
}

func memberBase(e ast.Expression) ast.Expression {
	switch e := e.(type) {
	case *ast.DotExpression:
		return e.Left
	case *ast.PrivateDotExpression:
		return e.Left
	case *ast.BracketExpression:
		return e.Left
	}
	return e
}

// update is a compound assignment, ++ or --. stored is what the target gets,
// result what the expression gives.
func (f *flow) update(target ast.Expression, run func(old flowValue) (stored, result flowValue)) flowValue {
	if id, ok := target.(*ast.Identifier); ok {
		v, result := run(f.eval(id))
		f.assignName(id, v)
		return result
	}
	switch target.(type) {
	case *ast.DotExpression, *ast.BracketExpression, *ast.PrivateDotExpression:
	default:
		f.forbid(target.Idx0(), "assigns to something that is not known to be harmless")
		return flowValue{}
	}
	base, key := f.member(target, true)
	v, result := run(f.read(target.Idx0(), base, key))
	f.assignMember(target, base, key, v)
	return result
}

func (f *flow) evalAssign(e *ast.AssignExpression) flowValue {
	if e.Operator == token.ASSIGN {
		if right, ok := f.orItself(e); ok {
			base, key := f.member(e.Left, true)
			old, v := f.read(e.Left.Idx0(), base, key), f.eval(right)
			f.define(base, key, old)
			f.assignMember(e.Left, base, key, v)
			return old.or(v)
		}
		v := f.eval(e.Right)
		f.assignTarget(e.Left, v)
		return v
	}
	return f.update(e.Left, func(old flowValue) (stored, result flowValue) {
		right := f.eval(e.Right)
		switch e.Operator {
		case token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE,
			token.LOGICAL_AND_ASSIGN, token.LOGICAL_OR_ASSIGN, token.COALESCE_ASSIGN:
			return right, old.or(right)
		case token.PLUS, token.ADD_ASSIGN:
			_, tail := literalEnds(e.Right)
			v := plus(old, right, harmlessEnds("", tail))
			return v, v
		default:
			return primitiveValue(primNumber), primitiveValue(primNumber)
		}
	})
}

// orItself knows o[k] = o[k] || x, the usual way to fill a table: where k is
// __proto__ and there is one, that stays the same.
func (f *flow) orItself(e *ast.AssignExpression) (right ast.Expression, ok bool) {
	or, ok := e.Right.(*ast.BinaryExpression)
	if !ok || or.Operator != token.LOGICAL_OR && or.Operator != token.COALESCE {
		return nil, false
	}
	left, ok := e.Left.(*ast.BracketExpression)
	same, ok2 := or.Left.(*ast.BracketExpression)
	if !ok || !ok2 || !samePath(left.Left, same.Left) || !samePath(left.Member, same.Member) {
		return nil, false
	}
	// Nothing runs in between that could make it another member, unless there are
	// accessors or the key has a toString of its own.
	key := f.eval(left.Member)
	plain := key.without(siteValue(payloadSite, metaSite)).objects() == flowValue{}
	return or.Right, plain && f.withoutAccessors(left.Left) && f.plainPath(left.Left) && f.plainPath(left.Member)
}

// plainPath reports whether no member of a path is an accessor.
func (f *flow) plainPath(e ast.Expression) bool {
	dot, ok := e.(*ast.DotExpression)
	return !ok || f.withoutAccessors(dot.Left) && f.plainPath(dot.Left)
}

func (f *flow) withoutAccessors(e ast.Expression) bool {
	for id := range f.reachableProtos(f.eval(e)).all() {
		if !f.sites[id].getters.empty() || !f.sites[id].setters.empty() {
			return false
		}
	}
	return true
}

// samePath reports whether two expressions are the same name, or members of the
// same names.
func samePath(a, b ast.Expression) bool {
	switch a := a.(type) {
	case *ast.Identifier:
		b, ok := b.(*ast.Identifier)
		return ok && a.Name == b.Name
	case *ast.DotExpression:
		b, ok := b.(*ast.DotExpression)
		return ok && a.Identifier.Name == b.Identifier.Name && samePath(a.Left, b.Left)
	}
	return false
}
