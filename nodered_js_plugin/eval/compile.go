// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// An expr and a stmt are compiled code: closures over what is known beforehand.
type (
	expr func(f *frame) Value
	stmt func(f *frame) control
)

// A control says how a statement ended.
type control uint8

const (
	goOn control = iota
	doReturn
	doBreak
	doContinue
)

// A frame is one call of a function.
type frame struct {
	m    *Machine
	vars []Value
	// cells are this function's variables that functions inside use, outer those of the
	// functions around it.
	cells, outer []*Value
	args         []Value
	// result is what return gave, label the label that break or continue named.
	result Value
	label  string
}

// A code is a compiled function.
type code struct {
	fn           *ir.Function
	slots, cells int
	// nesting is how many Go functions a call takes, see maxNested.
	nesting  int
	captures []capture
	params   []func(f *frame, args []Value)
	// enter starts the parameters' variables, then those of the body.
	enter []func(f *frame)
	self  func(f *frame, v Value)
	body  []stmt
	// value is the body of one that only returns an expression.
	value expr
}

// A capture is where a new function finds a variable of those around it: in the
// cells of the frame that makes it, or among the captured variables of that.
type capture struct {
	cell  bool
	index int
}

// A Program is a compiled script. It is immutable: any number of Machines may run
// it at the same time.
type Program struct{ main *Func }

// Unsupported is why a script cannot be compiled: it calls what has no Go function.
type Unsupported struct {
	What string
	Pos  ir.Pos
}

func (u *Unsupported) Error() string { return "has no Go function for " + u.What }

// Compile compiles a script's function. The error is an *Unsupported.
func Compile(f *ir.Function) (p *Program, err error) {
	defer func() {
		if x := recover(); x != nil {
			u, ok := x.(*Unsupported)
			if !ok {
				panic(x)
			}
			p, err = nil, u
		}
	}()
	if u := missingMethod(f); u != nil {
		return nil, u
	}
	return &Program{&Func{code: compileFunction(nil, f)}}, nil
}

// A compiler compiles one function.
type compiler struct {
	outer *compiler
	code  *code
	slots map[*ir.Var]int
	cells map[*ir.Var]int
	ups   map[*ir.Var]int
	// shared are the constants that are made once.
	shared map[*ir.Var]Value
	// tried are the nodes that are no beginning of a chain of comparisons.
	tried map[any]bool
	// constants says of nodes whether they are made of literals only.
	constants map[ir.Expr]bool
	// chains is in how many optional chains the expression stands.
	chains int
	// level is in how many pieces of code what is compiled stands.
	level int
}

func compileFunction(outer *compiler, f *ir.Function) *code {
	c := &compiler{
		outer: outer, code: &code{fn: f, nesting: nestingOfCall},
		slots: map[*ir.Var]int{}, cells: map[*ir.Var]int{}, ups: map[*ir.Var]int{}, tried: map[any]bool{}, constants: map[ir.Expr]bool{},
	}
	if outer == nil {
		c.shared = sharedTables(f)
	} else {
		c.shared = outer.shared
	}
	if f.Self != nil {
		c.declare(f.Self)
	}
	for _, p := range f.Params {
		c.declareTarget(p.Target)
	}
	if f.Rest != nil {
		c.declareTarget(f.Rest)
	}
	if enter := c.startVars(c.parameterVars(f)); enter != nil {
		c.code.enter = append(c.code.enter, enter)
	}
	if f.Self != nil {
		c.code.self = c.storeVar(f.Self, true)
	}
	refuseEarlyReads(f)
	for i, p := range f.Params {
		c.code.params = append(c.code.params, c.parameter(i, p))
	}
	if f.Rest != nil {
		store, from := c.store(f.Rest), len(f.Params)
		c.code.params = append(c.code.params, func(f *frame, args []Value) {
			rest := []Value(nil)
			if len(args) > from {
				f.m.allocate(listCost + elemCost*(len(args)-from))
				rest = append(rest, args[from:]...)
			}
			store(f, objectValue(NewArr(rest)))
		})
	}
	enter := c.enterScope(f.Scope)
	if enter != nil {
		c.code.enter = append(c.code.enter, enter)
	}
	if r, ok := onlyReturn(f.Body); ok {
		c.code.value = c.expr(r.X)
	} else {
		c.code.body = c.stmts(f.Body)
	}
	return c.code
}

func onlyReturn(body []ir.Stmt) (*ir.Return, bool) {
	if len(body) != 1 {
		return nil, false
	}
	r, ok := body[0].(*ir.Return)
	return r, ok && r.X != nil
}

// declare gives a variable of this function its place.
func (c *compiler) declare(v *ir.Var) {
	if v.Captured {
		if _, ok := c.cells[v]; !ok {
			c.cells[v] = c.code.cells
			c.code.cells++
		}
		return
	}
	if _, ok := c.slots[v]; !ok {
		c.slots[v] = c.code.slots
		c.code.slots++
	}
}

func (c *compiler) declareTarget(t ir.Target) {
	for _, v := range targetVars(t) {
		c.declare(v)
	}
}

// refuseEarlyReads leaves functions to goja in which a parameter's default, or one
// inside its pattern, mentions a parameter that has no value by then.
func refuseEarlyReads(f *ir.Function) {
	later := map[*ir.Var]bool{}
	targets := make([]ir.Target, 0, len(f.Params)+1)
	for _, p := range f.Params {
		targets = append(targets, p.Target)
	}
	if f.Rest != nil {
		targets = append(targets, f.Rest)
	}
	for _, t := range targets {
		for _, v := range targetVars(t) {
			later[v] = true
		}
	}
	read := func(e ir.Expr) {
		if e == nil {
			return
		}
		ir.Walk(e, func(n any) bool {
			if name, ok := n.(*ir.Name); ok && later[name.Var] {
				unsupported(name.Pos, "a parameter that another one's default reads before it has a value")
			}
			return true
		})
	}
	for i, t := range targets {
		if i < len(f.Params) {
			read(f.Params[i].Default)
		}
		eachTarget(t, read, func(v *ir.Var) { delete(later, v) })
	}
}

// eachTarget goes through a target in the order in which it is assigned: read is called
// with the expressions that are evaluated, bound with the variables.
func eachTarget(t ir.Target, read func(ir.Expr), bound func(*ir.Var)) {
	switch t := t.(type) {
	case *ir.Name:
		bound(t.Var)
	case *ir.ObjectPattern:
		for _, p := range t.Props {
			read(p.Computed)
			read(p.Default)
			eachTarget(p.Target, read, bound)
		}
		eachTarget(t.Rest, read, bound)
	case *ir.ArrayPattern:
		for _, p := range t.Elems {
			read(p.Default)
			eachTarget(p.Target, read, bound)
		}
		eachTarget(t.Rest, read, bound)
	}
}

func (c *compiler) parameterVars(f *ir.Function) (vars []*ir.Var) {
	if f.Self != nil {
		vars = append(vars, f.Self)
	}
	for _, p := range f.Params {
		vars = append(vars, targetVars(p.Target)...)
	}
	if f.Rest != nil {
		vars = append(vars, targetVars(f.Rest)...)
	}
	return vars
}

// targetVars are the variables that a target declares; those in its defaults and
// computed keys are others.
func targetVars(t ir.Target) (vars []*ir.Var) {
	eachTarget(t, func(ir.Expr) {}, func(v *ir.Var) { vars = append(vars, v) })
	return vars
}

func (c *compiler) parameter(i int, p ir.Param) func(*frame, []Value) {
	store := c.store(p.Target)
	if p.Default == nil {
		return func(f *frame, args []Value) {
			if i < len(args) {
				store(f, args[i])
			} else {
				store(f, undefined)
			}
		}
	}
	initial := c.expr(p.Default)
	return func(f *frame, args []Value) {
		if i < len(args) && args[i].Kind != Undefined {
			store(f, args[i])
		} else {
			store(f, initial(f))
		}
	}
}

// enterScope makes what a scope declares new; nil if that is nothing.
func (c *compiler) enterScope(s ir.Scope) func(*frame) {
	for _, v := range s.Vars {
		c.declare(v)
	}
	start := c.startVars(s.Vars)
	if len(s.Funcs) == 0 {
		return start
	}
	type made struct {
		store func(*frame, Value)
		make  expr
	}
	list := make([]made, len(s.Funcs))
	for i, d := range s.Funcs {
		list[i] = made{c.storeVar(d.Var, true), c.function(d.Func.Function)}
	}
	return func(f *frame) {
		if start != nil {
			start(f)
		}
		for _, one := range list {
			one.store(f, one.make(f))
		}
	}
}

// startVars gives variables their first value: undefined, or for let and const
// none.
func (c *compiler) startVars(vars []*ir.Var) func(*frame) {
	type place struct {
		cell  bool
		index int
		value Value
	}
	var places []place
	for _, v := range vars {
		p := place{value: undefined}
		if v.Kind == ir.VarLet || v.Kind == ir.VarConst {
			p.value = Value{Kind: unset}
		}
		if p.index, p.cell = c.cells[v]; !p.cell {
			p.index = c.slots[v]
		}
		places = append(places, p)
	}
	if len(places) == 0 {
		return nil
	}
	return func(f *frame) {
		for _, p := range places {
			if p.cell {
				f.m.allocate(elemCost)
				cell := new(Value)
				*cell = p.value
				f.cells[p.index] = cell
			} else {
				f.vars[p.index] = p.value
			}
		}
	}
}

// A place is where a variable is, seen from one function.
type place struct {
	kind  placeKind
	index int
}

type placeKind uint8

const (
	inSlot placeKind = iota
	inCell
	inOuter
)

func (c *compiler) place(v *ir.Var) place {
	if i, ok := c.slots[v]; ok {
		return place{inSlot, i}
	}
	if i, ok := c.cells[v]; ok {
		return place{inCell, i}
	}
	if i, ok := c.ups[v]; ok {
		return place{inOuter, i}
	}
	if c.outer == nil {
		panic(fmt.Sprintf("eval: nothing declares %s", v.Name))
	}
	from := c.outer.place(v)
	if from.kind == inSlot {
		panic(fmt.Sprintf("eval: %s is not marked as captured", v.Name))
	}
	i := len(c.code.captures)
	c.code.captures = append(c.code.captures, capture{from.kind == inCell, from.index})
	c.ups[v] = i
	return place{inOuter, i}
}
