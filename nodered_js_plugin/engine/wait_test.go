// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A waitHost has natives that wait for something outside the VM.
type waitHost struct {
	vm        *VM[*waitHost]
	abandoned chan struct{}
}

// waitPool runs one script with the natives wait, which calls waiting and ends with
// the VM's context, and deaf, which ends when the channel is closed.
func waitPool(t *testing.T, timeout time.Duration, source string, waiting func(), deaf <-chan struct{}) (p *Pool[*waitHost], causes chan error) {
	t.Helper()
	s, err := script.Compile("script", source, script.Body)
	if err != nil {
		t.Fatal(err)
	}
	causes = make(chan error, 10)
	return NewPool(Options[*waitHost]{
		Scripts: script.NewSet([]*script.Script{s}),
		Timeout: timeout,
		Setup: func(vm *VM[*waitHost]) *waitHost {
			_ = vm.Runtime().Set("wait", func(goja.FunctionCall) goja.Value {
				waiting()
				<-vm.Context().Done()
				causes <- context.Cause(vm.Context())
				return goja.Undefined()
			})
			_ = vm.Runtime().Set("deaf", func(goja.FunctionCall) goja.Value {
				<-deaf
				return goja.Undefined()
			})
			return &waitHost{vm: vm, abandoned: make(chan struct{})}
		},
		Clear:   func(*waitHost) {},
		Abandon: func(h *waitHost) { close(h.abandoned) },
	}), causes
}

// runWaiting runs the script for one message; a host is there where the message was
// given up.
func runWaiting(ctx context.Context, p *Pool[*waitHost]) (host *waitHost, failure, err error) {
	_, err = p.Do(ctx, 1, &work[*waitHost]{
		step: func(l *Lease[*waitHost], i int) {
			if err := l.Run(i, func() error { _, err := l.Call(0); return err }); !errors.Is(err, ErrAbandoned) {
				failure = err
			}
		},
		fail: func(h *waitHost, _ int, err error) { host, failure = h, err },
	})
	return host, failure, err
}

func TestContextEndsWithTheMessage(t *testing.T) {
	p, causes := waitPool(t, 50*time.Millisecond, "wait(); for (;;) {}", func() {}, nil)
	p.grace = patience // a busy machine is no native that hangs
	host, failure, err := runWaiting(t.Context(), p)
	if err != nil || host != nil || reasonOf(failure) != script.Timeout {
		t.Errorf("%v, %v, given up: %v", err, failure, host != nil)
	}
	if cause := <-causes; cause == nil || !strings.Contains(cause.Error(), "script_timeout (50ms)") {
		t.Error("cause:", cause)
	}
}

func TestContextEndsWithTheBatch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p, causes := waitPool(t, 0, "wait(); for (;;) {}", cancel, nil)
	if _, _, err := runWaiting(ctx, p); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if cause := <-causes; !errors.Is(cause, context.Canceled) {
		t.Error("cause:", cause)
	}
}

func TestContextOfARevokedVMHasEnded(t *testing.T) {
	vm := newVM(nil, false, guardsFor(nil), testMemory, func(vm *VM[*waitHost]) *waitHost { return &waitHost{vm: vm} }, nil)
	before := vm.Context()
	if before.Err() != nil || vm.Context() != before {
		t.Error("a new VM's context has ended, or is another each time")
	}
	cause := errors.New("too late")
	vm.revoke(cause)
	if !errors.Is(context.Cause(before), cause) {
		t.Error(context.Cause(before))
	}

	vm = newVM(nil, false, guardsFor(nil), testMemory, func(vm *VM[*waitHost]) *waitHost { return &waitHost{vm: vm} }, nil)
	vm.revoke(cause)
	if !errors.Is(context.Cause(vm.Context()), cause) {
		t.Error("asked for afterwards, it has not ended")
	}
}

func TestAbandonIsCalledForAVMThatIsGivenUp(t *testing.T) {
	deaf := make(chan struct{})
	defer close(deaf)
	p, _ := waitPool(t, 20*time.Millisecond, "deaf();", nil, deaf)
	p.grace = 20 * time.Millisecond
	host, failure, err := runWaiting(t.Context(), p)
	if err != nil || host == nil || reasonOf(failure) != script.Timeout {
		t.Fatal(err, failure, host)
	}
	select {
	case <-host.abandoned:
	default:
		t.Error("it was not")
	}
}
