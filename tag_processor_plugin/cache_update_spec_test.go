// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"log/slog"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// cacheKinds are the fields that give a processor each kind of cache; the
// resource is that of inMemoryResource.
var cacheKinds = map[string]Config{
	"in memory":    {},
	"with limits":  {"cache": Config{"max_entries": 100, "ttl": "1h"}},
	"a resource":   {"cache": Config{"resource": "state", "prefix": "p_"}},
	"on fresh VMs": {"reuse_vms": false},
}

const inMemoryResource = "label: state\nmemory: {}"

var _ = Describe("cache.update", func() {
	for kind, fields := range cacheKinds {
		Context(kind, func() {
			start := func(script string) *Stream {
				GinkgoHelper()
				return pipelineOf(Options{
					Processors: []string{tagProcessor(advanced(script+" msg.meta.got = String(got); return msg;"), fields)},
					Caches:     []string{inMemoryResource},
				})
			}

			DescribeTable("gives the function the value, stores what it returns and returns that:",
				func(script, want string) {
					Expect(one(start(script), Message(`{"list":[1]}`, nil)).Meta).To(HaveKeyWithValue("got", want))
				},
				Entry("undefined for a missing key", "let got; cache.update('k', v => { got = v; return 1; });", "undefined"),
				Entry("a number", "cache.set('k', 1); const got = cache.update('k', v => v + 0.5) + cache.get('k');", "3"),
				Entry("a string", "const got = cache.update('k', v => 'a') + cache.get('k');", "aa"),
				Entry("false and null", "const got = [cache.update('a', () => false), cache.update('b', () => null), cache.get('a'), cache.get('b')].map(String);", "false,null,false,null"),
				Entry("NaN, which JSON has as null", "const got = cache.update('k', () => NaN);", "null"),
				Entry("an object", "cache.set('k', { a: [1] }); cache.update('k', v => { v.a.push(2); return v; }); const got = JSON.stringify(cache.get('k'));", `{"a":[1,2]}`),
				Entry("a copy of what went in", "const o = { a: 1 }; const r = cache.update('k', () => o); o.a = 2; r.a = 3; const got = cache.get('k').a;", "1"),
				Entry("a copy that is no later one", "let kept; cache.set('k', {}); cache.update('k', v => { kept = v; return v; }); kept.a = 1; const got = cache.get('k').a;", "undefined"),
				Entry("the payload", "cache.update('k', () => msg.payload); msg.payload.list.push(2); const got = JSON.stringify(cache.get('k'));", `{"list":[1]}`),
				Entry("undefined, which removes the key", "cache.set('k', 1); const got = cache.update('k', v => {}) + ' ' + cache.exists('k');", "undefined false"),
				Entry("a function, which JSON has not either", "cache.set('k', 1); const got = cache.update('k', v => v => 1) + ' ' + cache.exists('k');", "undefined false"),
				Entry("after what the function does to the key itself", "const got = cache.update('k', v => { cache.set('k', 5); return 1; }) + cache.get('k');", "2"),
				Entry("beside what it does to another key", "cache.update('k', v => { cache.set('l', 5); cache.delete('k'); return cache.get('l'); }); const got = cache.get('k') + cache.get('l');", "10"),
				Entry("nested updates", "const got = cache.update('a', v => cache.update('b', w => cache.update('a', x => 1) + 1) + 1) + ' ' + cache.get('a') + cache.get('b');", "3 32"),
				Entry("keys as text", "cache.update(5, () => 'five'); const got = cache.get('5');", "five"),
				Entry("with whether there is one", "cache.set('k', null); const got = [cache.update('k', (old, exists) => exists), cache.update('l', (old, exists) => exists), cache.update('l', (old, exists) => exists)].join();", "true,false,true"),
				Entry("with no more than that", "const got = cache.update('k', function () { return arguments.length + typeof arguments[0]; });", "2undefined"),
				Entry("nothing without a key", "let called = false; const got = [undefined, null, ''].map(k => cache.update(k, () => { called = true; return 1; }) + ' ' + cache.exists(k)) + ' ' + called;", "undefined false,undefined false,undefined false false"),
				Entry("a key that only looks like none", "const got = ['undefined', 'null', ' ', 0, NaN, false].map(k => cache.update(k, v => 1) + cache.get(k)).join('');", "222222"),
			)

			DescribeTable("changes nothing where",
				func(script, want string) {
					s := start("cache.set('k', 1); let got = ''; try { " + script + " } catch (e) { got += e; } got += ' ' + cache.get('k') + cache.update('k', v => v + 1);")
					Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("got", want))
				},
				Entry("the function throws", "cache.update('k', v => { throw new RangeError('no'); });", "RangeError: no 12"),
				Entry("an inner one throws", "cache.update('k', v => cache.update('l', w => { throw 'no'; }));", "no 12"),
				Entry("it returns a cycle", "const o = {}; o.o = o; cache.update('k', v => o);", "TypeError: cache.update: a cyclic value has no JSON form 12"),
				Entry("what it returns throws", "cache.update('k', v => ({ toJSON() { throw 'no'; } }));", "no 12"),
				Entry("it is async", "cache.update('k', async v => 2);", "TypeError: cache.update: the function must not be async 12"),
				Entry("there is none", "cache.update('k', 2);", "TypeError: cache.update: the second argument must be a function that is given the value and whether there is one, and returns the new value 12"),
			)

			It("fails the message with what the function throws, at its line", func() {
				s := start("\ncache.update('k', v => {\n  throw new RangeError('no');\n}); const got = 1;")
				for range 2 {
					o := one(s, Message("1", nil))
					Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "throw"))
					Expect(o.Meta).To(HaveKeyWithValue("umh_error_message", "RangeError: no"))
					Expect(o.Meta).To(HaveKeyWithValue("umh_error_line", "3"))
				}
			})

			It("lets go of the lock where the function is torn down", func() {
				s := start("if (msg.payload > 1) { cache.update('k', function f() { return f(); }); } const got = cache.update('k', v => (v || 0) + 1);")
				Expect(one(s, Message("2", nil)).Meta).To(HaveKeyWithValue("umh_error_reason", "stack_overflow"))
				Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("got", "1"))
			})
		})
	}

	It("is at hand in an if", func() {
		s := pipeline(tagProcessor(when("cache.update('n', n => (n ?? 0) + 1) % 2 === 0", "return null;")))
		Expect(process(s, Messages("1", "2", "3", "4", "5"))).To(HaveLen(3))
	})

	It("loses nothing of 8 × 20,000 increments side by side", func() {
		const goroutines, loops = 8, 1000
		messages := race.Fewer(20)
		s := pipelineOf(Options{Threads: goroutines, Processors: []string{nodeRED(fmt.Sprintf(
			"for (let i = 0; i < %d; i++) cache.update('n', n => (n ?? 0) + 1); msg.payload = cache.get('n'); return msg;", loops), Config{"script_timeout": "0s"})}})
		sideBySide(goroutines, func() {
			for range messages {
				Expect(s.Send(Messages("0"))).To(Succeed())
			}
		})
		want := goroutines * messages * loops
		Expect(one(s, Message("0", nil)).Payload).To(Equal(fmt.Sprint(want + loops)))
		Expect(s.Count("messages_errored")).To(BeZero())
		Expect(s.Count("vm_pool_discards")).To(BeZero())
	})

	It("loses nothing in a resource that two processors share, each with a lock inside a lock", func() {
		const goroutines, messages, loops = 4, 20, 50
		swap := func(first, second string) string {
			return nodeRED(fmt.Sprintf("for (let i = 0; i < %d; i++) cache.update('%s', n => { cache.update('%s', m => (m ?? 0) + 1); return (n ?? 0) + 1; }); return msg;",
				loops, first, second), cacheKinds["a resource"])
		}
		s := pipelineOf(Options{
			Threads: goroutines, Caches: []string{inMemoryResource},
			Processors: []string{
				swap("a", "b"), swap("b", "a"),
				nodeRED("msg.payload = [cache.get('a'), cache.get('b')]; return msg;", cacheKinds["a resource"]),
			},
		})
		sideBySide(goroutines, func() {
			for range messages {
				Expect(s.Send(Messages("0"))).To(Succeed())
			}
		})
		total := 2 * (goroutines*messages + 1) * loops
		Expect(one(s, Message("0", nil)).Payload).To(Equal(fmt.Sprintf("[%d,%d]", total, total)))
		Expect(s.Log(slog.LevelError)).To(BeEmpty())
	})
})

// sideBySide runs f on n goroutines and waits for them.
func sideBySide(n int, f func()) {
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			defer GinkgoRecover()
			f()
		})
	}
	all.Wait()
}
