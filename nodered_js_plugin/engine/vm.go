// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A VM is one JavaScript runtime, made when it is first needed, with the pool's
// scripts bound in it. One goroutine at a time holds it, as part of a Lease.
type VM[H any] struct {
	// Host is what Setup made for this VM: the globals that scripts see, and
	// whatever the caller keeps beside them for as long as the VM lives.
	Host H

	// rt is nil until goja is first needed.
	rt        atomic.Pointer[goja.Runtime]
	guards    guards
	install   func(H, *goja.Runtime)
	scripts   []*script.Script
	functions []goja.Callable
	// shared: the VM is to be used again, and runs the scripts' programs for that.
	shared bool
	// lease is part of the VM because a batch of one message would pay for making it.
	lease Lease[H]
	// allowance is the memory of the message whose scripts run.
	allowance *allowance
	// idle is the observer's, nil as a rule.
	idle func()
	// spoiled: the interpreter was torn out of a script, or the script got hold of
	// something built in; the VM is not used for another message.
	spoiled bool
	// current is the number of the script that was called or entered last.
	current atomic.Int32
	// revoked is set once the VM is interrupted: whatever still runs in it no
	// longer counts, and the VM is never used again.
	revoked atomic.Bool

	// What Context gives, made when a native first asks for it.
	mu     sync.Mutex
	ctx    context.Context
	cancel context.CancelCauseFunc
	cause  error
}

// Setup makes the host of a new VM. The VM has no runtime yet.
type Setup[H any] func(vm *VM[H]) H

func newVM[H any](scripts []*script.Script, shared bool, guards guards, memory int64, setup Setup[H], install func(H, *goja.Runtime)) *VM[H] {
	vm := &VM[H]{
		guards:    guards,
		install:   install,
		scripts:   scripts,
		shared:    shared,
		allowance: newAllowance(memory),
		functions: make([]goja.Callable, len(scripts)),
	}
	vm.lease.VM = vm
	vm.Host = setup(vm)
	return vm
}

// Runtime is the VM's runtime, made by the first call. It is for the goroutine that
// holds the VM.
func (vm *VM[H]) Runtime() *goja.Runtime {
	if rt := vm.rt.Load(); rt != nil {
		return rt
	}
	rt := goja.New()
	// eval and Function must not read files that a sourceMappingURL names either.
	rt.SetParserOptions(parser.WithDisableSourceMaps)
	vm.guards.install(rt, &natives{rt: rt, allowance: vm.allowance, ended: vm.ended})
	if vm.shared {
		installLanguageGuards(rt, func() { vm.spoiled = true })
	}
	if vm.install != nil {
		vm.install(vm.Host, rt)
	}
	if made := observer.Load(); made != nil && vm.shared {
		vm.idle = (*made)(rt)
	}
	vm.rt.Store(rt)
	return rt
}

// Watched reports whether somebody ends the scripts that run in the VM now if they
// take too long.
func (vm *VM[H]) Watched() bool { return vm.lease.turn.watched }

// Revoked reports whether the message whose scripts run in the VM has failed
// meanwhile. Natives that reach beyond the VM must then have no effect.
func (vm *VM[H]) Revoked() bool { return vm.revoked.Load() }

// Ended is why the message whose scripts run in the VM is not wanted any longer, nil
// as a rule: for scripts that run outside goja, which no interrupt reaches.
func (vm *VM[H]) Ended() error {
	if vm.Revoked() {
		return context.Cause(vm.Context())
	}
	if r := vm.lease.runner; r != nil && r.ctx != nil {
		return r.ctx.Err()
	}
	return nil
}

// ended is why the message whose scripts run in the VM has failed, nil as a rule.
func (vm *VM[H]) ended() error {
	if !vm.Revoked() {
		return nil
	}
	vm.mu.Lock()
	defer vm.mu.Unlock()
	return vm.cause
}

// Context ends when the VM is revoked, and its cause says why. It is for natives
// that wait for something outside the VM, which no interrupt reaches. A VM has
// one for its whole life: once revoked it is never used again.
func (vm *VM[H]) Context() context.Context {
	vm.mu.Lock()
	defer vm.mu.Unlock()
	if vm.ctx == nil {
		vm.ctx, vm.cancel = context.WithCancelCause(context.Background())
		if vm.cause != nil {
			vm.cancel(vm.cause)
		}
	}
	return vm.ctx
}

// revoke says that the message whose scripts run in the VM has failed. Any
// goroutine may call it.
func (vm *VM[H]) revoke(cause error) {
	vm.revoked.Store(true)
	// First, so that the script is over when a native gives up that waits for the context:
	// what that throws it could catch.
	if rt := vm.rt.Load(); rt != nil {
		rt.Interrupt(cause)
	}
	vm.mu.Lock()
	defer vm.mu.Unlock()
	vm.cause = cause
	if vm.cancel != nil {
		vm.cancel(cause)
	}
}

// Enter says that script k runs from here on, outside goja: what fails then is charged
// to it.
func (vm *VM[H]) Enter(k int) { vm.current.Store(int32(k)) }

// Call runs script k and drains the promise jobs it left. The error is a *script.Error.
func (vm *VM[H]) Call(k int) (goja.Value, error) {
	s := vm.scripts[k]
	vm.Enter(k)
	call := vm.functions[k]
	if call == nil {
		var err error
		if call, err = vm.bind(k); err != nil {
			return nil, explain(s, vm.Runtime(), err)
		}
	}
	result, err := call(goja.Undefined())
	if names := s.Leaks(); names != nil {
		vm.forget(names)
	}
	if err != nil {
		return nil, vm.Explain(k, err)
	}
	return result, nil
}

// Explain is err as an error of script k, with its place: what Call gave, or what
// a conversion gave that ran on behalf of the script.
func (vm *VM[H]) Explain(k int, err error) *script.Error {
	if known, ok := err.(*script.Error); ok { //nolint:errorlint // only what explain itself made
		return known
	}
	e := explain(vm.scripts[k], vm.Runtime(), err)
	vm.spoiled = vm.spoiled || e.Reason == script.Timeout || e.Reason == script.StackOverflow || e.Reason == script.Memory
	return e
}

// Spoiled reports whether the VM is not to be used for another message, since a
// script was torn out of it or got hold of something built in.
func (vm *VM[H]) Spoiled() bool { return vm.spoiled }

// unusable reports whether the VM has to be thrown away after the message.
func (vm *VM[H]) unusable() bool { return vm.spoiled || vm.revoked.Load() }

// bind makes the script's function once per VM; calling it is three times
// cheaper than running the program.
func (vm *VM[H]) bind(k int) (goja.Callable, error) {
	program := vm.scripts[k].Program()
	if vm.shared {
		program = vm.scripts[k].SharedProgram()
	}
	function, err := vm.Runtime().RunProgram(program)
	if err != nil {
		return nil, err
	}
	vm.functions[k], _ = goja.AssertFunction(function)
	return vm.functions[k], nil
}

// forget removes what a script assigned without declaring it: no other stage may
// see it. Such a VM is thrown away after the message.
func (vm *VM[H]) forget(names []string) {
	global := vm.Runtime().GlobalObject()
	for _, name := range names {
		_ = global.Delete(name) // what cannot be deleted was made so by the script itself
	}
}
