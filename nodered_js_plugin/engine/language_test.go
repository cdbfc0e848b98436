// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A VM is spoiled where a script is about to get a built-in object, and only there.
func TestGuardsSpoilTheVM(t *testing.T) {
	for source, spoiled := range map[string]bool{
		`return msg.payload.values`:                                true, // of a number: what it inherits
		`return msg.meta.values`:                                   false,
		`const o = { values: [1] }; return o.values`:               false,
		`const o = {}; return o.constructor`:                       true,
		`const o = {}; return o.nothing`:                           false,
		`return [].sort`:                                           true,
		`return [2, 1].sort()`:                                     false,
		`return msg?.constructor`:                                  true,
		`const { sort } = []; return sort`:                         true,
		`const { sort } = { sort: 1 }; return sort`:                false,
		`let k = msg.meta.tag_name; return [][k]`:                  false,
		`let k = "so" + "rt"; return [][k]`:                        true,
		`let k = "so" + "rt"; const { [k]: v } = {}; return v`:     true, // no object is looked at
		`let k = "so" + "rt"; const o = { sort: 1 }; return o[k]`:  false,
		`let k = "__pro" + "to__"; return ({ a: 1 })[k]`:           true,
		`let k = { toString() { return "a"; } }; return [][k]`:     true, // another text each time
		`let k = "so" + "rt"; const o = {}; o[k] = 1; return o`:    false,
		`let i = 0; return [1][i]`:                                 false,
		`const f = Math.round; return f(1.5)`:                      false,
		`const f = Math.round; return f.constructor`:               true,
		`let o = []; return o[(o = { sort: {} }, "so" + "rt")]`:    true, // the array's
		`let o = { sort: {} }; return o[(o = [], "so" + "rt")]`:    false,
		`try { null.values } catch (e) { return e.message }`:       false,
		`try { null.values } catch (e) { return e.constructor }`:   true,
		`return typeof msg.constructor + (msg.valueOf === Object)`: false, // looked at only
	} {
		s, err := script.Compile("defaults", source, script.Body)
		if err != nil {
			t.Fatal(err)
		}
		if s.Code() == nil {
			reason, line, column := s.Outside()
			t.Errorf("%q %s at %d:%d", source, reason, line, column)
			continue
		}
		vm := runIn(s, true)
		if _, err := vm.Call(0); err != nil {
			t.Errorf("%q: %v", source, err)
		}
		if vm.Spoiled() != spoiled {
			t.Errorf("%q: spoiled is %v", source, vm.Spoiled())
		}
	}
}
