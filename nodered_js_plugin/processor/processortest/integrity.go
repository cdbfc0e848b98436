package processortest

import (
	"sync"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/integrity"
)

var leftBehind struct {
	sync.Mutex
	changes []string
}

// WatchVMs has every VM of every pipeline compared with its first state whenever
// it becomes idle, until stop is called. It costs milliseconds a batch.
func WatchVMs() (stop func()) {
	engine.Observe(func(rt *goja.Runtime) func() {
		pristine := integrity.Of(rt)
		return func() {
			if changes := pristine.Diff(); len(changes) > 0 {
				leftBehind.Lock()
				defer leftBehind.Unlock()
				leftBehind.changes = append(leftBehind.changes, changes...)
			}
		}
	})
	return func() { engine.Observe(nil) }
}

// LeftBehind is what messages have changed in VMs that went back to their pools,
// since it was last called: nothing, or the isolation is broken.
func LeftBehind() []string {
	leftBehind.Lock()
	defer leftBehind.Unlock()
	changes := leftBehind.changes
	leftBehind.changes = nil
	return changes
}
