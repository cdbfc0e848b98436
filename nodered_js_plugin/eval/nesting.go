// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

// maxNested is how many Go functions that run a script's code may be on the stack. Each
// piece of code is a function that calls those of its parts, so what a call takes of Go's
// stack is in proportion to how deep the called function's source nests, and Go ends the
// whole process where its stack is full.
const maxNested = 250_000

// nestingOfCall is how many Go functions a call takes beside the code of what is called:
// also one through a built-in such as sort.
const nestingOfCall = 12

// nestingOfText is that of an object that becomes text by what it inherits: an error asks
// for its name and message, which may be errors. They nest as deep as natives in a VM may.
const nestingOfText = maxNested / 1000

// deeper notes n functions more on Go's stack. Who goes back takes them away again.
func (m *Machine) deeper(n int) {
	if m.nested += n; m.nested > maxNested {
		bail("deep recursion") // goja says where
	}
}

// inside begins a piece of code inside another one, of the function that is compiled.
// Whoever calls it puts level back.
func (c *compiler) inside() {
	c.level++
	c.code.nesting = max(c.code.nesting, nestingOfCall+c.level)
}
