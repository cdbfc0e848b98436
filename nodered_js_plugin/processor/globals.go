// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// globals are console and cache of a VM.
type globals struct {
	jsmsg.Surroundings
	binding *jsmsg.Binding
	seen
	// stale: a script may have changed them.
	stale bool
}

// seen are the globals that scripts may see. Making one takes as long as a short script.
type seen struct{ console, cache bool }

func seenBy(scripts []*script.Script) seen {
	return seen{console: maySee(scripts, "console"), cache: maySee(scripts, "cache")}
}

func newGlobals(visible seen, log *service.Logger, session *cache.Session, limited *Log) *globals {
	return &globals{seen: visible, Surroundings: jsmsg.Surroundings{
		Log: log, Cache: session,
		NoKey: func(method, place string) {
			limited.Warning("cache."+method+" "+place, fmt.Sprintf(
				"%s: cache.%s without a key: undefined, null and \"\" are no keys, the call does nothing", place, method))
		},
		Unreadable: func(key string, missing bool) {
			limited.Once("unreadable "+key, unreadable(key, missing))
		},
	}}
}

// maySee reports whether a script may see a global of this name: it names it, gets at
// names that it computes, or at the global object, which has all of them.
func maySee(scripts []*script.Script, name string) bool {
	return slices.ContainsFunc(scripts, func(s *script.Script) bool {
		return s.FindsUnnamed() || strings.Contains(s.Source, name) || strings.Contains(s.Source, "this") // and globalThis
	})
}

// install makes both anew. It fails where a script has made one of them
// unchangeable on the global object. Such a VM is used for this message only, and
// its later stages see what the script put there.
func (g *globals) install(rt *goja.Runtime) {
	if g.console {
		jsmsg.InstallConsole(rt, g.Log)
	}
	if g.cache {
		jsmsg.InstallCache(g.binding, g.Surroundings)
	}
	g.stale = false
}
