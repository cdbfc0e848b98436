// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "strings"

// A Form says where a builtin stands in a script.
type Form uint8

const (
	// FormFunction is called by its path: Math.round(x), parseFloat(x), String(x),
	// Error("stuck") without new.
	FormFunction Form = iota
	// FormMethod is called on a value: "a.b".split(".").
	FormMethod
	// FormConstructor is called with new: new Date(0).
	FormConstructor
	// FormConstant is read by its path: Math.PI.
	FormConstant
	// FormProperty is read from a value: "abc".length, map.size. It is an accessor of the
	// prototype or a property that every such value has of its own.
	FormProperty
)

// A Kind is a set of kinds of values, a bit each.
type Kind uint16

// The kinds of values. A primitive that is wrapped (new Number(1)) is an Object.
const (
	Undefined Kind = 1 << iota
	Null
	Bool
	Number
	String
	BigInt
	Array
	Object
	Func
	Date
	RegExp
	Map
	Set
	Buffer // typed arrays, ArrayBuffer, DataView
	Error
	Iterator

	Any Kind = 1<<16 - 1
)

// Changes says what a builtin changes, apart from what its callbacks do.
type Changes uint8

const (
	Nothing Changes = iota
	// Receiver is the value that the method stands on. For a DataView or a typed array
	// it is the memory below, which others may share.
	Receiver
	// FirstArgument is what Object.assign and Object.freeze change, and the lastIndex
	// of a regular expression that is given to a method of a text.
	FirstArgument
	// Store is what cache remembers beyond the message.
	Store
	// Log is Benthos' log.
	Log
)

// A Cost says what the work and the memory of a builtin grow with, apart from what
// its callbacks cost, and toString and valueOf of an object that it converts.
type Cost uint8

const (
	// Fixed does not grow.
	Fixed Cost = iota
	// ByReceiver grows with the length of the receiver.
	ByReceiver
	// ByArguments grows with the length of the arguments.
	ByArguments
	// ByBoth grows with the sum of the two.
	ByBoth
	// ByContents grows with all that receiver and arguments contain, at any depth, each
	// as often as it is found.
	ByContents
	// ByResult grows with the result, whose length the value of an argument decides.
	ByResult
	// BySorting grows with n log n of the receiver's length, comparisons being calls.
	BySorting
	// ByProduct grows with the product of the receiver's and the argument's lengths
	// where the two are made for it: a text searched in another.
	ByProduct
	// ByPattern has no bound but the time limit if an argument or the receiver is a
	// regular expression.
	ByPattern
)

// A Row describes one builtin. Rows are shared and never change.
type Row struct {
	// Name is the specification's: "Math.round", "String.prototype.split", "Date", and
	// "new Date" for the constructor. Properties that values have of their own are
	// named as if the prototype had them: "RegExp.prototype.lastIndex".
	Name string
	Form Form
	// Receiver is what a method or property stands on, 0 for other forms.
	Receiver Kind
	// Takes has the kinds of the parameters in order. Other kinds are converted, as
	// JavaScript does, which may call toString or valueOf of an object of the script,
	// unless Exact is set. Params are the names of the parameters.
	Takes  []Kind
	Params []string
	// Required is how many arguments the builtin is of any use with.
	Required int
	// Rest: the last of Takes stands for any number of arguments.
	Rest bool
	// Exact: the builtin is only harmless if the script's text shows that its arguments
	// are of the kinds in Takes: Object.create(null).
	Exact bool
	// Gives has the kinds of the result, on a receiver of one of its kinds. A method that
	// gives primitives only does so on any receiver, and for any arguments; a property
	// may be hidden by another of the value's own.
	Gives   Kind
	Changes Changes
	// Callbacks has bit i set where argument i may be a function, which the builtin
	// then calls.
	Callbacks uint8
	// Fresh: the result is a primitive or a new object that shares nothing mutable with
	// the receiver and the arguments but elements. Otherwise it may be the receiver, an
	// argument, an element, or a view of the receiver's memory.
	Fresh bool
	Cost  Cost
	// Doc is one line for the reader of docs/javascript-api.md.
	Doc string
}

// Member is the last part of the name: "split" of "String.prototype.split".
func (r *Row) Member() string {
	return r.Name[strings.LastIndexByte(r.Name, '.')+1:]
}

// Take returns what argument i should be, and whether the builtin looks at it. One
// that it does not look at may be a thisArg: a script inside the small language
// passes none.
func (r *Row) Take(i int) (Kind, bool) {
	switch {
	case i < len(r.Takes):
		return r.Takes[i], true
	case r.Rest:
		return r.Takes[len(r.Takes)-1], true
	default:
		return 0, false
	}
}

// Calls reports whether argument i may be a function that the builtin calls.
func (r *Row) Calls(i int) bool { return i < 8 && r.Callbacks&(1<<i) != 0 }

// GivesPrimitives reports whether the result is a primitive.
func (r *Row) GivesPrimitives() bool { return r.Gives&^primitives == 0 }

// CallsWithObjects reports whether the builtin may call functions of the script with
// more than texts and numbers. One that takes texts and numbers only calls none but
// toString, valueOf, toJSON, join or exec of what it converts, which get no objects.
func (r *Row) CallsWithObjects() bool {
	for _, kind := range r.Takes {
		if kind&(Func|Object|Set|Map) != 0 {
			return true
		}
	}
	return false
}
