// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"log/slog"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// A script that the executor gives up runs again in a VM, from its start.
var _ = Describe("a script that is given up in Go", func() {
	// half is what the executor has no value for: half of a character. It comes when the
	// script has done all the rest.
	const half = `const half = "😀"[0]; msg.meta.half = String(half.length); `

	both := func(fields ...Config) (inGo, inVM *Stream) {
		GinkgoHelper()
		return pipeline(tagProcessor(fields...)), pipeline(tagProcessor(append(fields, Config{"reuse_vms": false})...))
	}
	logged := func(s *Stream, text string) (n int) {
		for _, line := range s.Log() {
			if strings.Contains(fmt.Sprint(line), text) {
				n++
			}
		}
		return n
	}

	It("says everything on the console once, and changes the cache once", func() {
		inGo, inVM := both(Config{"defaults": setTag + `
			console.log("seen", msg.payload);
			msg.meta.first = cache.exists("n");
			cache.set("last", msg.payload);
			msg.meta.count = cache.update("n", n => (n || 0) + 1);
			` + half + `
			console.warn("done");
			return msg;`})
		for _, s := range []*Stream{inGo, inVM} {
			out := process(s, Messages("1", "2", "3"))
			Expect(out).To(HaveLen(3))
			for i, o := range out {
				Expect(o.Err).NotTo(HaveOccurred())
				Expect(o.Meta).To(HaveKeyWithValue("count", fmt.Sprint(i+1)))
				Expect(o.Meta).To(HaveKeyWithValue("first", fmt.Sprint(i > 0)))
				Expect(o.Meta).To(HaveKeyWithValue("half", "1"))
			}
			Expect(logged(s, "seen")).To(Equal(3))
			Expect(logged(s, "done")).To(Equal(3))
		}
		Expect(inGo.Count("script_bailouts")).To(BeEquivalentTo(3))
		Expect(inVM.Count("script_bailouts")).To(BeZero())
	})

	It("begins with the message as it was before the stage", func() {
		inGo, inVM := both(
			Config{"defaults": setTag + `msg.meta.n = "0"; return msg;`},
			advanced(`msg.meta.n += "1"; msg.meta.new = (msg.meta.new || "") + "x"; delete msg.meta.gone; msg.payload.list.push(4); msg.payload.own = true; `+half+`return [msg, { payload: msg.payload.list, meta: { ...msg.meta, tag_name: "list" } }];`),
		)
		batch := service.MessageBatch{Message(`{"list":[1,2,3]}`, map[string]any{"gone": "x", "number": 5})}
		want := process(inVM, batch)
		Expect(want).To(HaveLen(2))
		Expect(valueOf(want[0])).To(Equal(`"{\"list\":[1,2,3,4],\"own\":true}"`))
		Expect(want[0].Meta).To(HaveKeyWithValue("n", "01"))
		Expect(want[0].Meta).To(HaveKeyWithValue("new", "x"))
		got := process(inGo, service.MessageBatch{Message(`{"list":[1,2,3]}`, map[string]any{"gone": "x", "number": 5})})
		Expect(got).To(HaveLen(2))
		for i := range got {
			Expect(valueOf(got[i])).To(Equal(valueOf(want[i])))
			Expect(got[i].Meta).To(Equal(want[i].Meta))
		}
		Expect(inGo.Count("script_bailouts")).To(BeEquivalentTo(1))
	})

	It("may be a condition, which changes nothing either way", func() {
		inGo, inVM := both(
			Config{"defaults": setTag + "return msg;"},
			when(`msg.meta.seen = "no"; console.log("asked"); `+half+` half.length === 1`, `msg.meta.held = "yes"; return msg;`),
		)
		for _, s := range []*Stream{inGo, inVM} {
			o := one(s, Message("1", nil))
			Expect(o.Meta).To(HaveKeyWithValue("held", "yes"))
			Expect(o.Meta).NotTo(HaveKey("seen"))
			Expect(logged(s, "asked")).To(Equal(1))
		}
	})

	DescribeTable("sees of a cache with max_entries what is left in it,", func(script string) {
		inGo, inVM := both(Config{"cache": Config{"max_entries": 4}}, Config{"defaults": setTag + script + ` msg.meta.got = JSON.stringify(got); return msg;`})
		for range 3 {
			for _, payload := range []string{"1", "2"} {
				want := one(inVM, Message(payload, nil))
				Expect(want.Err).NotTo(HaveOccurred())
				Expect(one(inGo, Message(payload, nil)).Meta).To(Equal(want.Meta))
			}
		}
		for _, count := range []string{"cache_hits", "cache_misses", "cache_evictions"} {
			Expect(inGo.Count(count)).To(Equal(inVM.Count(count)), count)
		}
	},
		Entry("where it adds a key and reads another", `cache.set("n" + msg.payload + Math.floor(Date.now() / 1e15), 1); const got = ["a", "b", "c", "d"].map(k => cache.get(k)); cache.set("d", 1);`),
		Entry("where it adds as many as there is room for", `const got = []; for (const k of ["a", "b", "c", "d", "e"]) { cache.set(k + msg.payload, k); got.push(cache.exists("a" + msg.payload)); }`),
		Entry("where it removes and adds", `const got = [cache.get("x"), cache.get("y")]; cache.set("x", 1); cache.delete("x"); cache.set("y", 1); cache.set("z" + msg.payload, 1); got.push(cache.get("x"), cache.get("y"));`),
		Entry("where it updates", `const got = ["a", "b", "c", "d", "e", "f"].map(k => cache.update(k, n => (n || 0) + msg.payload));`),
		Entry("where what it read goes last", `cache.set("a", 1); cache.set("b", 1); cache.set("c", 1); cache.set("d", 1); cache.get("a"); cache.set("e", 1); const got = ["a", "b"].map(k => cache.exists(k));`),
	)

	It("is what does much with console and cache: nothing is lost, and nothing done twice", func() {
		inGo, inVM := both(Config{"defaults": setTag + `
			for (let i = 0; i < 20000; i++) { console.log("line", i); cache.update("n", n => (n || 0) + 1); }
			msg.meta.n = String(cache.get("n"));
			return msg;`})
		for _, s := range []*Stream{inGo, inVM} {
			Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("n", "20000"))
			Expect(logged(s, "'line'")).To(Equal(20000))
		}
		Expect(inGo.Count("script_bailouts")).To(BeEquivalentTo(1))
	})

	DescribeTable("fails with what goja says, at the place that it says,", func(script string) {
		inGo, inVM := both(Config{"defaults": setTag + "console.log('begun');\n" + script, "on_error": "forward"})
		got, want := one(inGo, Message("1", nil)), one(inVM, Message("1", nil))
		Expect(want.Err).To(HaveOccurred())
		Expect(got.Meta).To(Equal(want.Meta))
		Expect(logged(inGo, "begun")).To(Equal(1))
		Expect(inGo.Log(slog.LevelError)).To(HaveLen(1))
		Expect(got.Err.Error()).To(Equal(want.Err.Error()))
		Expect(fmt.Sprint(inGo.Log(slog.LevelError))).To(Equal(fmt.Sprint(inVM.Log(slog.LevelError))))
	},
		Entry("where it throws", `  throw new Error("fault");`),
		Entry("where it throws a kind of error", `if (msg.payload)   { throw   new RangeError("fault: " + msg.payload); }`),
		Entry("where it throws without new", `  throw Error("fault");`),
		Entry("where it throws an error that was made before", `const e = new TypeError("fault");   function f() { throw e; } f();`),
		Entry("where a function of its throws", `function f(n) { if (n > 2) throw new Error("at " + n);   return f(n + 1); }   f(0);`),
		Entry("where a callback throws", `[1, 2].forEach(n => { throw new Error("at " + n); });`),
		Entry("where it throws an error without a text", `throw new Error();`),
		Entry("where it throws a text", `throw "fault";`),
		Entry("where it throws an error with a name of its own", `const e = new Error("fault"); e.name = "Fault"; throw e;`),
		Entry("where it throws again what it caught", `try { msg.nothing.at.all; } catch (e) { throw e; }`),
		Entry("where it throws an error with a cause", `throw new Error("fault", { cause: 5 });`),
		Entry("where it reads a name that nothing defines", `msg.payload =   protobuf.decode(1); return msg;`),
		Entry("where it calls a name that nothing defines", `msg.payload = 1 +   decode(msg.payload, [1]); return msg;`),
		Entry("where a function reads a name that nothing defines", `const f = () => {   return [nothing]; }; msg.payload = f(); return msg;`),
		Entry("where something is undefined", `const o = {};  return o.a.b;`),
		Entry("where it calls what is no function", `const o = {};  o.f(); return msg;`),
		Entry("where it recurses without end", `function f() { return f(); }  return f();`),
		Entry("where it returns no message", `return 5;`),
		Entry("where a number has no JSON form", `msg.payload = 0 / 0; return msg;`),
		Entry("where an object holds itself", `const o = {}; o.o = o; msg.payload = o; return msg;`),
	)

	DescribeTable("fails under the name that the tag has when it throws, wherever it ran,", func(script, name string) {
		inGo, inVM := both(Config{"defaults": setTag + "return msg;", "on_error": "forward"}, advanced(script))
		for _, s := range []*Stream{inGo, inVM} {
			Expect(one(s, Message("1", nil)).Err).To(HaveOccurred())
			Expect(s.Log(slog.LevelError)).To(HaveLen(1))
			Expect(s.Log(slog.LevelError)[0].Fields["tag_name"]).To(Equal(name))
		}
	},
		Entry("where it left it alone", `throw new Error("fault");`, "pv"),
		Entry("where it changed it", `msg.meta.tag_name = "new"; throw new Error("fault");`, "new"),
		Entry("where it made a number of it", `msg.meta.tag_name = 5; throw new Error("fault");`, ""),
		Entry("where it deleted it", `delete msg.meta.tag_name; throw new Error("fault");`, ""),
		Entry("where it was given up in Go", `msg.meta.tag_name = "new"; msg.nothing.at.all; return msg;`, "new"),
		Entry("where it returns no message", `msg.meta.tag_name = "new"; return 5;`, "new"),
	)
})

var _ = Describe("the limits of a script that runs in Go", func() {
	fails := func(script, reason, line string, fields ...Config) {
		GinkgoHelper()
		fields = append(fields, Config{"defaults": setTag + "\n" + script, "on_error": "forward"})
		s := pipeline(tagProcessor(fields...))
		out := process(s, Messages("1", "2"))
		Expect(out).To(HaveLen(2))
		for _, o := range out {
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", reason))
			Expect(o.Meta).To(HaveKeyWithValue("umh_error_line", line))
		}
		Expect(s.Count("vm_pool_discards")).To(BeZero())
		Expect(s.Count("script_bailouts")).To(BeZero())
	}

	DescribeTable("are in time script_timeout, wherever the time goes:", func(script, line string) {
		fails(script, "timeout", line, Config{"script_timeout": "50ms"})
	},
		Entry("an empty loop", "\nfor (;;) {}", "3"),
		Entry("the inner of two loops", "while (true) {\n  for (let i = 0; i < 1e9; i++) {\n    msg.meta.i = i;\n  }\n}", "3"),
		Entry("a loop that catches", "for (;;) {\n  try { for (;;) {} } catch (e) {} finally { continue; }\n}", "3"),
		Entry("a built-in with a callback", "const l = [];\nfor (let i = 0; i < 1000; i++) l.push(i);\nfor (;;) {\n  l.map(v => l.reduce((a, b) => a + b, 0));\n}", "5"),
		Entry("built-ins alone", "let s = \"a\".repeat(1e6);\nfor (;;) {\n  s.split(\"\").reverse().join(\"\");\n}", "4"),
	)

	DescribeTable("name the loop that ran, in Go and in a VM:", func(script, line string) {
		for _, way := range []string{"", "class InAVM {}"} {
			s := pipeline(tagProcessor(Config{"defaults": script + "\n" + way, "on_error": "forward", "script_timeout": "50ms"}))
			meta := one(s, Message("1", nil)).Meta
			Expect(meta).To(HaveKeyWithValue("umh_error_reason", "timeout"))
			Expect(meta).To(HaveKeyWithValue("umh_error_line", line))
		}
	},
		Entry("while", "msg.payload = 1;\nlet a = 2;\nwhile (true) {}", "3"),
		Entry("for", "msg.payload = 1;\nfor (;;);", "2"),
		Entry("do", "msg.payload = 1;\n\ndo {} while (true);", "3"),
		Entry("in a function that is called elsewhere", "function spin() {\n  while (true) {}\n}\nmsg.payload = 1;\nspin();", "2"),
		Entry("after a loop that ended", "for (let i = 0; i < 5; i++) {}\nfor (;;) {}", "2"),
		Entry("after a call that ended", "[1].map(x => x);\nfor (;;) {}", "2"),
		Entry("with a call of a built-in", "let a = 1;\nfor (;;) [3, 2, 1].sort();", "2"),
		Entry("with a callback", "let a = 1;\nfor (;;) [3, 2, 1].map(x => x + 1);", "2"),
	)

	DescribeTable("are in memory what the process can spare, before it is taken:", func(script, line string) {
		fails(script, "memory", line, Config{"script_timeout": "0s"})
	},
		Entry("texts that are kept", "const l = [];\nfor (;;) { l.push(\"x\".repeat(1e7)); }", "3"),
		Entry("a list that is kept", "const l = [];\nfor (;;) { l.push(\"0123456789\".repeat(1000) + l.length); }", "3"),
	)

	It("are an exception for one text that all of the memory has no room for", func() {
		for _, script := range []string{`msg.payload = "x".repeat(5e8); return msg;`, `let s = "x"; for (;;) { s += s; }`} {
			out := process(pipeline(tagProcessor(Config{"defaults": script, "on_error": "forward"})), Messages("1"))
			Expect(out).To(HaveLen(1))
			Expect(out[0].Meta).To(HaveKeyWithValue("umh_error_message", "RangeError: Invalid string length"))
		}
	})

	It("leave nothing unsaid, even where the script cannot have the cache any longer", func() {
		s := pipelineOf(Options{Threads: 2, Processors: []string{tagProcessor(Config{"defaults": setTag + `
			if (msg.payload === "holds") {
				const half = "😀"[0];
				cache.update("n", () => { console.log("holds"); for (;;) {} });
			}
			console.log("said");
			cache.set("n", 1);
			const all = [];
			for (;;) all.push("x".repeat(1e7));`, "script_timeout": "0s", "on_error": "forward"})}})
		go func() { _ = s.Send(Messages(`"holds"`)) }()
		Eventually(func() string { return fmt.Sprint(s.Log()) }, Patience).Should(ContainSubstring("'holds'"))
		Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("umh_error_reason", "memory"))
		Expect(fmt.Sprint(s.Log())).To(ContainSubstring("'said'"))
	})
})
