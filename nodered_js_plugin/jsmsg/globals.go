// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// InstallConsole makes the global console of a VM, an object that no script has
// seen, which writes to log.
func InstallConsole(rt *goja.Runtime, log *service.Logger) {
	console := rt.NewObject()
	for name, write := range map[string]func(string, ...any){
		"debug": log.Debugf,
		"log":   log.Infof,
		"info":  log.Infof,
		"warn":  log.Warnf,
		"error": log.Errorf,
	} {
		_ = console.Set(name, func(call goja.FunctionCall) goja.Value {
			text := consoleText{rt: rt, args: call.Arguments}
			write("%s", &text)
			if text.panicked != nil {
				panic(text.panicked)
			}
			return goja.Undefined()
		})
	}
	installGlobal(rt, "console", console)
}

// installGlobal takes the place of whatever a script has made of a global name. It
// fails where the script has made it unchangeable.
func installGlobal(rt *goja.Runtime, name string, object *goja.Object) {
	_ = rt.GlobalObject().DefineDataProperty(name, object, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// consoleText formats its arguments only when the logger asks for the text, so
// that a level that is off costs nothing.
type consoleText struct {
	rt       *goja.Runtime
	args     []goja.Value
	panicked any
}

// String keeps an interrupt of a getter that ran meanwhile from ending in fmt,
// which swallows panics.
func (t *consoleText) String() string {
	defer func() { t.panicked = recover() }()
	return FormatConsole(ConsoleArgs(t.rt, t.args))
}
