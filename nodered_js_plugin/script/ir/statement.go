// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package ir

// A Stmt is a statement. Every kind of one is in this file.
type Stmt interface{ stmt() }

type (
	// ExprStmt evaluates an expression.
	ExprStmt struct{ X Expr }
	// Declare is var, let or const. A declaration without Init sets let variables to
	// undefined and leaves var variables as they are.
	Declare struct {
		Kind  VarKind // VarVar, VarLet or VarConst
		Decls []Decl
	}
	// FuncDecl is a declared function. It has its value from the start of its block on.
	FuncDecl struct {
		Var  *Var
		Func *Func
	}
	// Return ends the function; X is nil where it gives undefined.
	Return struct {
		Pos Pos
		X   Expr
	}
	Throw struct {
		Pos Pos
		X   Expr
	}
	// If has a nil Else where there is none.
	If struct {
		Pos        Pos
		Test       Expr
		Then, Else Stmt
	}
	// Block is a list with variables of its own.
	Block struct {
		Scope Scope
		List  []Stmt
	}
	// For has variables of its own for each turn where Init is a let declaration. Init,
	// Test and Update may be nil.
	For struct {
		Pos          Pos
		Scope        Scope
		Init         Stmt
		Test, Update Expr
		Body         Stmt
	}
	// ForIn goes through the names of an object's enumerable properties, inherited ones
	// included. Scope holds the variables that each turn has anew.
	ForIn struct {
		Pos    Pos
		Scope  Scope
		Into   Target
		Decl   bool // Into is declared here
		Source Expr
		Body   Stmt
	}
	// ForOf goes through the elements of a list.
	ForOf struct {
		Pos    Pos
		Scope  Scope
		Into   Target
		Decl   bool
		Source Expr
		Body   Stmt
	}
	While struct {
		Pos  Pos
		Test Expr
		Body Stmt
	}
	DoWhile struct {
		Pos  Pos
		Body Stmt
		Test Expr
	}
	Switch struct {
		Pos   Pos
		X     Expr
		Scope Scope
		Cases []Case
	}
	// Try has a nil Catch or a nil Finally, but not both.
	Try struct {
		Body    *Block
		Catch   *Catch
		Finally *Block
	}
	// Break and Continue refer to the label, or with "" to the innermost statement that
	// they can end.
	Break    struct{ Label string }
	Continue struct{ Label string }
	// Labelled gives a statement a name for Break and Continue.
	Labelled struct {
		Label string
		Body  Stmt
	}
)

// A Decl is one declared name or pattern; Init may be nil.
type Decl struct {
	Pos    Pos
	Target Target
	Init   Expr
}

// A Case is one branch of a Switch; Test is nil for default.
type Case struct {
	Test Expr
	List []Stmt
}

// A Catch takes what was thrown; Param may be nil.
type Catch struct {
	Scope Scope
	Param Target
	Body  *Block
}

// A Scope is what a block declares.
type Scope struct {
	// Vars are the variables that start anew each time control enters.
	Vars []*Var
	// Funcs are the functions declared in it, which have their values on entering.
	Funcs []*FuncDecl
}

// A Function is the code of a function.
type Function struct {
	// Name is "" for one that has none.
	Name string
	// Arrow functions have no arguments of their own.
	Arrow, Strict bool
	Params        []Param
	Rest          Target
	// Self is the variable of a function expression's own name, or nil.
	Self *Var
	// Scope has every var, and what the body itself declares.
	Scope Scope
	Body  []Stmt
	// Source is the text, for messages.
	Source string
	// Length is how many parameters come before the first with a default.
	Length int
	// Arguments: the body uses the list of arguments.
	Arguments bool
}

// A Param is one parameter; Default may be nil.
type Param struct {
	Target  Target
	Default Expr
}

func (*ExprStmt) stmt() {}
func (*Declare) stmt()  {}
func (*FuncDecl) stmt() {}
func (*Return) stmt()   {}
func (*Throw) stmt()    {}
func (*If) stmt()       {}
func (*Block) stmt()    {}
func (*For) stmt()      {}
func (*ForIn) stmt()    {}
func (*ForOf) stmt()    {}
func (*While) stmt()    {}
func (*DoWhile) stmt()  {}
func (*Switch) stmt()   {}
func (*Try) stmt()      {}
func (*Break) stmt()    {}
func (*Continue) stmt() {}
func (*Labelled) stmt() {}
