// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"fmt"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

func TestHowScriptsRun(t *testing.T) {
	for source, want := range map[string]string{
		"return msg;": "go",
		"msg.meta.a = msg.payload.toFixed(1); return msg;": "go",
		"cache.set('a', 1); return msg;":                   "go",
		"return new Number(1);":                            "shared_vm: uses `new Number` at 1:8",
		"\n return Object.seal(msg);":                      "shared_vm: uses `Object.seal` at 2:9",
		"return Date();":                                   "shared_vm: uses `Date` at 1:8",
		"return [1].map(escape);":                          "shared_vm: uses `escape` at 1:16",
		"return msg.payload\n .toLocaleString();":          "shared_vm: uses `.toLocaleString()` at 2:3",
		"return 5n;":                                       "shared_vm: uses `BigInt` at 1:8",
		"return [1,,2];":                                   "shared_vm: uses a hole in an array at 1:8",
		"return '\\ud83d';":                                "shared_vm: uses half of a surrogate pair at 1:8",
		"return msg instanceof WeakMap;":                   "shared_vm: uses `instanceof WeakMap` at 1:8",
		"return msg.payload === Math;":                     "shared_vm: uses a comparison with a built-in at 1:8",
		"/(?<=a)b/.test(msg.payload); return msg;":         "shared_vm: uses a regular expression that needs backtracking at 1:1",
		"return msg;\n\n class A {}":                       "own_vm: uses `class` at 3:2",
		"let j = JSON; return msg;":                        "own_vm: uses `JSON` as a value at 1:9",
	} {
		s, err := script.Compile("defaults", source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		r := RunningOf(s, false)
		got := r.Way.String()
		if r.Reason != "" {
			got += fmt.Sprintf(": %s at %d:%d", r.Reason, r.Line, r.Column)
		}
		if got != want {
			t.Errorf("%q runs in %s, want %s", source, got, want)
		}
	}
}

func TestTheNoteOfAScript(t *testing.T) {
	for source, want := range map[string]string{
		"return msg;":                "",
		"return escape(msg.payload)": "needs a JavaScript VM, about 2 times slower: uses `escape` at line 1, column 8",
		"return msg;\n\n class A {}": "needs a VM of its own for each message, about 10 times slower: uses `class` at line 3, column 2",
	} {
		s, err := script.Compile("defaults", source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := RunningOf(s, false).Note(); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

func TestACacheResourceNeedsAVM(t *testing.T) {
	for source, want := range map[string]string{
		"return msg;": "",
		"if (msg.payload) cache.set('a', cache.get('b'));": "uses `cache.set` with a cache resource",
		"return [1].map(x => cache.get('a' + x));":         "uses `cache.get` with a cache resource",
		"['a', 'b'].forEach(cache.delete); return msg;":    "uses `cache.delete` with a cache resource",
	} {
		s, err := script.Compile("defaults", source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := RunningOf(s, true).Reason; got != want {
			t.Errorf("%q %q, want %q", source, got, want)
		}
	}
}

func TestOneScriptDecidesForAll(t *testing.T) {
	compile := func(stage, source string) *script.Script {
		s, err := script.Compile(stage, source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	fast, slow, slowest := compile("defaults", "return msg;"), compile("condition 1 then", "return escape(1);"), compile("advancedProcessing", "class A {}")
	for _, c := range []struct {
		scripts  []*script.Script
		reuse    bool
		way      Way
		cause    string
		programs int
	}{
		{[]*script.Script{fast, fast}, true, InGo, "", 2},
		{[]*script.Script{fast, slow, fast}, true, InSharedVM, "condition 1 then", 2},
		{[]*script.Script{fast, slow, slowest}, true, InOwnVM, "advancedProcessing", 0},
		{[]*script.Script{fast, slow}, false, InOwnVM, "", 0},
	} {
		r := newRunnings(c.scripts, c.reuse, false)
		programs := 0
		for _, p := range r.programs {
			if p != nil {
				programs++
			}
		}
		if r.way != c.way || r.cause != c.cause || programs != c.programs {
			t.Errorf("%s because of %q with %d programs, want %s, %q, %d", r.way, r.cause, programs, c.way, c.cause, c.programs)
		}
	}
}
