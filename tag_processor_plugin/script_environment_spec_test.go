// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"log/slog"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("console and cache", func() {
	DescribeTable("are as they were made for the next stage of a message, whatever a stage did:",
		func(change string) {
			s := pipeline(tagProcessor(
				Config{"defaults": setTag + change + " return msg;"},
				when("console.log('seen by the if'); cache.set('if', 1); true", "console.log('seen by then'); return msg;"),
				advanced("console.log('seen'); cache.set('k', 1); msg.payload = cache.get('k') + cache.get('if'); msg.meta.own = console.log.mine + ' ' + cache.mine; return msg;"),
			))
			for range 2 {
				o := one(s, Message("1", nil))
				Expect(o.Err).NotTo(HaveOccurred())
				Expect(valueOf(o)).To(Equal("2"))
				Expect(o.Meta).To(HaveKeyWithValue("own", "undefined undefined"))
			}
			texts := []string{}
			for _, e := range s.Log(slog.LevelInfo) {
				texts = append(texts, e.Text)
			}
			Expect(texts).To(ContainElements("'seen by the if'", "'seen by then'", "'seen'"))
		},
		Entry("nothing", ""),
		Entry("console.log = null", "console.log = null;"),
		Entry("a new console.log", "console.log = () => {};"),
		Entry("a deleted console.log", "delete console.log;"),
		Entry("a frozen console", "Object.freeze(console);"),
		Entry("a member of console.log", "console.log.mine = 1; Object.setPrototypeOf(console.log, null);"),
		Entry("another prototype", "Object.setPrototypeOf(console, null); Object.setPrototypeOf(cache, { mine: 1 });"),
		Entry("console = null", "console = null; cache = null;"),
		Entry("a deleted console", "delete globalThis.console; delete globalThis.cache;"),
		Entry("a getter", "Object.defineProperty(globalThis, 'console', { get() { throw 1; }, configurable: true });"),
		Entry("a new cache.get", "cache.get = () => 5; cache.mine = 1;"),
		Entry("a console of its own", "let console = { log() {} }; console.log('x');"),
	)

	It("are what a stage made of them until it ends", func() {
		s := pipeline(tagProcessor(advanced("let got = ''; console.log = t => { got += t; }; console.log('a'); console.log('b'); msg.payload = got; return msg;")))
		Expect(valueOf(one(s, Message("1", nil)))).To(Equal(`"ab"`))
	})
})

var _ = Describe("a cache key", func() {
	for kind, fields := range cacheKinds {
		It("that is undefined, null or empty is none, "+kind, func() {
			s := pipelineOf(Options{
				Caches: []string{inMemoryResource},
				Processors: []string{tagProcessor(fields, advanced(`
const key = msg.meta.id;
cache.set(key, msg.payload);
cache.update(key, (old, exists) => { msg.meta.called = 1; return 5; });
msg.meta.got = String(cache.get(key)) + cache.exists(key) + cache.delete(key);
msg.meta.others = String(cache.get()) + cache.exists(null) + cache.get('') + cache.exists('undefined') + cache.exists('null');
return msg;`))},
			})
			for _, meta := range []map[string]any{nil, {"id": ""}} {
				o := one(s, Message("1", meta))
				Expect(o.Meta).To(HaveKeyWithValue("got", "undefinedfalseundefined"))
				Expect(o.Meta).To(HaveKeyWithValue("others", "undefinedfalseundefinedfalsefalse"))
				Expect(o.Meta).NotTo(HaveKey("called"))
			}
			Expect(one(s, Message("1", map[string]any{"id": "a"})).Meta).To(HaveKeyWithValue("got", "5trueundefined"))
			var texts []string
			for _, e := range s.Log(slog.LevelWarn) {
				texts = append(texts, e.Text)
			}
			Expect(texts).To(ConsistOf(
				`advancedProcessing, line 3: cache.set without a key: undefined, null and "" are no keys, the call does nothing`,
				`advancedProcessing, line 4: cache.update without a key: undefined, null and "" are no keys, the call does nothing`,
				`advancedProcessing, line 5: cache.get without a key: undefined, null and "" are no keys, the call does nothing`,
				`advancedProcessing, line 5: cache.exists without a key: undefined, null and "" are no keys, the call does nothing`,
				`advancedProcessing, line 5: cache.delete without a key: undefined, null and "" are no keys, the call does nothing`,
				`advancedProcessing, line 6: cache.get without a key: undefined, null and "" are no keys, the call does nothing`,
				`advancedProcessing, line 6: cache.exists without a key: undefined, null and "" are no keys, the call does nothing`,
			), "once for each place")
		})

		It("is gone once it is set to what JSON has no text for, "+kind, func() {
			s := pipelineOf(Options{
				Caches: []string{inMemoryResource},
				Processors: []string{tagProcessor(fields, advanced(`
msg.meta.got = [undefined, () => 1, Symbol('x')].map(v => { cache.set('k', 1); cache.set('k', v); return cache.exists('k') + String(cache.get('k')); }).join();
return msg;`))},
			})
			Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("got", "falseundefined,falseundefined,falseundefined"))
		})
	}
})

var _ = Describe("a write that fails", func() {
	processors := map[string]func(script string) string{
		"tag_processor": func(script string) string { return tagProcessor(advanced(script)) },
		"nodered_js":    func(script string) string { return nodeRED(script, Config{"on_error": "forward"}) },
	}
	for name, with := range processors {
		DescribeTable("fails the message in "+name+", with its line:",
			func(script, message string) {
				o := one(pipeline(with("\n"+script+"\nreturn msg;")), Message("5", map[string]any{"id": "a"}))
				Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "throw"))
				Expect(o.Meta).To(HaveKeyWithValue("umh_error_line", "2"))
				Expect(o.Meta).To(HaveKeyWithValue("umh_error_message", "TypeError: "+message))
			},
			Entry("to a member of a payload that is a number", `msg.payload.unit = "bar";`, "Cannot set a member of a value that is no object"),
			Entry("to a member of metadata", `msg.meta.id.part = 1;`, "Cannot set a member of a value that is no object"),
			Entry("to a frozen object", `const o = Object.freeze({ a: 1 }); o.a = 2;`, "Cannot assign to read only property 'a'"),
			Entry("to a getter without a setter", `const o = { get a() { return 1; } }; o.a = 2;`, "Cannot assign to read only property 'a'"),
			Entry("in a callback", `[1].forEach(v => { v.a = 2; });`, "Cannot set a member of a value that is no object"),
		)
	}

	It("fails an if", func() {
		s := pipeline(tagProcessor(Config{"on_error": "forward"}, when("msg.payload.seen = 1; true", "return msg;")))
		Expect(one(s, Message("5", nil)).Meta).To(HaveKeyWithValue("umh_error_message", "TypeError: Cannot set a member of a value that is no object"))
	})

	It("is passed over only by scripts that strict mode would not let do the same", func() {
		s := pipeline(returns("msg.payload.unit = 'bar'; function f(a) { a = 2; return arguments[0]; } msg.payload = f(1); return msg;"))
		Expect(valueOf(one(s, Message("5", nil)))).To(Equal("2"))
	})
})

var _ = Describe("metadata in what a script returns", func() {
	DescribeTable("is none at all where meta is",
		func(meta string) {
			o := one(pipeline(nodeRED("return { payload: 2, meta: "+meta+" };"), nodeRED("msg.meta.keys = Object.keys(msg.meta).length; return msg;")),
				Message("1", map[string]any{"a": "1"}))
			Expect(o.Meta).To(Equal(map[string]string{"keys": "0"}))
		},
		Entry("missing", "undefined"),
		Entry("an array", "['x']"),
		Entry("a proxy of an array", "new Proxy(['x'], {})"),
		Entry("a typed array", "new Uint8Array(2)"),
		Entry("text", "'x'"),
		Entry("a boxed text", "new String('x')"),
		Entry("a number", "5"),
		Entry("a function", "() => 1"),
		Entry("null", "null"),
	)

	It("is none where an array was assigned to msg.meta", func() {
		o := one(pipeline(nodeRED("msg.meta = ['x']; return msg;")), Message("1", map[string]any{"a": "1"}))
		Expect(o.Meta).To(BeEmpty())
	})
})

var _ = Describe("metadata of the input", func() {
	It("leaves no _incomingKeys where there is none, for scripts and in the output", func() {
		s := pipeline(tagProcessor(Config{"defaults": setTag + "msg.meta.seen = Object.keys(msg.meta).join(); return msg;"}))
		for _, meta := range []map[string]any{nil, {"slot": 3}} {
			o := one(s, Message("1", meta))
			Expect(o.Meta["seen"]).To(HavePrefix("_initialMetadata,"))
			Expect(o.Meta).NotTo(HaveKey("_incomingKeys"))
			Expect(o.Meta).To(HaveKeyWithValue("_initialMetadata", "{}"))
		}
	})
})

var _ = Describe("recursion", func() {
	for name, with := range map[string]func(string) string{
		"tag_processor": returns,
		"nodered_js":    func(script string) string { return nodeRED(script, Config{"on_error": "forward"}) },
	} {
		It("of functions may be 9,990 deep in "+name, func() {
			o := one(pipeline(with("function depth(n) { return n > 0 ? 1 + depth(n - 1) : 0; }\nmsg.meta.depth = depth(msg.payload); return msg;")), Message("9990", nil))
			Expect(o.Meta).To(HaveKeyWithValue("depth", "9990"))
		})

		It("through natives may be 900 deep in "+name+", and cannot be caught beyond", func() {
			s := pipeline(with("function depth(n) { return n > 0 ? 1 + [n - 1].map(depth)[0] : 0; }\ntry { msg.meta.depth = depth(msg.payload); } catch (e) { msg.meta.caught = 1; } return msg;"))
			Expect(one(s, Message("900", nil)).Meta).To(HaveKeyWithValue("depth", "900"))
			o := one(s, Message("20000", nil))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "stack_overflow"))
			Expect(o.Meta).NotTo(HaveKey("caught"))
			Expect(one(s, Message("900", nil)).Meta).To(HaveKeyWithValue("depth", "900"))
		})
	}
})
