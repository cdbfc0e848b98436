// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"log/slog"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// attackBatch are the messages of every hostile spec: the script turns on the
// second, and the third has to come out as if nothing had happened.
func attackBatch() service.MessageBatch { return Messages("1", `"attack"`, "3") }

// attackConfig runs hostile code on the payload "attack", in the given stage.
func attackConfig(hostile string, more ...Config) string {
	return ProcessorYAML("tag_processor", append([]Config{{
		"defaults": setTag + `msg.meta.sum = String([1, 2, 3].map(function (v) { return v * 2; }).reduce(function (a, b) { return a + b; }, 0));
			msg.meta.json = JSON.stringify(JSON.parse("{\"a\":[1]}")) + typeof {}.leaked + typeof leaked + typeof cache.get + typeof console.log;
			return msg;`,
		"advancedProcessing": `if (msg.payload === "attack") { ` + hostile + ` } return msg;`,
	}, TimeLimit(Soon)}, more...)...)
}

func expectUntouched(o Output, value string) {
	GinkgoHelper()
	Expect(o.Err).NotTo(HaveOccurred())
	Expect(valueOf(o)).To(Equal(value))
	Expect(o.Meta).To(HaveKeyWithValue("umh_topic", "umh.v1.acme.linz._raw.pv"))
	Expect(o.Meta).To(HaveKeyWithValue("sum", "12"))
	Expect(o.Meta).To(HaveKeyWithValue("json", `{"a":[1]}undefinedundefinedfunctionfunction`))
}

// expectOnlyTheAttackerHurt runs the attack some times on one pipeline.
func expectOnlyTheAttackerHurt(hostile string, times int, more ...Config) {
	GinkgoHelper()
	s := pipeline(attackConfig(hostile, more...))
	for range times {
		out := process(s, attackBatch())
		Expect(len(out)).To(BeNumerically(">=", 2))
		expectUntouched(out[0], "1")
		expectUntouched(out[len(out)-1], "3")
	}
	Expect(s.Count("messages_received")).To(Equal(s.Count("messages_processed") + s.Count("messages_errored") + s.Count("messages_dropped")))
	Expect(s.Count("messages_received")).To(BeEquivalentTo(3 * times))
}

// hostile are scripts that end by themselves.
var hostile = map[string]string{
	"adds to Object.prototype":             `Object.prototype.leaked = 1;`,
	"adds to Array.prototype":              `Array.prototype.map = null; Array.prototype.leaked = 1;`,
	"replaces JSON.stringify":              `JSON.stringify = function () { return "x"; };`,
	"reaches a prototype by constructor":   `({}).constructor.prototype.leaked = 1;`,
	"reaches a prototype by data":          `var o = {}, k = ["__proto__", "leaked"]; o[k[0]][k[1]] = 1;`,
	"assigns onto Object.prototype":        `Object.assign(Object.prototype, { leaked: 1 });`,
	"defines a getter on Object.prototype": `Object.defineProperty(Object.prototype, "leaked", { get: function () { return 1; }, configurable: true });`,
	"uses __defineGetter__":                `({}).__proto__.__defineGetter__("leaked", function () { return 1; });`,
	"keeps a global":                       `globalThis.leaked = msg; this.leaked2 = 1; leaked = 3;`,
	"keeps a global by eval":               `eval("var leaked = 1"); (0, eval)("leaked = 2");`,
	"keeps a global by Function":           `Function("leaked = 1; this.leaked = 2")();`,
	"replaces console.log":                 `console.log = null; console = undefined;`,
	"replaces cache.get":                   `cache.get = null; cache = 1;`,
	"sets Symbol properties on builtins":   `Array.prototype[Symbol.iterator] = null; Object.prototype[Symbol.for("leaked")] = 1;`,
	"freezes everything":                   `Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(globalThis);`,
	"sets a prototype of msg":              `msg.__proto__ = { leaked: 1 }; msg.meta["__proto__"] = { sum: "x" };`,
	"assigns msg":                          `msg = { payload: 1, meta: {} };`,
	"redefines msg":                        `Object.defineProperty(globalThis, "msg", { get: function () { throw 1; } });`,
	"makes msg read-only":                  `Object.defineProperty(globalThis, "msg", { value: 1, writable: false, configurable: false });`,
	"deletes msg":                          `delete globalThis.msg;`,
	"changes a function object":            `[].map.leaked = 1; Object.setPrototypeOf([].map, null);`,
	"subclasses and poisons":               `class A extends Array { static f() { super.from = 1; } } A.f(); A.__proto__.from = null;`,
	"keeps a generator alive":              `globalThis.leaked = (function* () { for (;;) { yield msg; } })(); leaked.next();`,
	"leaves a promise behind":              `Promise.resolve().then(function () { globalThis.leaked = 1; msg.payload = 99; });`,
	"recurses for ever":                    `(function f() { f(); })();`,
	"recurses through natives":             `(function f() { [1].forEach(f); })();`,
	"recurses through cache.update":        `(function f() { cache.update("x", f); })();`,
	"recurses through toJSON":              `var o = { toJSON: function () { return JSON.stringify(o); } }; msg.payload = o;`,
	"recurses through generators":          `function* g() { yield* g(); } [...g()];`,
	"prints a cycle":                       `var a = []; a.push(a); console.log(a, { a: a });`,
	"puts a cycle into the payload":        `var a = []; a.push(a); msg.payload = a;`,
	"puts a cycle into the metadata":       `var a = {}; a.a = a; msg.meta.x = a;`,
	"puts a cycle into the cache":          `var a = {}; a.a = a; cache.set("x", a);`,
	"sets a giant index":                   `msg.payload = []; msg.payload[2000000000] = 1;`,
	"returns a giant sparse array":         `var a = [msg]; a[4000000000] = null; return a;`,
	"parses a deep text":                   `JSON.parse("[".repeat(5000000));`,
	"revokes a proxy that it returns":      `var r = Proxy.revocable({}, {}); r.revoke(); return r.proxy;`,
	"throws a revoked proxy":               `var r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy;`,
	"throws while its result is read":      `return { get payload() { throw new Error("no"); } };`,
	"returns an array with a getter":       `var a = []; Object.defineProperty(a, 0, { get: function () { throw 1; }, enumerable: true }); return a;`,
	"flattens a deep array":                `var a = []; for (var i = 0; i < 20000; i++) a = [a]; msg.payload = a.flat(Infinity).length;`,
	"nests its payload deep":               `var a = []; for (var i = 0; i < 20000; i++) a = [a]; msg.payload = a;`,
	"nests its metadata deep":              `var a = []; for (var i = 0; i < 20000; i++) a = [a]; msg.meta.x = a;`,
	"makes goja itself panic":              `const [g] = { [Symbol.iterator]: function () { return {}; } };`,
	"detaches natives":                     `var s = cache.set; s("a", 1); var g = cache.get; g("a"); [1].forEach(console.log);`,
	"gives a native a strange this":        `cache.set.call(null, {}, Symbol("x")); console.log.apply(undefined, [1n, Symbol("y")]);`,
}

// endless are hostile scripts that do not end, or not soon.
var endless = map[string]string{
	"loops for ever":                   `for (;;) {}`,
	"loops for ever in finally":        `for (;;) { try { throw 1; } catch (e) { continue; } finally { continue; } }`,
	"requeues promises for ever":       `(function again() { Promise.resolve().then(again); })();`,
	"loops in a getter of its result":  `msg.payload = { get a() { for (;;) {} } };`,
	"loops in toJSON of its metadata":  `msg.meta.x = { toJSON: function () { for (;;) {} } };`,
	"loops in a proxy that it returns": `return new Proxy({}, { get: function () { for (;;) {} } });`,
	"loops in what it throws":          `throw { get message() { for (;;) {} }, toString: function () { for (;;) {} } };`,
	"loops in what it prints":          `console.log({ get a() { for (;;) {} } });`,
	"is stuck in a native":             `/^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaab");`,
	"is stuck in forEach":              `var a = []; a.length = 15000000; a.forEach(function () {});`,
}

var _ = Describe("a hostile script", func() {
	for where, more := range map[string]Config{"": nil, ", with on_error: forward": {"on_error": "forward"}} {
		for _, name := range race.Sample(slices.Sorted(maps.Keys(hostile))) {
			It(fmt.Sprintf("that %s hurts only its own message%s", name, where), func() {
				expectOnlyTheAttackerHurt(hostile[name], 2, TimeLimit(Patience), more)
			})
		}
		for name, script := range endless {
			It(fmt.Sprintf("that %s hurts only its own message%s", name, where), func() {
				expectOnlyTheAttackerHurt(script, 1, more)
			})
		}
	}

	It("does not hold its pipeline when it is stuck in a native", func() {
		s := pipeline(attackConfig(`/^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaab");`, Config{"on_error": "forward"}))
		out := process(s, attackBatch())
		Expect(out).To(HaveLen(3))
		Expect(out[1].Err).To(MatchError(ContainSubstring("script_timeout")))
		Expect(out[1].Meta).To(HaveKeyWithValue("umh_error_reason", "timeout"))
		Expect(out[1].Meta).To(HaveKeyWithValue("umh_error_stage", "advancedProcessing"))
		expectUntouched(out[2], "3")
		Expect(s.Count("vm_pool_abandoned")).To(BeEquivalentTo(1))
	})

	It("keeps the good branches of a message whose other branch is stuck in a native", func() {
		s := pipeline(tagProcessor(
			TimeLimit(Soon), Config{"on_error": "forward", "defaults": setTag + `return [msg, { payload: 9, meta: msg.meta }, msg];`},
			when(`msg.payload === 9`, `/^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaab"); return msg;`),
		))
		out := process(s, Messages("1"))
		Expect(out).To(HaveLen(2))
		Expect(out[0].Payload).To(Equal("1"))
		Expect(out[0].Meta).To(HaveKeyWithValue("umh_error_stage", "condition 1 then"))
		Expect(out[1].Err).NotTo(HaveOccurred())
		Expect(valueOf(out[1])).To(Equal("1"))
	})

	It("forgets no failure of a message whose other branch is stuck in a native: the original is flagged for it", func() {
		s := pipeline(tagProcessor(
			TimeLimit(Soon), Config{"defaults": setTag + `return [msg, { payload: 9, meta: msg.meta }];`},
			when(`msg.payload === 9`, `/^(a+)+\1$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaab"); return msg;`),
			advanced(`throw new Error("fault");`),
		))
		Expect(one(s, Message("1", nil)).Meta).To(HaveKeyWithValue("umh_error_message", "Error: fault"))
		Expect(s.Log(slog.LevelError)).To(HaveLen(2))
	})

	DescribeTable("ends with the pipeline's shutdown, which is no failure of the message,", func(hostile string) {
		s, err := Start(tagProcessor(Config{"defaults": `console.log("begun"); return msg;`, "script_timeout": "0s"}, advanced(hostile)))
		Expect(err).NotTo(HaveOccurred())
		go func() { _ = s.Send(attackBatch()) }()
		Eventually(func() string { return fmt.Sprint(s.Log()) }, Patience).Should(ContainSubstring("begun"))
		Expect(s.End()).To(Succeed())
		Expect(s.Log(slog.LevelError)).To(BeEmpty())
		Expect(s.Count("messages_errored")).To(BeZero())
	},
		Entry("in the small language", "for (;;) {}"),
		Entry("outside", "class A {} for (;;) {}"),
	)
})

var _ = Describe("what a script can reach outside", func() {
	run := func(code string) Output {
		GinkgoHelper()
		return one(pipeline(nodeRED(code, Config{"on_error": "forward"})), Message("1", nil))
	}

	It("is no module, no process, no network, no timer, no environment", func() {
		o := run(`msg.payload = ["require", "process", "module", "exports", "global", "window", "fetch", "XMLHttpRequest", "WebSocket",
			"setTimeout", "setInterval", "setImmediate", "Deno", "Bun", "Go", "os", "env", "importScripts", "read", "load"]
			.filter(function (name) { return typeof globalThis[name] !== "undefined"; });
			return msg;`)
		Expect(o.Payload).To(Equal("[]"))
	})

	It("are no files through source maps in a script, eval or Function", func() {
		dir := GinkgoT().TempDir()
		secret := filepath.Join(dir, "secret.map")
		// A FIFO shows any attempt to open it: the reader would hang, so a plain file
		// with a broken map is used, whose reading would fail the parse.
		Expect(os.WriteFile(secret, []byte("no source map"), 0o600)).To(Succeed())
		comment := "//# sourceMappingURL=file://" + secret
		Expect(run("msg.payload = 2;\nreturn msg;\n" + comment).Payload).To(Equal("2"))
		Expect(run("msg.payload = eval('3\\n" + comment + "'); return msg;").Payload).To(Equal("3"))
		Expect(run("msg.payload = Function('return 4\\n" + comment + "')(); return msg;").Payload).To(Equal("4"))
	})

	It("is no server on this machine", func() {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		Expect(err).NotTo(HaveOccurred())
		defer listener.Close()
		url := "http://" + listener.Addr().String() + "/"
		for _, body := range []string{
			`return fetch("` + url + `")`, `return import("` + url + `")`, `return new WebSocket("` + url + `")`,
			"msg.payload = 1; return msg;\n//# sourceMappingURL=" + url,
		} {
			s, err := Start(nodeRED(body, Config{"on_error": "forward"}))
			if err != nil {
				Expect(err).To(MatchError(ContainSubstring("SyntaxError")))
				continue
			}
			process(s, Messages("1"))
			Expect(s.Stop()).To(Succeed())
		}
		_ = listener.(*net.TCPListener).SetDeadline(time.Now().Add(20 * time.Millisecond))
		_, err = listener.Accept()
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))
	})

	It("is not the Go value behind a global", func() {
		o := run(`msg.payload = Object.getOwnPropertyNames(cache).concat(Object.getOwnPropertyNames(console)).sort(); return msg;`)
		Expect(strings.Fields(strings.NewReplacer("[", "", "]", "", `"`, "", ",", " ").Replace(o.Payload))).
			To(ConsistOf("set", "get", "exists", "delete", "update", "debug", "log", "info", "warn", "error"))
	})
})
