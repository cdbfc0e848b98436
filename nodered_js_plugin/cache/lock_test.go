// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// inPlace is a cache like file: while a value is being written, readers see half
// of it, and what two writers leave is a mixture.
type inPlace struct {
	service.Cache
	mu    sync.Mutex
	value []byte
}

func (c *inPlace) Get(context.Context, string) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.value), nil
}

func (c *inPlace) Set(_ context.Context, _ string, value []byte, _ *time.Duration) error {
	c.write(func() { c.value = nil })
	for i, b := range value {
		time.Sleep(time.Millisecond)
		c.write(func() {
			if len(c.value) <= i {
				c.value = append(c.value, make([]byte, i+1-len(c.value))...)
			}
			c.value[i] = b
		})
	}
	return nil
}

func (c *inPlace) write(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

func TestNobodySeesHalfAValue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewResource(mockResources(), "state", "", nil)
		c.store.(*resource).open = func() func(context.Context, string, func(service.Cache)) error {
			kept := &inPlace{value: []byte("22")}
			return func(_ context.Context, _ string, use func(service.Cache)) error {
				use(kept)
				return nil
			}
		}()
		var all sync.WaitGroup
		for _, value := range []string{"1111", "22", "3"} {
			writer, reader := c.user(t), c.user(t)
			all.Go(func() {
				for range 20 {
					writer.check(writer.Session.Set("n", value))
				}
			})
			all.Go(func() {
				for range 200 {
					if json, _ := reader.Get("n"); json != "1111" && json != "22" && json != "3" {
						t.Errorf("read %q", json)
					}
					time.Sleep(time.Millisecond)
				}
			})
		}
		all.Wait()
	})
}

func TestAbandonedInACallHoldsNoKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewResource(mockResources(), "state", "", nil)
		vm := newTestVM()
		stuck, goOn := c.Session(vm), make(chan struct{})
		ended := started(func() {
			_ = stuck.access("n", (*lock).all, func(context.Context) error {
				<-goOn
				return nil
			})
		})
		if ended() {
			t.Error("the call does not hang")
		}
		b := c.user(t)
		done := started(func() { b.Set("n", `1`) })
		if done() {
			t.Error("another writes at the same time")
		}
		vm.fail(errors.New("timeout"))
		stuck.Abandon()
		if !done() {
			t.Error("the key is held for ever")
		}
		close(goOn)
		if !ended() {
			t.Error("the stuck call has not ended")
		}
		if json, _ := b.Get("n"); json != `1` {
			t.Errorf("read %q", json)
		}
	})
}
