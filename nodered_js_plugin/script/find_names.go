// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"maps"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// unknownNames finds the names that nothing defines.
func (f *finder) unknownNames() {
	if f.opaque() {
		return // any name may be defined
	}
	certain := true
	var caught [][2]file.Idx
	eachNode(f.fn, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ThisExpression:
			certain = false // this.x = 1 defines x
		case *ast.TryStatement:
			if n.Catch != nil {
				caught = append(caught, [2]file.Idx{n.Body.LeftBrace, n.Body.RightBrace})
			}
		}
	})
	_, unknown := f.names.undefined()
	for _, u := range unknown {
		if f.full() {
			return
		}
		inTry := slices.ContainsFunc(caught, func(r [2]file.Idx) bool { return r[0] < u.Pos && u.Pos < r[1] })
		text := "nothing defines the name " + u.Name + f.instead(u.Name)
		if f.assigned(u.Pos) {
			text = "nothing declares the name " + u.Name + ", which throws here; write let " + u.Name + " = … where it is assigned first"
		}
		f.add(u.Pos, ruleUnknownName, certain && !inTry, text)
	}
}

// assigned reports whether the name at a place is assigned there. Nobody hears of that
// but where strict mode has it throw.
func (f *finder) assigned(pos file.Idx) bool {
	return slices.ContainsFunc(f.names.free, func(n freeName) bool { return n.pos == pos && n.use&nameWritten != 0 })
}

// instead says what to write instead of a name that nothing defines.
func (f *finder) instead(name string) string {
	if hint := nameHints[name]; hint != "" {
		return ": " + hint
	}
	if near := nearest(name, f.known()); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; reading it throws a ReferenceError"
}

// maxKnown is how many names of its own a script may have for mistyped ones to be
// compared with them.
const maxKnown = 1000

// known are the names that the script may mean.
func (f *finder) known() []string {
	if f.knownNames != nil {
		return f.knownNames
	}
	names := map[string]bool{"msg": true, "cache": true, "console": true}
	if len(f.names.refs) <= maxKnown {
		for _, v := range f.names.refs {
			names[v.name] = true
		}
	}
	for _, row := range builtin.Rows() {
		global, _, _ := strings.Cut(strings.TrimPrefix(row.Name, "new "), ".")
		if builtin.IsGlobal(global) {
			names[global] = true
		}
	}
	f.knownNames = slices.Sorted(maps.Keys(names))
	return f.knownNames
}

const (
	noStore   = "what Node-RED keeps in flow, global and context is kept here with cache.set(key, value) and read with cache.get(key)"
	noEnv     = "write \"${NAME}\" in place of it, where Benthos puts the value of the environment variable NAME"
	noModules = "scripts cannot load modules; docs/javascript-api.md lists what is built in"
	noTimers  = "there are no timers, a script ends with its message; cache keeps values for the next one"
	noNetwork = "scripts cannot reach the network; put Benthos' http processor before or after this one"
)

// nameHints say what to write instead of names that other environments have.
var nameHints = map[string]string{
	"flow": noStore, "global": noStore, "context": noStore,
	"env": noEnv, "process": noEnv,
	"node":    "there is no node as in Node-RED; log with console.warn(…), and send several messages with return [a, b];",
	"RED":     "there is no RED as in Node-RED; scripts have msg, cache and console",
	"umh":     "there is no umh in scripts; they have msg, cache and console",
	"require": noModules, "module": noModules, "exports": noModules,
	"setTimeout": noTimers, "setInterval": noTimers, "setImmediate": noTimers, "clearTimeout": noTimers, "clearInterval": noTimers,
	"fetch": noNetwork, "XMLHttpRequest": noNetwork, "axios": noNetwork,
	"Buffer": "Buffer is part of Node.js; use ArrayBuffer, DataView or Uint8Array",
	"window": "there is no browser here; scripts have msg, cache and console",
	"meta":   "write msg.meta", "metadata": "write msg.meta", "payload": "write msg.payload",
	"True": "write true", "False": "write false", "None": "write null", "nil": "write null", "NULL": "write null",
	"print": "write console.log(…)",
}
