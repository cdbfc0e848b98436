// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"fmt"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// The ways in which scripts run, from the fastest to the slowest.
const (
	decidedInGo  = "decided in Go"
	inExecutor   = "executor"
	onSharedVM   = "shared VM"
	vmPerMessage = "VM per message"
)

// how says in which way the scripts of a workload run: the slowest that one of them
// needs, and how many messages of the batch the executor gave up.
func how(tb testing.TB, w workload) string {
	tb.Helper()
	scripts := compiled(tb, w)
	set := script.NewSet(scripts)
	switch {
	case !set.Shareable:
		return vmPerMessage
	case set.Plain:
		return decidedInGo
	}
	for _, s := range scripts {
		if processor.RunningOf(s, false).Way == processor.InSharedVM {
			return onSharedVM
		}
	}
	if n := bailouts(tb, w); n > 0 {
		return fmt.Sprintf("%s, gives up %d times", inExecutor, n)
	}
	return inExecutor
}

// TestHow: the field table says which scripts are slow, and why.
func TestHow(t *testing.T) {
	for want, w := range map[string]workload{
		decidedInGo: opcua(4, 3), inExecutor: mixed(4, 3), vmPerMessage: freshVMs(4),
	} {
		if got := how(t, w); got != want {
			t.Errorf("%s: %q, want %q", w.name, got, want)
		}
	}
}

// compiled are the scripts of a workload, as its processor compiles them.
func compiled(tb testing.TB, w workload) (list []*script.Script) {
	tb.Helper()
	compile := func(stage string, source any, kind script.Kind) {
		if source == nil || source == "" {
			return
		}
		s, err := script.Compile(stage, source.(string), kind)
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, s)
	}
	compile("code", w.fields["code"], script.StrictBody)
	compile("defaults", w.fields["defaults"], script.Body)
	conditions, _ := w.fields["conditions"].([]any)
	for _, one := range conditions {
		c := one.(Config)
		compile("if", c["if"], script.Condition)
		compile("then", c["then"], script.Body)
	}
	compile("advancedProcessing", w.fields["advancedProcessing"], script.Body)
	return list
}

// bailouts counts the scripts of one batch that the executor began and gave up.
func bailouts(tb testing.TB, w workload) int64 {
	tb.Helper()
	s, err := Start(ProcessorYAML(w.processor, w.fields))
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.Send(w.batch()); err != nil {
		tb.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		tb.Fatal(err)
	}
	return s.Count("script_bailouts")
}
