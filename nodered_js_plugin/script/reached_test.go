// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import "testing"

func TestWhatAScriptTakesAsAValue(t *testing.T) {
	for source, takes := range map[string]bool{
		`return " a".trim()`:                        false,
		`return " a"?.trim()`:                       false,
		`return " a".trim?.()`:                      false,
		`msg.payload.trim = 1; return msg`:          false,
		`return msg.payload.trim === 1`:             false,
		`return "trim"`:                             false,
		`const trim = 1; return { trim: trim + 1 }`: false,
		`return [msg.payload.constructor === Array, msg.constructor.name]`: false,
		`return Reflect.has(msg, "trim")`:                                  true,
		`return Object.keys(msg)`:                                          false,

		`const o = { toString: "".trim }; return "" + o`:       true,
		`const o = { toString: ""["trim"] }; return "" + o`:    true,
		`return "".trim.bind(msg)`:                             true,
		`return "".trim.call(msg)`:                             true,
		`return "".tri\u006d`:                                  true,
		`return ""?.trim`:                                      true,
		`const { trim } = ""; return trim`:                     true,
		`const { trim: t } = ""; return t`:                     true,
		`let t; ({ "trim": t } = ""); return t`:                true,
		`const f = ({ trim: [t] }) => t; return f("")`:         true,
		`const f = "".constructor; return f`:                   true,
		`return msg.constructor.constructor("return 1")()`:     true,
		`return msg.constructor?.constructor?.("return 1")()`:  true,
		`return Reflect.get("", "trim")`:                       true,
		`const r = Reflect; return r.get("", msg.payload)`:     true,
		`return Object.getOwnPropertyDescriptors(msg)`:         true,
		`with (String.prototype) { return trim }`:              true,
		`return ""[msg.payload]`:                               true,
		`const { [msg.payload]: f } = ""; return f`:            true,
		`const o = {}; o.toString = ("".trim ||= 0); return o`: true,
		`return "".trim == ""`:                                 true,
		`return "".trim.name`:                                  true,
		`return globalThis.Reflect`:                            true,
		`const { Reflect: r } = globalThis; return r`:          true,
		`Object.defineProperty({}, "a", { enumerable: true })`: true,
		`return { __proto__: msg }`:                            true,
		`return { "__proto__": msg }`:                          true,
		`msg.__proto__ = null; return msg`:                     true,
		`return eval("''.trim")`:                               true,
	} {
		s, err := Compile("script", source, Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Takes("String.prototype", "trim"); got != takes {
			t.Errorf("%s\ntakes trim: %t", source, got)
		}
	}
}

func TestGlobalFunctionsAreTakenByName(t *testing.T) {
	s, err := Compile("script", `return [1].map(parseInt).concat(isNaN(1))`, Body)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Takes("", "parseInt") || s.Takes("", "isNaN") || s.Takes("Number", "parseInt") {
		t.Error("parseInt is the only one that it takes")
	}
}

func TestSymbolsOfAnyKindMayBeTaken(t *testing.T) {
	s, err := Compile("script", `const k = Symbol.iterator; return [][k]`, Body)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Takes("Array.prototype", "[Symbol.iterator]") {
		t.Error("it takes the iterator of lists")
	}
}

// A backslash in a text or a pattern, as most scripts with one have it, is no name.
func TestNamesThatAreNotInTheText(t *testing.T) {
	for source, reaches := range map[string]bool{
		`return msg.payload.split("\n").map(s => s.replace(/\s+/, "\t"))`:     false,
		`const { trim, "at": a } = "\u0061"; return { trim, "b": a, [1]: 2 }`: false,
		`const tag = msg.meta["tag\tname"]; return tag`:                       true,
		`return "".repe\u0061t(3)`:                                            true,
		`const { "repe\x61t": r } = ""; return r`:                             true,
		`return p\u0061rseInt("4")`:                                           true,
	} {
		s, err := Compile("script", source, Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Reaches("Map.prototype"); got != reaches {
			t.Errorf("%s\nreaches more than it names: %t", source, got)
		}
	}
}
