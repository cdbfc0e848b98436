// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// killers end a process that does not guard against them: Go cannot recover from
// an exhausted stack.
var killers = map[string]string{
	"generators that delegate to themselves":      `function* g() { yield* g(); } return [...g()];`,
	"the same, caught":                            `function* g() { try { yield* g(); } catch (e) { return 1; } finally { yield 2; } } for (const x of g()) {} return msg;`,
	"the same, by return":                         `function* g() { try { yield 1; } finally { const i = g(); i.next(); i.return(); } } const i = g(); i.next(); i.return(); return msg;`,
	"JSON.parse of a deep text":                   `return JSON.parse("[".repeat(5000000));`,
	"JSON.parse of a deep text, hidden":           `var p = globalThis["JS" + "ON"]["par" + "se"]; return p("{\"a\":".repeat(5000000));`,
	"JSON.parse of a deep text, destructured":     `var n = "par" + "se", { [n]: p } = JSON; return p("{\"a\":".repeat(5000000));`,
	"JSON.parse of a deep text, in a list":        `var p; Object.values(Object.getOwnPropertyDescriptors(JSON)).forEach(d => { p = d.value.length == 2 ? d.value : p; }); return p("[".repeat(5000000));`,
	"JSON.parse of a deep text, as toJSON":        `var n = "par" + "se"; return JSON.stringify({ ["[".repeat(5000000)]: { toJSON: JSON[n] } });`,
	"a deep array made flat, as own method":       `var n = "fla" + "t", a = []; for (var i = 0; i < 300000; i++) { a = [a]; } var o = { length: 1, 0: a, x: [][n] }; return o.x(Infinity).length;`,
	"JSON.parse of an object with a deep text":    `return JSON.parse(["[".repeat(5000000)]);`,
	"JSON.parse of a text that changes":           `var n = 0; return JSON.parse({ toString() { return n++ ? "[".repeat(5000000) : "1"; } });`,
	"a deep array made flat by a text":            `var a = []; for (var i = 0; i < 300000; i++) { a = [a]; } return a.flat("Infinity").length;`,
	"eval of a deep text":                         `return eval("(".repeat(5000000));`,
	"Function of a deep text":                     `return Function("(".repeat(5000000));`,
	"new Function of a deep text":                 `return new Function("a", "[".repeat(5000000));`,
	"a deep array made flat":                      `var a = []; for (var i = 0; i < 300000; i++) { a = [a]; } return a.flat(Infinity).length;`,
	"a deep payload":                              `var a = []; for (var i = 0; i < 300000; i++) { a = [a]; } msg.payload = a; return msg;`,
	"a deep value in the metadata":                `var a = {}; for (var i = 0; i < 300000; i++) { a = { a }; } msg.meta.a = a; return msg;`,
	"a deep value in the cache":                   `var a = {}; for (var i = 0; i < 300000; i++) { a = { a }; } cache.set("a", a); return msg;`,
	"a deep value on the console":                 `var a = {}; for (var i = 0; i < 300000; i++) { a = { a }; } console.log(a); return msg;`,
	"a cycle on the console":                      `var a = {}; a.a = a; console.log(a); return msg;`,
	"a giant sparse payload":                      `msg.payload = []; msg.payload[4294967290] = 1; return msg;`,
	"a giant sparse array as result":              `var a = []; a[4294967290] = msg; return a;`,
	"a prototype of itself":                       `msg.meta.__proto__ = msg.meta; msg.meta.a = 1; return msg;`,
	"a prototype of each other":                   `msg.meta.__proto__ = msg; msg.__proto__ = msg.meta; msg.a = 1; return msg;`,
	"endless recursion":                           `(function f() { f(); })();`,
	"endless recursion through natives":           `(function f() { [1].map(f); })();`,
	"endless recursion of getters":                `var o = { get a() { return this.a; } }; return o.a;`,
	"endless recursion of functions made of text": `var F = [].constructor.constructor; F("return function f() { [1].forEach(f); }")()(); return msg;`,
	"endless recursion of new":                    `function F() { new F(); } new F(); return msg;`,
	"endless recursion of class fields":           `class A { x = new A(); } new A(); return msg;`,
	"endless recursion of promises":               `(function f() { new Promise(f); })(); return msg;`,
	"endless recursion of a conversion":           `msg.payload = { toJSON() { return { toJSON: this.toJSON, a: JSON.stringify(this) }; } }; return msg;`,
}

const killerVariable = "TAG_PROCESSOR_KILLER"

// A killer script runs in a process of its own, which has to survive and handle
// the next message.
func TestKillersDoNotEndTheProcess(t *testing.T) {
	if script := os.Getenv(killerVariable); script != "" {
		surviveKiller(script)
		return
	}
	t.Parallel()
	for _, name := range race.Sample(slices.Sorted(maps.Keys(killers))) {
		script := killers[name]
		t.Run(name, func(t *testing.T) {
			child := exec.Command(os.Args[0], "-test.run=^TestKillersDoNotEndTheProcess$")
			child.Env = append(os.Environ(), killerVariable+"="+script)
			out, err := child.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "survived") {
				t.Errorf("%v\n%.2000s", err, out)
			}
		})
	}
}

func surviveKiller(script string) {
	s, err := Start(nodeRED(`if (msg.payload === "attack") { `+script+` } return msg;`, Config{"script_timeout": "2s", "on_error": "drop"}))
	if err != nil {
		panic(err)
	}
	out, err := s.Process(Messages(`"attack"`, "2"))
	if err != nil || len(out) == 0 || out[len(out)-1].Payload != "2" {
		panic(fmt.Sprint(out, err))
	}
	fmt.Println("survived")
}
