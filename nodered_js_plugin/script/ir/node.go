// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package ir

// A Pos is a place in the script's source: the offset of a byte, counted from 1; 0
// is no place.
type Pos int

// A Var is one variable of a script: a parameter, var, let, const, function or
// catch parameter, or a name that is assigned without being declared.
type Var struct {
	Name string
	Kind VarKind
	// Captured: a function inside the one that declares it uses it.
	Captured bool
	// Writes is how many places assign to it, its declaration included.
	Writes int
}

// A VarKind says how a variable comes to life.
type VarKind uint8

const (
	// VarVar starts as undefined with its function; so does a name that is only
	// assigned.
	VarVar VarKind = iota
	// VarParam gets an argument.
	VarParam
	// VarLet and VarConst cannot be read before their declaration ran.
	VarLet
	VarConst
	// VarFunc is a function from the start of its block on.
	VarFunc
	// VarCatch gets what was thrown.
	VarCatch
	// VarSelf is a function expression's own name; assigning it does nothing, or
	// throws in strict mode.
	VarSelf
)

// An Expr is an expression. Every kind of one is in this file.
type Expr interface {
	// At is where the expression begins.
	At() Pos
	expr()
}

// A Target is what can be assigned to: *Name, *Msg, *Member, *Index, *Missing, or
// inside declarations and assignments an *ObjectPattern or *ArrayPattern.
type Target interface{ Expr }

type (
	// Number, String, Bool, Null and Undefined are constants. A String is UTF-8; one
	// with half of a surrogate pair has Units instead.
	Number struct {
		Pos   Pos
		Value float64
	}
	BigInt struct {
		Pos  Pos
		Text string // decimal
	}
	String struct {
		Pos   Pos
		Value string
		Units []uint16
	}
	Bool struct {
		Pos   Pos
		Value bool
	}
	Null      struct{ Pos Pos }
	Undefined struct{ Pos Pos }
	// RegExp is a literal; it makes a new object each time.
	RegExp struct {
		Pos            Pos
		Pattern, Flags string
	}
	// Template is `a${x}b`: one more text than expressions.
	Template struct {
		Pos   Pos
		Texts []String
		Exprs []Expr
	}
	// Array has nil for holes and *Spread for elements to spread.
	Array struct {
		Pos   Pos
		Elems []Expr
	}
	Object struct {
		Pos   Pos
		Props []Prop
	}
	// Func is a function or arrow function of the script.
	Func struct {
		Pos Pos
		*Function
	}

	// Name is a variable.
	Name struct {
		Pos Pos
		Var *Var
	}
	// Msg is the global name msg.
	Msg struct{ Pos Pos }
	// Missing is a name that nothing defines: reading it, or in strict mode assigning
	// it, throws a ReferenceError.
	Missing struct {
		Pos  Pos
		Name string
	}
	// Global is a built-in by its path in a place where it cannot get away: as an
	// operand of typeof, instanceof or ===, or as Array.prototype.slice in
	// Array.prototype.slice.call(x).
	Global struct {
		Pos  Pos
		Path string
	}
	// Wrapper is a built-in function as a value: a function of the script's own that
	// calls it.
	Wrapper struct {
		Pos  Pos
		Path string
	}
	// Arguments is arguments.length, arguments[i] or the whole list, in a place that
	// copies it.
	Arguments struct{ Pos Pos }

	// Member is Object.Name. Dot is where an error about it points.
	Member struct {
		Pos, Dot Pos
		Object   Expr
		Name     string
		// Optional: the object is followed by ?.
		Optional bool
		// Guarded: some built-in gives an object by that name, so goja's side has to
		// look at what the object has.
		Guarded bool
	}
	// Index is Object[Key].
	Index struct {
		Pos, Bracket Pos
		Object, Key  Expr
		Optional     bool
		Guarded      bool
	}
	// Chain is where an optional chain ends: a ?. inside that finds nothing makes the
	// whole undefined.
	Chain struct{ Expr Expr }

	// Call calls a function of the script. Paren is where an error about it points.
	Call struct {
		Pos, Paren Pos
		Callee     Expr
		Args       []Expr
		Optional   bool // f?.()
	}
	// MethodCall is Callee.Object.Name(…) or Object[Key](…): a built-in method of the
	// table or a function of the script's own.
	MethodCall struct {
		Pos, Paren Pos
		Callee     Expr // a *Member or *Index
		Args       []Expr
		Optional   bool
	}
	// StaticCall calls the built-in function of that path.
	StaticCall struct {
		Pos, Paren Pos
		Path       string
		Args       []Expr
	}
	// ThisCall is Array.prototype.slice.call(this, …), Math.max.apply(null, list) and
	// the like: a built-in with an explicit receiver. Apply: Args has the list.
	ThisCall struct {
		Pos, Paren Pos
		Path       string
		This       Expr
		Args       []Expr
		Apply      bool
	}
	// New makes an object of a built-in constructor.
	New struct {
		Pos, Paren Pos
		Path       string
		Args       []Expr
	}

	// Unary is an operator before its operand: ! - + ~ void typeof.
	Unary struct {
		Pos Pos
		Op  Op
		X   Expr
	}
	// Delete removes a member.
	Delete struct {
		Pos    Pos
		Target Expr // *Member or *Index
	}
	Binary struct {
		Pos         Pos
		Op          Op
		Left, Right Expr
	}
	// Logical evaluates its right side only if the left one does not decide.
	Logical struct {
		Pos         Pos
		Op          Op // And, Or, Coalesce
		Left, Right Expr
	}
	Cond struct {
		Pos              Pos
		Test, Then, Else Expr
	}
	// Assign is Target = Value, or with an operator Target op= Value; Op None is a
	// plain one.
	Assign struct {
		Pos    Pos
		Op     Op
		Target Target
		Value  Expr
	}
	// Update is ++ or --.
	Update struct {
		Pos    Pos
		Op     Op // Add or Sub
		Prefix bool
		Target Target
	}
	Seq struct {
		Pos  Pos
		List []Expr
	}
	// Spread is ...X among elements or arguments.
	Spread struct {
		Pos Pos
		X   Expr
	}

	ObjectPattern struct {
		Pos   Pos
		Props []PatternProp
		Rest  Target
	}
	// ArrayPattern has nil targets for holes.
	ArrayPattern struct {
		Pos   Pos
		Elems []PatternElem
		Rest  Target
	}
)

// A Prop is one part of an object literal: Key: Value, [Computed]: Value, or with
// neither ...Value. Proto: the key is written __proto__ and sets the prototype.
type Prop struct {
	Pos      Pos
	Key      string
	Computed Expr
	Spread   bool
	Proto    bool
	Value    Expr
}

// A PatternProp takes one member of an object apart.
type PatternProp struct {
	Pos      Pos
	Key      string
	Computed Expr
	Target   Target
	Default  Expr
	Guarded  bool
}

// A PatternElem takes one element of a list.
type PatternElem struct {
	Target  Target
	Default Expr
}

// An Op is an operator.
type Op uint8

const (
	None Op = iota
	Add
	Sub
	Mul
	Div
	Mod
	Pow
	BitAnd
	BitOr
	BitXor
	ShiftLeft
	ShiftRight
	ShiftRightUnsigned
	Equal
	NotEqual
	StrictEqual
	StrictNotEqual
	Less
	LessEqual
	Greater
	GreaterEqual
	In
	InstanceOf
	And
	Or
	Coalesce
	Not
	Negate
	Plus
	BitNot
	Void
	Typeof
)

// opTexts are the operators as a script writes them.
var opTexts = [...]string{
	"", "+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>", "==", "!=", "===", "!==", "<", "<=", ">", ">=",
	"in", "instanceof", "&&", "||", "??", "!", "-", "+", "~", "void", "typeof",
}

func (o Op) String() string { return opTexts[o] }
