package processor

import (
	"fmt"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
)

// globals are console and cache of a VM.
type globals struct {
	jsmsg.Surroundings
	binding *jsmsg.Binding
	// stale: a script may have changed them.
	stale bool
}

func newGlobals(log *service.Logger, session *cache.Session, limited *Log) *globals {
	return &globals{Surroundings: jsmsg.Surroundings{Log: log, Cache: session, NoKey: func(method, place string) {
		limited.Warning("cache."+method+" "+place, fmt.Sprintf(
			"%s: cache.%s without a key: undefined, null and \"\" are no keys, the call does nothing", place, method))
	}}}
}

// install makes both anew. It fails where a script has made one of them
// unchangeable on the global object. Such a VM is used for this message only, and
// its later stages see what the script put there.
func (g *globals) install(rt *goja.Runtime) {
	jsmsg.InstallConsole(rt, g.Log)
	jsmsg.InstallCache(g.binding, g.Cache, g.NoKey)
	g.stale = false
}
