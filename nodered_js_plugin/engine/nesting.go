// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"reflect"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// JavaScript that calls JavaScript costs no Go stack, natives that call JavaScript
// do: forEach, getters, toJSON, new, iterators, conversions. A deep stack of these
// is no danger to the process (17 MB at 10,000 calls), but ending it takes time
// in proportion to the square of its depth, in which nothing can be interrupted.
// goja counts both alike. So each function of a script counts how often functions
// of the script are called, and asks now and then how deep natives nest: whatever
// nests calls a function of the script at each level.
//
// A text that eval or Function runs has no such functions. Scripts that call these
// get a lower limit for all calls.
const (
	// maxCallDepth is how deep JavaScript calls may nest.
	maxCallDepth = 10_000
	// maxNativeDepth is how deep calls from natives may nest.
	maxNativeDepth = 1000
	// maxFrames is goja's limit. It keeps up to three frames for a call from a native.
	maxFrames = maxCallDepth + 3*maxNativeDepth
	// maxUncountedFrames is the limit where functions may be called that do not count.
	maxUncountedFrames = 2000
)

// A nesting knows how deep natives of a runtime nest. goja has no way to ask, but
// keeps an entry of its tryStack for each call from Go.
type nesting struct {
	rt    *goja.Runtime
	tries reflect.Value
}

// Where goja keeps what a nesting reads.
var (
	runtimeVM     = fieldOf(reflect.TypeFor[goja.Runtime](), "vm")
	vmTryStack    = fieldOf(runtimeVM.Type.Elem(), "tryStack")
	tryFrameCatch = fieldOf(vmTryStack.Type.Elem(), "catchPos")
)

func fieldOf(t reflect.Type, name string) reflect.StructField {
	f, ok := t.FieldByName(name)
	if !ok {
		panic("goja's " + t.String() + " has no field " + name)
	}
	return f
}

func newNesting(rt *goja.Runtime) *nesting {
	return &nesting{rt, reflect.ValueOf(rt).Elem().FieldByIndex(runtimeVM.Index).Elem().FieldByIndex(vmTryStack.Index)}
}

// install makes the native that the functions of scripts call.
func (n *nesting) install() {
	defineHidden(n.rt, script.TestNesting, n.test)
}

func (n *nesting) test(goja.FunctionCall) goja.Value {
	if n.tries.Len() > maxNativeDepth && n.depth() > maxNativeDepth {
		// Not for the script to catch, as any other overflow.
		n.rt.Interrupt(WithReason(script.StackOverflow, errTooDeep))
	}
	return goja.Undefined()
}

// tryOfNative marks the entries of calls from Go among those of try statements.
const tryOfNative = -2

func (n *nesting) depth() (depth int) {
	for i := range n.tries.Len() {
		if n.tries.Index(i).FieldByIndex(tryFrameCatch.Index).Int() == tryOfNative {
			depth++
		}
	}
	return depth
}
