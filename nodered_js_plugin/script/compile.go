// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/unistring"
)

// The wrapper stands on the user's first line, so that lines need no moving, and
// ends on a line of its own, so that a trailing // comment cannot swallow it.
// Columns of the first line are moved back in the syntax tree.
const (
	wrapperOpen  = "(function(){"
	wrapperClose = "\n})"
)

// functionIdx is where the wrapper's function starts in the wrapped text.
const functionIdx file.Idx = 2

// Compile parses, checks and compiles a script. A text that is no valid script
// gives a *SyntaxError with the place in the user's own text.
//
// Source maps are off: goja would otherwise read the file that a
// sourceMappingURL comment names.
func Compile(stage, source string, kind Kind) (*Script, error) {
	s := &Script{Stage: stage, Source: source, kind: kind, lines: linesOf(source)}
	s.members = sync.OnceValue(func() map[int]namedMember { return membersOf(s) })
	t, err := s.read()
	if err != nil {
		return nil, err
	}
	s.operators = guardOperators(s, t.fn)
	program, err := s.compileEitherWay(t)
	if err != nil {
		return nil, s.compileError(err)
	}
	s.keepPrograms(program)
	return s, nil
}

// A tree is a script's syntax tree as goja compiles it for a VM of its own.
type tree struct {
	program *ast.Program
	fn      ast.Expression
	// edits are what a VM that is used again needs beside.
	edits edits
}

// read parses the script and finds out what there is to know of it.
func (s *Script) read() (*tree, error) {
	if offset, err := checkText(s.Source); err != nil {
		return nil, s.syntaxError(offset, err)
	}
	t := &tree{}
	var err error
	if s.kind == Condition {
		t.fn, err = parseCondition(s)
	} else {
		t.fn, err = parseBody(s)
	}
	if err != nil {
		return nil, err
	}
	s.onlyReturn = -1
	if s.kind != Condition {
		returns := ownReturns(t.fn)
		if len(returns) == 1 {
			s.onlyReturn = int(returns[0].Return) - 1
		}
	}
	t.edits = s.analyse(t.fn)
	s.reached = findReached(s, t.fn)
	s.iterates = iterates(s, t.fn)
	s.runsText = guardCode(t.fn)
	s.functions = functionTexts(t.fn)
	s.countsCalls, s.uncounted = countCalls(t.fn)
	markLoops(t.fn)
	splitChains(t.fn)
	t.program = &ast.Program{
		Body: []ast.Statement{&ast.ExpressionStatement{Expression: t.fn}},
		File: file.NewFile(s.Stage, s.Source, 1),
	}
	return t, nil
}

// compileEitherWay compiles the tree in strict mode if the script is for it, or is as
// good in it; some constructs are errors there.
func (s *Script) compileEitherWay(t *tree) (program *goja.Program, err error) {
	if s.kind == StrictBody || strictAlike(t.fn, len(s.undeclared) > 0) {
		program, err = compileProgram(t.program, true)
		if s.strict = err == nil || s.kind == StrictBody; s.strict {
			return program, err
		}
	}
	return compileProgram(t.program, false)
}

// analyse finds out what there is to know of a script's function. The edits are for
// the program that shares VMs; the names that the script only assigns become
// locals at once.
func (s *Script) analyse(fn ast.Expression) edits {
	names := resolveNames(fn, s.kind == StrictBody)
	undeclared, _ := names.undefined()
	s.effects = Effects{Message: true, Payload: true, Global: true}
	s.undeclared, s.paths = undeclared, &Paths{All: true}
	for name, pos := range readBeforeAssigned(fn, names, undeclared) {
		if offset := int(pos) - 1; s.outside == nil || offset < s.outside.Offset {
			s.outside = &Outside{"uses the undeclared " + code(name) + " before it is surely assigned", offset}
		}
	}
	if s.outside != nil {
		return edits{}
	}
	var e edits
	if s.code, e, s.outside = lower(fn, names, undeclared); s.outside != nil {
		return edits{}
	}
	declareLocals(fn, undeclared)
	s.undeclared = nil
	s.effects, s.paths, s.guarded = effectsOf(s.code), pathsOf(s.code), e.guards()
	if s.guarded && !SwitchedOff("paths: a script without guards") {
		s.paths = &Paths{All: true}
	}
	s.plain = plainOf(s.code, s.kind == Condition)
	return e
}

// compileProgram guards against trees that goja's compiler gives up on with a
// panic instead of an error.
func compileProgram(program *ast.Program, strict bool) (p *goja.Program, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("cannot compile: %v", x)
		}
	}()
	return goja.CompileAST(program, strict)
}

func parseBody(s *Script) (ast.Expression, error) {
	tree, err := parser.ParseFile(nil, s.Stage, wrapperOpen+s.Source+wrapperClose, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, s.parseError(err, len(wrapperOpen))
	}
	if err := s.treeError(tree, len(wrapperOpen)); err != nil {
		return nil, err
	}
	var fn *ast.FunctionLiteral
	if len(tree.Body) == 1 {
		if statement, ok := tree.Body[0].(*ast.ExpressionStatement); ok {
			fn, _ = statement.Expression.(*ast.FunctionLiteral)
		}
	}
	if fn == nil || fn.Function != functionIdx {
		return nil, s.escapeError(tree)
	}
	shift(reflect.ValueOf(fn), -file.Idx(len(wrapperOpen)))
	return fn, nil
}

// escapeError is the error for a body that closes the wrapper's function with a
// brace of its own and goes on behind it.
func (s *Script) escapeError(tree *ast.Program) error {
	offset := 0
	walk(reflect.ValueOf(tree), func(v reflect.Value) {
		if f, ok := v.Interface().(*ast.FunctionLiteral); ok && f.Function == functionIdx {
			offset = int(f.Body.RightBrace) - 1 - len(wrapperOpen)
		}
	})
	return s.syntaxError(offset, errors.New("SyntaxError: Unexpected token }"))
}

func parseCondition(s *Script) (ast.Expression, error) {
	tree, err := parser.ParseFile(nil, s.Stage, s.Source, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, s.parseError(err, 0)
	}
	if err := s.treeError(tree, 0); err != nil {
		return nil, err
	}
	// An arrow function has, like a program, no arguments and no this of its own.
	fn := &ast.ArrowFunctionLiteral{
		Start:           1,
		ParameterList:   &ast.ParameterList{Opening: 1, Closing: 1},
		Source:          s.Source,
		DeclarationList: tree.DeclarationList,
	}
	body := returnCompletion(tree.Body, fn)
	fn.Body = &ast.BlockStatement{LeftBrace: 1, List: body, RightBrace: file.Idx(len(s.Source) + 1)}
	return fn, nil
}

// ownReturns are a function's returns with a value, inner functions left out.
func ownReturns(fn ast.Expression) (list []*ast.ReturnStatement) {
	var visit func(ast.Node)
	visit = func(n ast.Node) {
		switch n := n.(type) {
		case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral, *ast.FunctionDeclaration:
			return
		case *ast.ReturnStatement:
			if n.Argument != nil {
				list = append(list, n)
			}
		}
		eachASTChild(n, visit)
	}
	switch fn := fn.(type) {
	case *ast.FunctionLiteral:
		visit(fn.Body)
	case *ast.ArrowFunctionLiteral:
		visit(fn.Body)
	}
	return list
}

// declareLocals makes names that the script only assigns locals of its function.
func declareLocals(fn ast.Expression, names []string) {
	if len(names) == 0 {
		return
	}
	declaration := &ast.VariableDeclaration{}
	for _, name := range names {
		declaration.List = append(declaration.List, &ast.Binding{
			Target: &ast.Identifier{Name: unistring.NewFromString(name), Idx: 1},
		})
	}
	switch fn := fn.(type) {
	case *ast.FunctionLiteral:
		fn.DeclarationList = append(fn.DeclarationList, declaration)
	case *ast.ArrowFunctionLiteral:
		fn.DeclarationList = append(fn.DeclarationList, declaration)
	}
}

// parseError moves the first error of a parse from the wrapped text to the
// user's. prefix is how many bytes stood before the user's first line.
func (s *Script) parseError(err error, prefix int) error {
	var list parser.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return s.syntaxError(0, err)
	}
	first := list[0]
	column := first.Position.Column
	if first.Position.Line == 1 {
		column -= prefix
	}
	offset := s.lines.start(first.Position.Line) + column - 1
	text := first.Message
	if offset >= len(s.Source) {
		// What the parser stumbled over is the wrapper's end.
		offset = len(strings.TrimRight(s.Source, " \t\r\n"))
		text = "Unexpected end of script"
	}
	return s.syntaxError(offset, errors.New("SyntaxError: "+strings.TrimPrefix(text, "SyntaxError: ")))
}

// treeError refuses a tree that goja's compiler should not be given. prefix is as for
// parseError.
func (s *Script) treeError(tree *ast.Program, prefix int) error {
	if at, err := checkTree(tree.Body); err != nil {
		return s.syntaxError(int(at.Idx0())-1-prefix, err)
	}
	return nil
}

func (s *Script) compileError(err error) error {
	var syntax *goja.CompilerSyntaxError
	if errors.As(err, &syntax) {
		return s.syntaxError(syntax.Offset, errors.New("SyntaxError: "+syntax.Message))
	}
	return s.syntaxError(0, err)
}

var (
	idxType  = reflect.TypeFor[file.Idx]()
	fileType = reflect.TypeFor[*file.File]()
)

// shift moves every source position below v. The first line of a body follows
// the wrapper's opening; moved back, errors and stack traces show the user's own
// columns without anybody having to know of the wrapper. Zero is no position.
func shift(v reflect.Value, by file.Idx) {
	walk(v, func(v reflect.Value) {
		if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
			return
		}
		shiftFields(v.Elem(), by)
	})
}

func shiftFields(v reflect.Value, by file.Idx) {
	for i := range v.NumField() {
		field := v.Field(i)
		switch {
		case field.Type() == idxType:
			if field.Int() != 0 {
				field.SetInt(field.Int() + int64(by))
			}
		case field.Kind() == reflect.Struct:
			shiftFields(field, by)
		}
	}
}

// walk calls visit with every pointer below v once, before what is below it.
func walk(v reflect.Value, visit func(reflect.Value)) {
	walkTree(v, visit, func(reflect.Value) {})
}
