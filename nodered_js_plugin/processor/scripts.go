// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// logScripts says at start what is suspicious about the scripts, how they run, and
// which words of them make them slow.
func logScripts(log *service.Logger, scripts []*script.Script, how *runnings, origins map[string]*Origin) {
	for i, s := range scripts {
		for _, f := range s.Findings() {
			log.Warnf("%s, line %d:%d%s: %s", f.Stage, f.Line, f.Column, origins[f.Stage].place(f.Line, f.Column), f.Text)
		}
		switch note := how.each[i].Note(); {
		case how.way == InOwnVM && how.cause == "":
			log.Debugf("%s: every message gets a new VM because %s is false", s.Stage, fieldReuseVMs)
		case note != "":
			log.Infof("%s %s", s.Stage, note)
		case how.way == InOwnVM:
			log.Debugf("%s: every message gets a new VM because %s needs one", s.Stage, how.cause)
		default:
			log.Debugf("%s: runs in Go, without a VM", s.Stage)
		}
	}
}
