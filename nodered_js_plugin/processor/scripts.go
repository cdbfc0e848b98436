package processor

import (
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
)

// logScripts says at start what is suspicious about the scripts, and at debug
// level why messages cannot share VMs, where they cannot.
func logScripts(log *service.Logger, scripts []*engine.Script, reuse bool) {
	for _, s := range scripts {
		for _, w := range s.Warnings() {
			log.Warnf("%s, line %d:%d: %s", w.Stage, w.Line, w.Column, w.Text)
		}
		switch reason, line, column := s.ReuseVerdict(); {
		case !reuse:
			log.Debugf("%s: every message gets a new VM because %s is false", s.Stage, fieldReuseVMs)
		case reason == "":
			log.Debugf("%s: leaves nothing behind, VMs are reused", s.Stage)
		default:
			log.Debugf("%s, line %d:%d: every message gets a new VM because the script %s", s.Stage, line, column, reason)
		}
	}
}
