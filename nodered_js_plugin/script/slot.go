// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"reflect"

	"github.com/dop251/goja/ast"
)

var expressionType = reflect.TypeFor[ast.Expression]()

// eachSlot calls visit with every place of a tree that holds an expression, the inner
// ones first.
func eachSlot(fn ast.Expression, visit func(*ast.Expression)) {
	walkTree(reflect.ValueOf(fn), func(reflect.Value) {}, func(v reflect.Value) {
		if v.Type() == expressionType && v.CanSet() {
			visit(v.Addr().Interface().(*ast.Expression))
		}
	})
}

// walkTree calls pointer with every pointer below v, before what is below it, and slot
// with every interface that holds something, after that. It comes to each pointer once:
// goja's trees share nodes between a function's declarations and its statements.
func walkTree(v reflect.Value, pointer, slot func(reflect.Value)) {
	seen := map[uintptr]bool{}
	var down func(reflect.Value)
	down = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Interface:
			if !v.IsNil() {
				down(v.Elem())
				slot(v)
			}
		case reflect.Pointer:
			if v.IsNil() || seen[v.Pointer()] || v.Type() == fileType {
				return
			}
			seen[v.Pointer()] = true
			pointer(v)
			down(v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				down(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				down(v.Index(i))
			}
		}
	}
	down(v)
}
