// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package ir

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// kinds are all kinds of nodes. TestKindsAreAllThere holds the list against the
// package's source, so a new kind gets here, and from here into the other tests.
var kinds = []any{
	&Number{}, &BigInt{}, &String{}, &Bool{}, &Null{}, &Undefined{}, &RegExp{}, &Template{}, &Array{}, &Object{}, &Func{},
	&Name{}, &Msg{}, &Missing{}, &Global{}, &Wrapper{}, &Arguments{}, &Member{}, &Index{}, &Chain{},
	&Call{}, &MethodCall{}, &StaticCall{}, &ThisCall{}, &New{}, &Unary{}, &Delete{}, &Binary{}, &Logical{}, &Cond{},
	&Assign{}, &Update{}, &Seq{}, &Spread{}, &ObjectPattern{}, &ArrayPattern{},
	&ExprStmt{}, &Declare{}, &FuncDecl{}, &Return{}, &Throw{}, &If{}, &Block{}, &For{}, &ForIn{}, &ForOf{}, &While{}, &DoWhile{},
	&Switch{}, &Try{}, &Break{}, &Continue{}, &Labelled{},
}

func TestKindsAreAllThere(t *testing.T) {
	want := map[string]bool{}
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			method, ok := d.(*ast.FuncDecl)
			if ok && method.Recv != nil && (method.Name.Name == "expr" || method.Name.Name == "stmt") {
				want[method.Recv.List[0].Type.(*ast.StarExpr).X.(*ast.Ident).Name] = true
			}
		}
	}
	got := map[string]bool{}
	for _, kind := range kinds {
		got[reflect.TypeOf(kind).Elem().Name()] = true
	}
	if !maps.Equal(got, want) {
		t.Errorf("the kinds are\n%v\nlisted are\n%v", slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got)))
	}
}

// A filler puts a name of its own into every place of a node where an expression or
// a statement may stand.
type filler struct{ names []string }

func (f *filler) name() *Name {
	name := fmt.Sprintf("n%d_", len(f.names))
	f.names = append(f.names, name)
	return &Name{Var: &Var{Name: name}}
}

func (f *filler) fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Interface:
		if v.Type() == reflect.TypeFor[Stmt]() {
			v.Set(reflect.ValueOf(&ExprStmt{X: f.name()}))
			return
		}
		v.Set(reflect.ValueOf(f.name()))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), depth+1)
		}
	case reflect.Slice:
		if k := v.Type().Elem().Kind(); depth < 5 && (k == reflect.Interface || k == reflect.Pointer || k == reflect.Struct) {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			f.fill(v.Index(0), depth+1)
		}
	}
}

func TestEveryPartOfEveryKindIsVisitedAndPrinted(t *testing.T) {
	for _, kind := range kinds {
		typ := reflect.TypeOf(kind).Elem()
		node, f := reflect.New(typ), &filler{}
		f.fill(node.Elem(), 0)
		if typ == reflect.TypeFor[Name]() {
			node.Interface().(*Name).Var.Name = f.name().Var.Name
		}
		var visited []string
		Walk(node.Interface(), func(n any) bool {
			if name, ok := n.(*Name); ok {
				visited = append(visited, name.Var.Name)
			}
			return true
		})
		slices.Sort(f.names)
		if slices.Sort(visited); !slices.Equal(visited, f.names) {
			t.Errorf("%s: visited %v, want each of %v once", typ.Name(), visited, f.names)
		}
		printed := regexp.MustCompile(`n\d+_`).FindAllString(printed(node.Interface()), -1)
		if slices.Sort(printed); !slices.Equal(printed, f.names) {
			t.Errorf("%s: printed %v, want each of %v once", typ.Name(), printed, f.names)
		}
	}
}

func printed(node any) string {
	if s, ok := node.(Stmt); ok {
		return printStmt(s)
	}
	return printExpr(node.(Expr))
}

type (
	newExpr struct{ Expr }
	newStmt struct{ Stmt }
)

func TestAnUnknownKindPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"walking an expression":  func() { Walk(newExpr{}, func(any) bool { return true }) },
		"walking a statement":    func() { Walk(newStmt{}, func(any) bool { return true }) },
		"walking something else": func() { Walk(1, func(any) bool { return true }) },
		"printing an expression": func() { printExpr(newExpr{}) },
		"printing a statement":   func() { printStmt(newStmt{}) },
		"printing one inside":    func() { printExpr(&Array{Elems: []Expr{newExpr{}}}) },
		"walking one inside":     func() { Walk(&Array{Elems: []Expr{newExpr{}}}, func(any) bool { return true }) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s does not panic", name)
				}
			}()
			f()
		}()
	}
}
