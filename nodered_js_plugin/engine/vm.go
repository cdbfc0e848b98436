package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// maxCallDepth is the deepest nesting of JavaScript calls. At 10,000, recursion
// through natives (forEach, toJSON, generators) takes seconds of Go stack work.
const maxCallDepth = 2000

// A VM is one JavaScript runtime with the pool's scripts bound in it. One
// goroutine at a time holds it, as part of a Lease.
type VM[H any] struct {
	// Host is what Setup made for this VM: the globals that scripts see, and
	// whatever the caller keeps beside them for as long as the VM lives.
	Host H

	rt        *goja.Runtime
	scripts   []*Script
	functions []goja.Callable
	// unwatched is the lease that nobody watches. It is part of the VM because a batch
	// of one message would pay for making it.
	unwatched Lease[H]
	// idle is the observer's, nil as a rule.
	idle func()
	// spoiled: the interpreter was torn out of a script; the VM is not used for
	// another message.
	spoiled bool
	// current is the number of the script that was called last.
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

// Setup installs the globals in a new VM and makes its host.
type Setup[H any] func(vm *VM[H]) H

func newVM[H any](scripts []*Script, guards guards, setup Setup[H]) *VM[H] {
	vm := &VM[H]{
		rt:        goja.New(),
		scripts:   scripts,
		functions: make([]goja.Callable, len(scripts)),
	}
	vm.unwatched.VM = vm
	vm.rt.SetMaxCallStackSize(maxCallDepth)
	// eval and Function must not read files that a sourceMappingURL names either.
	vm.rt.SetParserOptions(parser.WithDisableSourceMaps)
	guards.install(vm.rt)
	vm.Host = setup(vm)
	return vm
}

// Runtime is the VM's runtime, for the natives of its host.
func (vm *VM[H]) Runtime() *goja.Runtime { return vm.rt }

// Revoked reports whether the message whose scripts run in the VM has failed
// meanwhile. Natives that reach beyond the VM must then have no effect.
func (vm *VM[H]) Revoked() bool { return vm.revoked.Load() }

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
	vm.mu.Lock()
	defer vm.mu.Unlock()
	vm.cause = cause
	if vm.cancel != nil {
		vm.cancel(cause)
	}
}

// Call runs script k and drains the promise jobs it left. The error is an *Error.
func (vm *VM[H]) Call(k int) (goja.Value, error) {
	script := vm.scripts[k]
	vm.current.Store(int32(k))
	call := vm.functions[k]
	if call == nil {
		var err error
		if call, err = vm.bind(k); err != nil {
			return nil, script.explain(vm.rt, err)
		}
	}
	result, err := call(goja.Undefined())
	if names := script.leaks(); names != nil {
		vm.forget(names)
	}
	if err != nil {
		return nil, vm.Explain(k, err)
	}
	return result, nil
}

// Explain is err as an error of script k, with its place: what Call gave, or what
// a conversion gave that ran on behalf of the script.
func (vm *VM[H]) Explain(k int, err error) *Error {
	if known, ok := err.(*Error); ok { //nolint:errorlint // only what explain itself made
		return known
	}
	e := vm.scripts[k].explain(vm.rt, err)
	vm.spoiled = vm.spoiled || e.Reason == Timeout || e.Reason == StackOverflow
	return e
}

// unusable reports whether the VM has to be thrown away after the message.
func (vm *VM[H]) unusable() bool { return vm.spoiled || vm.revoked.Load() }

// bind makes the script's function once per VM; calling it is three times
// cheaper than running the program.
func (vm *VM[H]) bind(k int) (goja.Callable, error) {
	function, err := vm.rt.RunProgram(vm.scripts[k].program)
	if err != nil {
		return nil, err
	}
	vm.functions[k], _ = goja.AssertFunction(function)
	return vm.functions[k], nil
}

// forget removes what a script assigned without declaring it: no other stage may
// see it. Such a VM is thrown away after the message.
func (vm *VM[H]) forget(names []string) {
	global := vm.rt.GlobalObject()
	for _, name := range names {
		_ = global.Delete(name) // what cannot be deleted was made so by the script itself
	}
}
