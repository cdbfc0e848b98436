// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"context"
	"runtime"
	"testing"
	"time"
	"weak"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// An idle VM holds nothing of the last message: neither what Benthos gave us nor
// what scripts made of it.
func TestIdleVMKeepsNoMessageAlive(t *testing.T) {
	body, err := script.Compile("defaults", `
		msg.meta.copy = msg.meta.key; msg.extra = msg.payload;
		var keep = function () { return msg.payload.list; };
		if (msg.payload.list[0] === "bad") { throw new Error(msg.payload.list); }
		if (msg.payload.list[0] === "gone") { delete msg.meta; return msg; }
		msg.payload.list.push(1);
		return msg.payload.list.length > 2 ? [msg, { payload: keep(), meta: msg.meta }] : msg;`, script.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body.Code() == nil {
		t.Fatal(body.Outside())
	}
	test, err := script.Compile("condition 1 if", `(msg.payload.x = 1) && msg.meta.key.length > 0`, script.Condition)
	if err != nil {
		t.Fatal(err)
	}
	p := New(Rules{
		Stages:  []Stage{{Body: body}, {If: test, Body: body}},
		Prepare: func(*jsmsg.Message) {},
		Emit: func(copies *jsmsg.Copies, m *jsmsg.Message, _ func() int64, _ *Log) (*service.Message, *script.Error) {
			return copies.Of(m), nil
		},
		FlagsToday: func(*script.Error) bool { return true },
	}, Options{ScriptTimeout: time.Minute, ScriptMemory: 256 << 20, ReuseVMs: true}, nil, service.MockResources().Metrics())

	defer func() { _ = p.Close(t.Context()) }()

	// The pool's own VM is held here, so that it is the VM that is looked at and not
	// its disappearance.
	var vm *engine.VM[*passage]
	_, err = p.pool.Do(t.Context(), 1, vmFinder{&vm})
	if err != nil {
		t.Fatal(err)
	}

	for _, content := range []string{`{"list":["a","b"]}`, `{"list":["bad"]}`, `{"list":["gone"]}`, `{"list":["a","b","c","d"]}`} {
		message, payload := processWeak(t, p, content)
		for range 5 {
			runtime.GC()
		}
		if message.Value() != nil {
			t.Errorf("%s: the incoming message is still alive", content)
		}
		if payload.Value() != nil {
			t.Errorf("%s: its contents are still alive", content)
		}
	}
	runtime.KeepAlive(vm)
}

// A vmFinder shows the VM that a batch gets.
type vmFinder struct{ vm **engine.VM[*passage] }

func (f vmFinder) Step(l *engine.Lease[*passage], _ int) { *f.vm = l.VM }
func (vmFinder) Fail(*passage, int, error)               {}

type content struct{ bytes [4096]byte }

func processWeak(t *testing.T, p *Processor, text string) (weak.Pointer[service.Message], weak.Pointer[content]) {
	t.Helper()
	c := &content{}
	copy(c.bytes[:], text)
	for i := len(text); i < len(c.bytes); i++ {
		c.bytes[i] = ' '
	}
	in := service.NewMessage(c.bytes[:])
	in.MetaSetMut("key", "value of a key that is long enough to be of its own")
	out, err := p.ProcessBatch(context.Background(), service.MessageBatch{in})
	if err != nil || len(out) != 1 {
		t.Fatal(out, err)
	}
	return weak.Make(in), weak.Make(c)
}
