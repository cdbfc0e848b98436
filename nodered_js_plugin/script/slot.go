package script

import (
	"reflect"

	"github.com/dop251/goja/ast"
)

var expressionType = reflect.TypeFor[ast.Expression]()

// eachSlot calls visit with every place of a tree that holds an expression, the inner
// ones first.
func eachSlot(fn ast.Expression, visit func(*ast.Expression)) {
	seen := map[uintptr]bool{}
	var down func(reflect.Value)
	down = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Interface:
			if v.IsNil() {
				return
			}
			down(v.Elem())
			if v.Type() == expressionType && v.CanSet() {
				visit(v.Addr().Interface().(*ast.Expression))
			}
		case reflect.Pointer:
			if v.IsNil() || seen[v.Pointer()] || v.Type() == fileType {
				return
			}
			seen[v.Pointer()] = true
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
	down(reflect.ValueOf(fn))
}
