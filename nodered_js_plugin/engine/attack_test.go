// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"fmt"
	"runtime/debug"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/integrity"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// attacked is a VM that is used again and again, as a pool does, with plain objects
// in the place of the host's.
type attacked struct {
	rt       *goja.Runtime
	pristine *integrity.Snapshot
	spoiled  bool
}

func newAttacked() *attacked {
	a := &attacked{rt: goja.New()}
	installLanguageGuards(a.rt, func() { a.spoiled = true })
	for name, source := range map[string]string{
		"console": `({ log() {}, warn() {} })`,
		"cache":   `({ get() { return { a: 1 }; }, set() {}, update(k, f) { return f(1); } })`,
	} {
		v, err := a.rt.RunString(source)
		if err != nil {
			panic(err)
		}
		_ = a.rt.Set(name, v)
	}
	a.pristine = integrity.Of(a.rt)
	return a
}

// run runs a script on one message, and gives what it has left behind in a VM that
// may be used again.
func (a *attacked) run(program *goja.Program, payload string) (changes []string) {
	f, err := a.rt.RunProgram(program)
	if err != nil {
		panic(err)
	}
	msg, err := a.rt.RunString("({ payload: JSON.parse(" + fmt.Sprintf("%q", payload) + "), meta: {} })")
	if err != nil {
		return []string{"JSON.parse: " + err.Error()}
	}
	_ = a.rt.Set("msg", msg)
	call, _ := goja.AssertFunction(f)
	timer := time.AfterFunc(time.Second, func() { a.rt.Interrupt("too long") })
	_, _ = call(goja.Undefined())
	if a.spoiled = a.spoiled || !timer.Stop(); a.spoiled {
		return nil
	}
	return a.pristine.Diff()
}

// leftBehind runs an attack on all its messages, on a shared VM where the script may
// share one, and gives the VM for the next attack.
func leftBehind(t testing.TB, a *attacked, attack string) (*attacked, []string) {
	t.Helper()
	s, err := script.Compile("defaults", attack+"\nreturn msg;", script.Body)
	if err != nil || s.SharedProgram() == nil {
		return a, nil
	}
	for _, payload := range scriptgen.AttackPayloads {
		if a == nil || a.spoiled {
			a = newAttacked()
		}
		if changes := a.run(s.SharedProgram(), payload); len(changes) > 0 {
			return nil, changes
		}
	}
	return a, nil
}

func TestAttacksLeaveNothingBehind(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // it makes many VMs, and measures no memory
	var a *attacked
	var changes []string
	for _, attack := range race.Sample(scriptgen.Attacks()) {
		if a, changes = leftBehind(t, a, attack); len(changes) > 0 {
			t.Errorf("%s leaves behind %q", attack, changes)
		}
	}
}

// Guards change nothing of what an attack does, errors and their places included.
func TestAttacksGiveTheSameWithGuards(t *testing.T) {
	kept, inside := newSharedVM(), 0
	for _, attack := range race.Sample(scriptgen.Attacks()) {
		s, err := script.Compile("code", attack, script.Body)
		if err == nil && s.Code() != nil {
			inside++
			run := runLanguage(t, kept, s)
			if kept = run.kept; run.finding != "" {
				t.Errorf("%s\n%s", run.finding, attack)
			}
		}
	}
	t.Logf("%d of %d attacks are in the small language", inside, len(scriptgen.Attacks()))
}
