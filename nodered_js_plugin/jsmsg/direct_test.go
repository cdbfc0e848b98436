// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// background is the VM of sessions whose messages never fail.
type background struct{}

func (background) Context() context.Context { return context.Background() }

// evaluated runs a body in eval on a message of payload 1.
func evaluated(t *testing.T, c *cache.Cache, body string, limits eval.Limits) (*Message, error) {
	t.Helper()
	s, err := script.Compile("defaults", body, script.Body)
	if err != nil {
		t.Fatal(err)
	}
	p, err := eval.Compile(s.Code())
	if err != nil {
		t.Fatal(err)
	}
	b := NewBinding(allPaths, Surroundings{Cache: c.Session(background{}), NoKey: func(string, string) {}})
	b.Allow(limits)
	m, err := b.Accept(service.NewMessage([]byte("1")))
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Evaluate(m, s, p, false)
	return m, err
}

// get is what a cache holds under a key.
func get(t *testing.T, c *cache.Cache, key string) string {
	t.Helper()
	text, _, err := c.Session(background{}).Get(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A script that throws has written what it wrote. Where it has to wait for the cache,
// it does so in a VM, which somebody watches.
func TestAScriptThatCannotHaveTheCacheIsGivenUp(t *testing.T) {
	for name, end := range map[string]string{"returns": "return msg;", "throws": `throw new Error("fault");`} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := cache.New(cache.Limits{})
				other := c.Session(background{})
				if err := other.BeginUpdate(); err != nil {
					t.Fatal(err)
				}
				m, err := evaluated(t, c, `msg.meta.a = "x"; cache.set("k", 5); `+end, eval.Limits{Memory: 1 << 20})
				var bail *eval.Bail
				if !errors.As(err, &bail) || m.HasMeta("a") {
					t.Errorf("got %v, message changed: %v", err, m.HasMeta("a"))
				}
				other.EndUpdate()
				if got := get(t, c, "k"); got != "" {
					t.Errorf("the cache has %s", got)
				}
			})
		})
	}
}

// A bug of our own costs one message. The others must not wait for the cache for ever.
func TestAPanicLeavesTheCacheToOthers(t *testing.T) {
	c := cache.New(cache.Limits{})
	limits := eval.Limits{Memory: 1 << 20, Stop: func() error { panic("a bug") }}
	func() {
		defer func() {
			if x := recover(); x != "a bug" {
				t.Errorf("recovered %v", x)
			}
		}()
		_, _ = evaluated(t, c, `cache.update("k", () => { for (let i = 0; i < 100000; i++) {} return 1; }); return msg;`, limits)
	}()
	synctest.Test(t, func(t *testing.T) {
		if err := c.Session(background{}).BeginUpdate(); err != nil {
			t.Error(err)
		}
	})
	if got := get(t, c, "k"); got != "" {
		t.Errorf("the cache has %s", got)
	}
}

// Nothing that a run notes down may grow without a limit.
func TestARunNotesDownSoMuchAndNoMore(t *testing.T) {
	for _, call := range []string{
		`console.log("x")`, `console.log(msg)`, `cache.get("k")`, `cache.exists("")`, `cache.set("k", 1)`, `cache.delete("k")`,
		`cache.update("k", n => n)`, `cache.set("k", "x".repeat(10000))`,
	} {
		_, err := evaluated(t, cache.New(cache.Limits{}), "for (;;) { "+call+"; }", eval.Limits{Memory: 1 << 30})
		if err == nil || !strings.Contains(err.Error(), "a lot for console and cache") {
			t.Errorf("%s: %v", call, err)
		}
	}
}

// What comes out of the cache counts as what JSON.parse makes.
func TestValuesOfTheCacheTakeMemory(t *testing.T) {
	_, err := evaluated(t, cache.New(cache.Limits{}),
		`cache.set("k", "0123456789".repeat(1000).split("")); const l = []; for (let i = 0; i < 1000; i++) l.push(cache.get("k")); return msg;`,
		eval.Limits{Memory: 8 << 20})
	var limit *eval.Limit
	if !errors.As(err, &limit) || limit.Kind != eval.Memory {
		t.Errorf("got %v", err)
	}
}

// A message that a stuck script had finished before goes on while the script may wake up.
func TestASeparateMessageIsForAnotherGoroutine(t *testing.T) {
	b := NewBinding(allPaths, Surroundings{})
	in := service.NewMessage([]byte("1"))
	in.MetaSetMut("a", "x")
	in.MetaSetMut("b", "y")
	var both [2]*Message
	for i := range both {
		both[i], _ = b.Accept(in)
		both[i].SetMeta("c", "z")
	}
	both[0].Separate()
	written := make(chan struct{})
	go func() {
		defer close(written)
		(&Copies{In: in}).Of(both[0])
		both[0].Meta("a")
	}()
	if text, _ := both[1].Meta("b"); text != "y" {
		t.Errorf("b is %q", text)
	}
	(&Copies{In: in}).Of(both[1])
	<-written
}
