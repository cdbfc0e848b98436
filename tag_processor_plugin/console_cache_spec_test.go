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

	nodered "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// printed is what a script of one message logs, in order, at all levels.
func printed(script string) []LogEntry {
	GinkgoHelper()
	s := pipeline(tagProcessor(advanced("console.debug('begin'); " + script + " console.debug('end'); return msg;")))
	Expect(one(s, Message("1", nil)).Err).NotTo(HaveOccurred())
	var list []LogEntry
	begun := false
	for _, e := range s.Log() {
		switch {
		case e.Text == "'begin'":
			begun = true
		case e.Text == "'end'":
			return list
		case begun && e.Fields["path"] != "root.output": // which says at any time that it is there
			list = append(list, e)
		}
	}
	Fail("the script did not log its end")
	return nil
}

var _ = Describe("console", func() {
	DescribeTable("goes to the component's logger at the level of",
		func(method string, level slog.Level) {
			entries := printed("console." + method + "('spindle', 42);")
			Expect(entries).To(HaveLen(1))
			Expect(entries[0].Level).To(Equal(level))
			Expect(entries[0].Text).To(Equal("'spindle' 42"))
			Expect(entries[0].Fields).To(HaveKeyWithValue("path", "root.pipeline.processors.0"))
		},
		Entry("debug", "debug", slog.LevelDebug),
		Entry("log", "log", slog.LevelInfo),
		Entry("info", "info", slog.LevelInfo),
		Entry("warn", "warn", slog.LevelWarn),
		Entry("error", "error", slog.LevelError),
	)

	It("has the format of FormatConsoleLogMsg", func() {
		want := nodered.FormatConsoleLogMsg([]any{
			"it's\n", 42.42, nil, true, []any{1, "2", []any{}}, map[string]any{"foo bar": 1, "bar": map[string]any{}},
		})
		Expect(want).To(Equal(`'it\'s\n' 42.42 null true [ 1, '2', [] ] { bar: {}, 'foo bar': 1 }`))
		entries := printed(`console.log("it's\n", 42.42, null, true, [1, "2", []], { "foo bar": 1, bar: {} });`)
		Expect(entries[0].Text).To(Equal(want))
	})

	It("leaves a % in the text alone", func() {
		entries := printed(`console.log("100 %d %s %v %!", "50%");`)
		Expect(entries[0].Text).To(Equal(`'100 %d %s %v %!' '50%'`))
	})

	It("shows Errors with message and stack", func() {
		entries := printed("function read() { return new TypeError('no such register'); }\nconsole.error(read());")
		Expect(entries[0].Text).To(ContainSubstring("TypeError: no such register"))
		Expect(entries[0].Text).To(ContainSubstring("at read"))
	})

	It("marks cycles instead of following them", func() {
		entries := printed("const o = { a: 1 }; o.self = o; const l = [1]; l.push(l); console.log(o); console.log(l);")
		Expect(entries).To(HaveLen(2))
		for _, e := range entries {
			Expect(e.Text).To(ContainSubstring("[Circular]"))
		}
	})

	It("shows msg and its metadata", func() {
		entries := printed("console.log(msg);")
		Expect(entries[0].Text).To(And(ContainSubstring("payload: 1"), ContainSubstring("tag_name: 'pv'")))
	})

	It("logs a line for no arguments, and returns undefined", func() {
		Expect(printed("console.log(console.log());")).To(HaveLen(2))
	})

	It("formats nothing where the level is off", func() {
		script := advanced("let read = 0; const o = { get x() { read++; return 1; } }; console.debug(o); console.info(o); msg.meta.read = read; return msg;")
		quiet := pipelineOf(Options{Processors: []string{tagProcessor(script)}, LogLevel: "ERROR"})
		Expect(one(quiet, Message("1", nil)).Meta).To(HaveKeyWithValue("read", "0"))
		loud := pipeline(tagProcessor(script))
		Expect(one(loud, Message("1", nil)).Meta).NotTo(HaveKeyWithValue("read", "0"))
	})

	It("throws what a getter throws that it reads, and crashes nothing", func() {
		s := pipeline(tagProcessor(advanced("const o = { get x() { throw new Error('stuck'); } }; console.log(o); return msg;")))
		Expect(process(s, Messages("1", "2"))).To(HaveLen(2))
	})
})

var _ = Describe("cache", func() {
	It("is shared by the stages of a message, and by its if", func() {
		s := pipeline(tagProcessor(
			Config{"defaults": setTag + "cache.set('k', { n: msg.payload }); return msg;"},
			when("cache.get('k').n === 5", "cache.set('k', { n: cache.get('k').n + 1 }); return msg;"),
			advanced("msg.payload = cache.get('k').n; return msg;"),
		))
		Expect(valuesOf(process(s, Messages("5", "7")))).To(Equal([]string{"6", "7"}))
	})

	for _, reuse := range []bool{true, false} {
		It(fmt.Sprintf("is shared by all messages, batches and VMs, with reuse_vms: %v", reuse), func() {
			s := pipeline(tagProcessor(Config{"reuse_vms": reuse}, advanced("const n = (cache.get('n') || 0) + 1; cache.set('n', n); msg.payload = n; return msg;")))
			Expect(valuesOf(process(s, Messages("0", "0")))).To(Equal([]string{"1", "2"}))
			Expect(valuesOf(process(s, Messages("0")))).To(Equal([]string{"3"}))
		})
	}

	It("belongs to one processor", func() {
		count := advanced("const n = (cache.get('n') || 0) + 1; cache.set('n', n); msg.payload = n; return msg;")
		s := pipeline(tagProcessor(count), nodeRED("msg.meta.own = !cache.exists('n'); return msg;"), tagProcessor(count))
		process(s, Messages("0"))
		o := one(s, Message("0", nil))
		Expect(valueOf(o)).To(Equal("2"))
		Expect(o.Meta).To(HaveKeyWithValue("own", "true"))
	})

	DescribeTable("copies values in and out as JSON:",
		func(script, want string) {
			s := pipeline(tagProcessor(advanced(script + " msg.meta.got = String(got); return msg;")))
			Expect(one(s, Message(`{"list":[1]}`, nil)).Meta).To(HaveKeyWithValue("got", want))
		},
		Entry("a change after set is not seen", "const o = { a: [1] }; cache.set('k', o); o.a.push(2); const got = JSON.stringify(cache.get('k'));", `{"a":[1]}`),
		Entry("a change after get is not seen", "cache.set('k', [1]); cache.get('k').push(2); const got = cache.get('k').length;", "1"),
		Entry("two gets share nothing", "cache.set('k', {}); const got = cache.get('k') === cache.get('k');", "false"),
		Entry("the payload", "cache.set('k', msg.payload); msg.payload.list.push(2); const got = JSON.stringify(cache.get('k'));", `{"list":[1]}`),
		Entry("msg itself", "cache.set('k', msg); msg.meta.tag_name = 'x'; const got = cache.get('k').meta.tag_name;", "pv"),
		Entry("a number", "cache.set('k', 0.1 + 0.2); const got = cache.get('k') === 0.1 + 0.2;", "true"),
		Entry("false", "cache.set('k', false); const got = cache.get('k') === false && cache.exists('k');", "true"),
		Entry("an empty string", "cache.set('k', ''); const got = cache.get('k') === '' && cache.exists('k');", "true"),
		Entry("null", "cache.set('k', null); const got = cache.get('k') === null && cache.exists('k');", "true"),
		Entry("NaN, which JSON has as null", "cache.set('k', NaN); const got = cache.get('k');", "null"),
		Entry("a Date, which JSON has as text", "cache.set('k', new Date(0)); const got = cache.get('k');", "1970-01-01T00:00:00.000Z"),
		Entry("undefined members and functions, which JSON leaves out", "cache.set('k', { u: undefined, f() {}, a: [undefined, () => 1] }); const got = JSON.stringify(cache.get('k'));", `{"a":[null,null]}`),
		Entry("undefined", "cache.set('k', 1); cache.set('k', undefined); const got = cache.get('k');", "undefined"),
		Entry("a function", "cache.set('k', () => 1); const got = cache.get('k');", "undefined"),
		Entry("what Object.prototype names", "cache.set('__proto__', 1); cache.set('constructor', 2); const got = [cache.get('__proto__'), cache.get('constructor'), cache.get('toString')].join();", "1,2,"),
		Entry("keys as text", "cache.set(5, 'five'); const got = cache.get('5');", "five"),
		Entry("delete", "cache.set('k', 1); cache.delete('k'); const got = cache.exists('k') + ' ' + cache.get('k');", "false undefined"),
	)

	It("throws for a cycle, which the script can catch", func() {
		s := pipeline(tagProcessor(advanced("const o = {}; o.o = o; cache.set('k', 1); try { cache.set('k', o); } catch (e) { msg.meta.e = e.name; } msg.payload = cache.get('k'); return msg;")))
		o := one(s, Message("1", nil))
		Expect(o.Meta).To(HaveKeyWithValue("e", "TypeError"))
		Expect(valueOf(o)).To(Equal("1"), "what was there stays")
	})

	It("fails the message for a cycle that the script does not catch", func() {
		s := pipeline(tagProcessor(advanced("const o = {}; o.o = o; cache.set('k', o); return msg;")))
		o := one(s, Message("1", nil))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_reason", "throw"))
		Expect(o.Meta).To(HaveKeyWithValue("umh_error_line", "1"))
	})

	It("gives undefined for a missing key, and logs nothing", func() {
		s := pipeline(tagProcessor(advanced("msg.meta.got = String(cache.get('nope')) + cache.exists('nope'); cache.delete('nope'); return msg;")))
		Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("got", "undefinedfalse"))
		Expect(s.Log(slog.LevelWarn, slog.LevelError)).To(BeEmpty())
	})

	It("is safe for batches that are processed side by side", func() {
		s := pipelineOf(Options{Threads: 4, Processors: []string{
			nodeRED("if (msg.payload.ask) { msg.payload = msg.payload.ask.filter(k => cache.get(k).k === k).length; return msg; } " +
				"for (const k of msg.payload) { cache.set('gone', k); cache.set(k, { k }); cache.delete('gone'); } return null;"),
		}})
		const senders, keys = 8, 50
		var all []string
		errs := make(chan error)
		for i := range senders {
			batch := service.MessageBatch{}
			for k := range keys {
				key := fmt.Sprintf(`"%d-%d"`, i, k)
				all = append(all, key)
				batch = append(batch, Message("["+key+"]", nil))
			}
			go func() { errs <- s.Send(batch) }()
		}
		for range senders {
			Expect(<-errs).To(Succeed())
		}
		o := one(s, Message(`{"ask":[`+strings.Join(all, ",")+`]}`, nil))
		Expect(o.Payload).To(Equal(fmt.Sprint(senders * keys)))
	})
})
