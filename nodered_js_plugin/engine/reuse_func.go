package engine

import (
	"github.com/dop251/goja/ast"
)

// A flowFunction is what is known of the functions that one place of the script
// creates. Calls add to what its parameters hold; its body is run where it stands.
type flowFunction struct {
	node       ast.Node
	parameters *ast.ParameterList
	strict     bool
	arrow      bool
	arguments  []flowValue
	// rest is what any argument may be, known by no position.
	rest, this, result flowValue
	// argumentsObject is the site of arguments, 0 where it is not used.
	argumentsObject siteID
	// superclass is what the class extends; instance is the site that new makes.
	superclass flowValue
	instance   siteID
}

// maxArguments is how many arguments are told apart.
const maxArguments = 16

// argument is the place of the i-th argument.
func (fn *flowFunction) argument(i int) *flowValue {
	if i >= maxArguments {
		return &fn.rest
	}
	for len(fn.arguments) <= i {
		fn.arguments = append(fn.arguments, flowValue{})
	}
	return &fn.arguments[i]
}

// anyArgument is what arguments from the i-th on may hold.
func (fn *flowFunction) anyArgument(i int) flowValue {
	out := fn.rest
	for ; i < len(fn.arguments); i++ {
		out = out.or(fn.arguments[i])
	}
	return out
}

// functionSite gives the site of a function and, the first time, what belongs to it.
func (f *flow) functionSite(node ast.Node, params *ast.ParameterList, arrow bool) (siteID, *flowFunction) {
	id := f.alloc(node, "function", functionKind)
	if id == overflowSite {
		f.forbid(node.Idx0(), "is too large to be analysed")
		return id, &flowFunction{node: node, parameters: params}
	}
	s := f.sites[id]
	if s.function == nil {
		s.function = &flowFunction{node: node, parameters: params, strict: f.names.strict[node], arrow: arrow}
		if !arrow {
			prototype := f.alloc(node, "prototype", plainKind)
			f.joinNamed(s, "prototype", siteValue(prototype))
			f.joinNamed(f.sites[prototype], "constructor", siteValue(id))
		}
	}
	return id, s.function
}

// scriptFunction runs the script itself. Its function object lives as long as
// the VM, so it counts as built in.
func (f *flow) scriptFunction(e ast.Expression) {
	switch e := e.(type) {
	case *ast.FunctionLiteral:
		_, fn := f.functionSite(e, e.ParameterList, false)
		f.script = fn
		if !fn.strict {
			f.join(&fn.this, siteValue(globalSite))
		}
		if fn.argumentsObject != 0 {
			f.joinNamed(f.sites[fn.argumentsObject], "callee", siteValue(sharedSite))
		}
		f.body(fn, flowFrame{function: fn, this: fn}, e.Body.List, nil)
	case *ast.ArrowFunctionLiteral:
		_, fn := f.functionSite(e, e.ParameterList, true)
		f.script = fn
		f.join(&fn.this, siteValue(globalSite))
		body, expression := arrowBody(e)
		f.body(fn, flowFrame{function: fn, this: fn}, body, expression)
	}
}

func arrowBody(e *ast.ArrowFunctionLiteral) ([]ast.Statement, ast.Expression) {
	switch body := e.Body.(type) {
	case *ast.BlockStatement:
		return body.List, nil
	case *ast.ExpressionBody:
		return nil, body.Expression
	}
	return nil, nil
}

// functionValue is a function expression or declaration.
func (f *flow) functionValue(e *ast.FunctionLiteral) flowValue {
	return f.method(e, flowValue{}, flowValue{})
}

// method is a function with what super means in it.
func (f *flow) method(e *ast.FunctionLiteral, super, superclass flowValue) flowValue {
	if e.Async {
		f.forbid(e.Function, "uses an async function")
		return flowValue{}
	}
	if e.Generator {
		f.forbid(e.Function, "uses a generator")
		return flowValue{}
	}
	id, fn := f.functionSite(e, e.ParameterList, false)
	f.body(fn, flowFrame{function: fn, this: fn, super: super, superclass: superclass}, e.Body.List, nil)
	return siteValue(id)
}

func (f *flow) arrow(e *ast.ArrowFunctionLiteral) flowValue {
	if e.Async {
		f.forbid(e.Start, "uses an async function")
		return flowValue{}
	}
	id, fn := f.functionSite(e, e.ParameterList, true)
	frame := f.frame
	frame.function = fn
	body, expression := arrowBody(e)
	f.body(fn, frame, body, expression)
	return siteValue(id)
}

// body runs a function's parameters and body.
func (f *flow) body(fn *flowFunction, frame flowFrame, list []ast.Statement, expression ast.Expression) {
	outer := f.frame
	f.frame = frame
	defer func() { f.frame = outer }()

	f.linkArguments(fn)
	for i, b := range fn.parameters.List {
		v := fn.rest.or(primitiveValue(primNullish))
		if i < maxArguments {
			v = v.or(*fn.argument(i))
		}
		if b.Initializer != nil {
			v = v.or(f.eval(b.Initializer))
		}
		f.assignTarget(b.Target, v)
	}
	if fn.parameters.Rest != nil {
		f.assignTarget(fn.parameters.Rest, f.fresh(fn.parameters, otherKind, fn.anyArgument(len(fn.parameters.List))))
	}
	if fn == f.script {
		f.scriptStatements(list)
	} else {
		f.statements(list)
	}
	if expression != nil {
		f.join(&fn.result, f.eval(expression))
	}
}

// linkArguments keeps the arguments object and the parameters alike: in sloppy
// functions they are the same variables.
func (f *flow) linkArguments(fn *flowFunction) {
	if fn.argumentsObject == 0 {
		return
	}
	s := f.sites[fn.argumentsObject]
	f.join(&s.numbered, fn.anyArgument(0))
	for _, b := range fn.parameters.List {
		if id, ok := b.Target.(*ast.Identifier); ok {
			v := f.variable(f.names.refs[id])
			f.join(&s.numbered, *v)
			f.join(v, s.numbered.or(s.computed))
		}
	}
}

// argumentsOf is the value of the name arguments.
func (f *flow) argumentsOf(function ast.Node) flowValue {
	id, fn := f.functionSite(function, nil, false)
	if fn.argumentsObject == 0 {
		fn.argumentsObject = f.alloc(function, "arguments", plainKind)
		f.joinNamed(f.sites[fn.argumentsObject], "callee", siteValue(id))
		f.joinNamed(f.sites[fn.argumentsObject], "length", primitiveValue(primNumber))
		f.joinNamed(f.sites[fn.argumentsObject], symbolIterator, siteValue(inertSite))
		f.changed = true
	}
	return siteValue(fn.argumentsObject)
}

// class is a class expression or declaration.
func (f *flow) class(c *ast.ClassLiteral) flowValue {
	var constructor *ast.FunctionLiteral
	for _, e := range c.Body {
		if m, ok := e.(*ast.MethodDefinition); ok && isConstructor(m) {
			constructor = m.Body
		}
	}
	node, params := ast.Node(c), &ast.ParameterList{}
	if constructor != nil {
		node, params = constructor, constructor.ParameterList
	}
	id, fn := f.functionSite(node, params, false)
	fn.strict = true
	if id == overflowSite {
		return flowValue{}
	}
	prototype := f.sites[id].named["prototype"]
	classValue := siteValue(id)
	if c.Name != nil {
		f.assignName(c.Name, classValue)
	}

	static := flowFrame{function: &flowFunction{this: classValue}, superclass: flowValue{}}
	static.this = static.function
	super := f.heritage(c, fn, id, prototype)
	static.super = fn.superclass
	instance := flowFrame{function: &flowFunction{}, this: fn, super: super}

	if constructor != nil {
		f.body(fn, flowFrame{function: fn, this: fn, super: super, superclass: fn.superclass}, constructor.Body.List, nil)
	} else {
		f.superCall(fn, fn.superclass, fn.arguments, fn.rest)
	}
	for _, e := range c.Body {
		switch e := e.(type) {
		case *ast.MethodDefinition:
			if isConstructor(e) {
				continue
			}
			holder, superOf := prototype, super
			if e.Static {
				holder, superOf = classValue, fn.superclass
			} else if _, private := e.Key.(*ast.PrivateIdentifier); private {
				// Every object that the constructor runs on gets it.
				holder = holder.or(fn.this.objects())
				if holder.builtin() {
					f.forbid(e.Idx, "declares a private method of an object that may be built in")
				}
			}
			f.defineMethod(holder, f.classKey(e.Key, e.Computed), e.Kind, f.method(e.Body, superOf, flowValue{}))
		case *ast.FieldDefinition:
			key := f.classKey(e.Key, e.Computed)
			frame, holder := instance, fn.this
			if e.Static {
				frame, holder = static, classValue
			}
			v := primitiveValue(primNullish)
			if e.Initializer != nil {
				v = f.inFrame(frame, func() flowValue { return f.eval(e.Initializer) })
			}
			if f.define(holder, key, v) {
				f.forbid(e.Idx, "declares a field of an object that may be built in")
			}
		case *ast.ClassStaticBlock:
			f.inFrame(static, func() flowValue {
				f.statements(e.Block.List)
				return flowValue{}
			})
		}
	}
	return classValue
}

func (f *flow) classKey(e ast.Expression, computed bool) flowKey {
	key := f.key(e, computed)
	if key.kind == namedKey && key.name == "__proto__" {
		f.forbid(e.Idx0(), "sets __proto__")
	}
	return key
}

func isConstructor(m *ast.MethodDefinition) bool {
	name, ok := m.Key.(*ast.StringLiteral)
	return ok && !m.Computed && !m.Static && nameText(name.Value) == "constructor"
}

func (f *flow) inFrame(frame flowFrame, run func() flowValue) flowValue {
	outer := f.frame
	f.frame = frame
	defer func() { f.frame = outer }()
	return run()
}

// heritage links a class to what it extends. It gives what super means in the
// class's methods.
func (f *flow) heritage(c *ast.ClassLiteral, fn *flowFunction, class siteID, prototype flowValue) flowValue {
	if c.SuperClass == nil {
		return flowValue{}
	}
	if name, ok := f.globalName(c.SuperClass); ok && errorGlobals[name] {
		for id := range prototype.all() {
			f.sites[id].kind = otherKind
		}
		return flowValue{}
	}
	superclass := f.eval(c.SuperClass)
	if superclass.builtin() {
		f.forbid(c.SuperClass.Idx0(), "extends "+expressionText(c.SuperClass))
		return flowValue{}
	}
	f.join(&fn.superclass, superclass.objects())
	f.join(&f.sites[class].protos, superclass.objects())
	var super flowValue
	for id := range superclass.all() {
		super = super.or(f.sites[id].named["prototype"])
	}
	for id := range prototype.all() {
		f.join(&f.sites[id].protos, super.objects())
	}
	return super
}

// superCall is super(…) in the constructor fn: the parents' constructors run on
// the same object, unless they return another one.
func (f *flow) superCall(fn *flowFunction, superclass flowValue, arguments []flowValue, rest flowValue) {
	for id := range superclass.all() {
		if parent := f.sites[id].function; parent != nil {
			f.join(&parent.this, fn.this)
			f.bind(parent, arguments, rest)
			f.join(&fn.this, parent.this)
			f.join(&fn.this, parent.result.objects())
		}
	}
}

// bind adds arguments to what a function's parameters may hold.
func (f *flow) bind(fn *flowFunction, arguments []flowValue, rest flowValue) {
	for i, v := range arguments {
		f.join(fn.argument(i), v)
	}
	f.join(&fn.rest, rest)
}

func (f *flow) defineMethod(holder flowValue, key flowKey, kind ast.PropertyKind, function flowValue) {
	for id := range holder.all() {
		if id <= globalSite {
			continue
		}
		s := f.sites[id]
		switch kind {
		case ast.PropertyKindGet:
			f.join(&s.getters, function)
		case ast.PropertyKindSet:
			f.join(&s.setters, function)
		default:
			f.store(s, key, function)
		}
	}
}

// construct is new on functions and classes of the script.
func (f *flow) construct(callee flowValue, arguments []flowValue, rest flowValue) flowValue {
	var out flowValue
	for id := range callee.all() {
		fn := f.sites[id].function
		if fn == nil {
			continue
		}
		if fn.instance == 0 {
			fn.instance = f.alloc(fn.node, "instance", plainKind)
			if fn.instance != overflowSite {
				f.join(&f.sites[fn.instance].protos, f.sites[id].named["prototype"])
			}
		}
		f.join(&fn.this, siteValue(fn.instance))
		f.bind(fn, arguments, rest)
		out = out.or(fn.this.without(siteValue(globalSite))).or(fn.result.objects())
	}
	return out
}
