// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

// maxDepth is how deep calls may nest.
const maxDepth = 10_000

// firstStack is for how many values the stack that a Machine keeps has room.
const firstStack = 256

// freeStack is how many places of the stack no message is charged for.
const freeStack = 4096

// take reserves n places of the stack; they hold what was there before.
func (m *Machine) take(n int) []Value {
	if m.top+n > len(m.stack) {
		size := max(2*len(m.stack), n)
		if size > freeStack {
			m.allocate(elemCost * size)
		}
		m.stack, m.top = make([]Value, size), 0
	}
	places := m.stack[m.top : m.top+n : m.top+n]
	m.top += n
	m.high = max(m.high, m.top)
	return places
}

// callFunc calls a function of the script.
func (m *Machine) callFunc(fn *Func, args []Value) Value {
	if fn.native != nil {
		m.work(1)
		return fn.native(m, undefined, args)
	}
	if m.depth >= maxDepth {
		bail("deep recursion")
	}
	m.work(4)
	m.depth++
	stack, top := m.stack, m.top
	c := fn.code
	m.deeper(c.nesting)
	f := m.frame()
	f.vars, f.outer, f.args = m.take(c.slots), fn.cells, args
	if c.cells > 0 {
		m.allocate(8 * c.cells)
		f.cells = make([]*Value, c.cells)
	}
	result := c.run(f, fn)
	m.stack, m.top = stack, top
	m.depth--
	m.nested -= c.nesting
	return result
}

// frame is the frame of the call that is m.depth deep. Nothing keeps a frame beyond its
// call: what outlives it is in cells.
func (m *Machine) frame() *frame {
	for m.depth >= len(m.frames) {
		m.frames = append(m.frames, &frame{m: m})
	}
	f := m.frames[m.depth]
	f.cells, f.result, f.label = nil, undefined, ""
	return f
}

// callWith calls a function of the script with arguments on the stack.
func (m *Machine) callWith(fn *Func, args ...Value) Value {
	stack, top := m.stack, m.top
	list := m.take(len(args))
	copy(list, args)
	result := m.callFunc(fn, list)
	m.stack, m.top = stack, top
	return result
}

func (c *code) run(f *frame, fn *Func) Value {
	if len(c.enter) > 0 {
		c.enter[0](f)
	}
	if c.self != nil {
		c.self(f, objectValue(fn))
	}
	for _, p := range c.params {
		p(f, f.args)
	}
	if len(c.enter) > 1 {
		c.enter[1](f)
	}
	if c.value != nil {
		return c.value(f)
	}
	for _, s := range c.body {
		if s(f) == doReturn {
			return f.result
		}
	}
	return undefined
}

// call calls a value; what is the text of the callee for the error if it is no
// function.
func (m *Machine) call(callee Value, what string, args []Value) Value {
	if fn, ok := callee.Ref.(*Func); ok {
		return m.callFunc(fn, args)
	}
	if callee.Kind == Object {
		bail("a call of an object") // goja asks it for its text, and so may run the script
	}
	m.throwError("TypeError", what+" is not a function")
	return undefined
}

// Run runs a script for a message and gives what it returned. The error is that of
// Attempt.
func (m *Machine) Run(p *Program) (result Value, err error) {
	err = m.Attempt(func() { result = m.Start(p) })
	return result, err
}

// Attempt calls f, which may call Start and work with the values that it gives. The
// error is a *Bail, a *Limit, an *Uncaught, or nil; a *Limit or *Uncaught is the message's, after a *Bail it is
// as if f had not been called, but for what f did outside the Machine.
func (m *Machine) Attempt(f func()) (err error) {
	defer func() {
		if x := recover(); x != nil {
			switch x := x.(type) {
			case *Bail:
				x.Pos = m.stood()
				err = x
			case *Limit:
				err = x
			case *thrown:
				m.throwing = nil
				if uncaught := x.uncaught(); uncaught != nil {
					err = uncaught
					return
				}
				err = &Bail{Reason: "an exception that nothing caught", Pos: m.stood()}
			default:
				panic(x)
			}
		}
	}()
	f()
	return nil
}

// Start runs a script inside Attempt and gives what it returned.
func (m *Machine) Start(p *Program) Value {
	m.Msg.reset(m)
	m.global = Value{Kind: unset}
	m.top, m.depth, m.nested, m.joining = 0, 0, 0, m.joining[:0]
	if m.stack == nil {
		m.stack = make([]Value, firstStack)
	}
	clear(m.wrappers)
	m.at, m.inside, m.throwing = 0, true, nil
	result := m.callFunc(p.main, nil)
	m.inside = false
	return result
}

// GiveUp ends an Attempt with a Bail.
func GiveUp(reason string) { bail(reason) }

// throwError throws an error of one of the built-in kinds.
func (m *Machine) throwError(kind, message string) { m.throwErrorAt(kind, message, 0) }
