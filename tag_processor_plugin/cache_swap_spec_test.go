// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// A sharedShelf is a shelf on which another process writes, too: as often as the spec
// says, right before a swap.
type sharedShelf struct {
	*shelf
	others []string
	failed error
}

func init() {
	service.MustRegisterCache("shared_shelf", service.NewConfigSpec().Field(service.NewStringField("")),
		func(conf *service.ParsedConfig, mgr *service.Resources) (service.Cache, error) {
			name, err := conf.FieldString()
			if err != nil {
				return nil, err
			}
			s, _ := shelves.Load(name)
			cache.OfferSwap(mgr, s.(*sharedShelf))
			return s.(*sharedShelf), nil
		})
}

func (s *sharedShelf) Swap(_ context.Context, key string, old, value []byte, _ *time.Duration) (bool, error) {
	if len(s.others) > 0 {
		s.put(key, s.others[0])
		s.others = s.others[1:]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return false, s.failed
	}
	if now, there := s.values[key]; there != (old != nil) || now != string(old) {
		return false, nil
	}
	if s.values[key] = string(value); value == nil {
		delete(s.values, key)
	}
	return true, nil
}

var _ = Describe("cache.update over a resource that another process writes to", func() {
	run := func(code string, others ...string) (Output, *sharedShelf) {
		GinkgoHelper()
		kept := &sharedShelf{shelf: &shelf{values: map[string]string{"n": "1"}, meet: nobodyFails}, others: others}
		name := fmt.Sprintf("%p", kept)
		shelves.Store(name, kept)
		DeferCleanup(func() { shelves.Delete(name) })
		s := pipelineOf(Options{Processors: []string{nodeRED(code, shared)}, Caches: []string{"label: state\nshared_shelf: " + name}})
		return one(s, Message(`{"list":[1,2],"inner":{"a":1}}`, map[string]any{"key": "value"})), kept
	}

	It("runs the function again with what the other one wrote, until nobody did", func() {
		o, kept := run("const seen = []; cache.update('n', n => { seen.push(n); return n + 1; }); msg.payload = seen; return msg;", "10", "20")
		Expect(o.Payload).To(Equal("[1,10,20]"))
		Expect(kept.value("n")).To(Equal("21"))
	})

	It("gives the function msg as it was, so that what it does to msg is done once", func() {
		o, _ := run(`
			const list = msg.payload.list;
			cache.update("n", n => {
				list.push(n);
				list[0] = "first";
				msg.payload.inner.a++;
				delete msg.payload.inner.gone;
				msg.payload.inner = { was: msg.payload.inner };
				msg.meta.key += "+";
				msg.meta.added = "x" + (msg.meta.added ?? "");
				msg.extra = (msg.extra ?? 0) + 1;
				return n;
			});
			msg.payload.extra = msg.extra;
			return msg;`, "10", "20")
		Expect(o.Payload).To(MatchJSON(`{"list":["first",2,20],"inner":{"was":{"a":2}},"extra":1}`))
		Expect(o.Meta).To(And(HaveKeyWithValue("key", "value+"), HaveKeyWithValue("added", "x")))
	})

	It("forgets a payload and metadata that the function assigned or removed", func() {
		o, _ := run(`
			let first = true;
			cache.update("n", n => {
				if (first) {
					first = false;
					delete msg.payload.list;
					delete msg.meta.key;
					msg.payload = "lost";
					msg.meta = { lost: "1" };
				}
				return n;
			});
			return msg;`, "10")
		Expect(o.Payload).To(MatchJSON(`{"list":[1,2],"inner":{"a":1}}`))
		Expect(o.Meta).To(And(HaveKeyWithValue("key", "value"), Not(HaveKey("lost"))))
	})

	It("does not take what the function itself wrote for another's", func() {
		o, kept := run("msg.payload = cache.update('n', n => { cache.set('n', 5); cache.update('n', m => m + 1); return [n, cache.get('n')]; }); return msg;")
		Expect(o.Payload).To(Equal("[1,6]"))
		Expect(kept.value("n")).To(Equal("[1,6]"))
	})

	It("counts from nothing, and to nothing", func() {
		o, kept := run("cache.delete('n'); const a = cache.update('n', n => (n ?? 0) + 1); cache.update('n', () => undefined); msg.payload = [a, cache.exists('n')]; return msg;")
		Expect(o.Payload).To(Equal("[1,false]"))
		Expect(kept.values).To(BeEmpty())
	})

	It("fails the message where the resource does not know whether it wrote, and tries no second time", func() {
		kept := &sharedShelf{shelf: &shelf{values: map[string]string{}, meet: nobodyFails}, failed: errors.New("connection reset")}
		shelves.Store("failing", kept)
		DeferCleanup(func() { shelves.Delete("failing") })
		s := pipelineOf(Options{
			Processors: []string{nodeRED("cache.update('n', n => { msg.payload++; return 1; }); return msg;", shared)},
			Caches:     []string{"label: state\nshared_shelf: failing"},
		})
		o := one(s, Message("0", nil))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "cache"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_message", ContainSubstring("connection reset")))
	})
})
