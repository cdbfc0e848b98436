// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"reflect"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// leftPayloads are payloads that scripts leave of {"a":1.0,"b":[-0,"ü"]}.
var leftPayloads = map[string]string{
	"a member more":           `msg.payload.c = 5;`,
	"another value":           `msg.payload.a = 2;`,
	"a member less":           `delete msg.payload.b;`,
	"the same again":          `msg.payload.a = msg.payload.a;`,
	"nothing as a value":      `msg.payload.c = undefined; msg.payload.d = null; msg.payload.f = () => 1;`,
	"an element more":         `msg.payload.b.push(undefined, () => 1, null, true, "x");`,
	"numbers":                 `msg.payload = { a: 1e21, b: -0, c: 0.1 + 0.2, d: 9007199254740992, e: 9007199254740994, f: 1e-7, g: NaN, h: 1 / 0 };`,
	"numbers as they came":    `msg.payload = { a: msg.payload.a, b: msg.payload.b };`,
	"a text of a name":        `msg.payload = { key: Object.keys(msg.payload)[1], part: "a,b".split(",") };`,
	"indices first":           `msg.payload = { b: 1, 2: 2, 1: 1 };`,
	"empty ones":              `msg.payload = [{}, [], ""];`,
	"one object twice":        `msg.payload = [msg.payload, msg.payload];`,
	"a date":                  `msg.payload = { at: new Date(0) };`,
	"a date inside of a list": `msg.payload = [1, [new Date(NaN)]];`,
	"an error":                `msg.payload = { e: new Error("x") };`,
	"a name like toJSON":      `msg.payload.toJSON = "x";`,
	"all of msg.meta":         `msg.meta.k = "v"; msg.payload = { meta: msg.meta };`,
	"a map":                   `msg.payload.m = new Map([[1, 2]]);`,
	"JSON of JSON":            `msg.payload = JSON.parse('{"x": 12345678901234567890, "x": 1.50}');`,
}

// What is made of a script's objects is what its JSON gives.
func TestGoValuesOfObjects(t *testing.T) {
	for name, body := range leftPayloads {
		t.Run(name, func(t *testing.T) {
			s, err := script.Compile("code", body+" return msg;", script.StrictBody)
			if err != nil {
				t.Fatal(err)
			}
			p, err := eval.Compile(s.Code())
			if err != nil {
				t.Skip(err) // goja's
			}
			var got [2]any
			var touched [2]bool
			for i := range got {
				b := NewBinding(allPaths, Surroundings{})
				if i == 1 {
					b.GiveGoValues()
				}
				b.Allow(eval.Limits{Memory: 1 << 20})
				m, err := b.Accept(service.NewMessage([]byte(`{"a":1.0,"b":[-0,"ü"]}`)))
				if err != nil {
					t.Fatal(err)
				}
				if _, err = b.Evaluate(m, s, p, false); err != nil {
					t.Skip(err)
				}
				touched[i], got[i] = m.Touched(), m.Value()
				if again := m.Value(); !reflect.DeepEqual(again, got[i]) || shareMemory(again, got[i]) {
					t.Errorf("the second time it is %#v, the first time %#v", again, got[i])
				}
			}
			if !reflect.DeepEqual(got[0], got[1]) || touched[0] != touched[1] {
				t.Errorf("got %#v (%v), of its JSON %#v (%v)", got[1], touched[1], got[0], touched[0])
			}
		})
	}
}

// Nobody can change another's value: neither a sibling's nor another part of the same.
func TestGoValuesShareNothing(t *testing.T) {
	for _, body := range []string{
		`msg.payload.c = 1; return [msg, msg];`,
		`const o = { b: [1] }; return [{ payload: o, meta: {} }, { payload: o, meta: {} }];`,
		`const o = { b: [1] }; return [{ payload: [o, o], meta: {} }];`,
	} {
		s, err := script.Compile("code", body, script.StrictBody)
		if err != nil {
			t.Fatal(err)
		}
		p, err := eval.Compile(s.Code())
		if err != nil {
			t.Fatal(err)
		}
		b := NewBinding(allPaths, Surroundings{})
		b.GiveGoValues()
		b.Allow(eval.Limits{Memory: 1 << 20})
		m, err := b.Accept(service.NewMessage([]byte(`{"a":1,"b":[2]}`)))
		if err != nil {
			t.Fatal(err)
		}
		results, err := b.Evaluate(m, s, p, false)
		if err != nil {
			t.Fatal(err)
		}
		var values []any
		for _, m := range results {
			if m.payload.made == nil {
				t.Errorf("%s: nothing was made", body)
			}
			values = append(values, m.Value())
		}
		if list, ok := values[0].([]any); ok {
			values = list
		}
		first, _ := values[0].(map[string]any)
		second, _ := values[1].(map[string]any)
		if len(first) == 0 || shareMemory(first, second) || shareMemory(first["b"], second["b"]) {
			t.Errorf("%s: %v and %v share memory", body, first, second)
		}
	}
}

// shareMemory reports whether two values are one map, or one list that is not empty.
func shareMemory(a, b any) bool {
	v, w := reflect.ValueOf(a), reflect.ValueOf(b)
	switch v.Kind() {
	case reflect.Map:
		return v.Pointer() == w.Pointer()
	case reflect.Slice:
		return v.Len() > 0 && v.Pointer() == w.Pointer()
	}
	return false
}

// A longer text is another one, but where bytes that are no UTF-8 make it longer.
func TestIsStill(t *testing.T) {
	for _, text := range []string{
		`{"a":1}`, `{ "a" : 1 }`, `{"a":"\u0041\/\b\u001F\ud83d\ude00\ud800"}`, "{\"a\":\"\xff\xff\"}", `{"2":1,"1":2}`, `{"a":1,"b":2,"a":3}`, "[\"\u2028\x7f\"]",
	} {
		b := Binding{text: appendCanonical(nil, text)}
		if !b.isStill(text) || !b.isStill(string(b.text)) {
			t.Errorf("%q is not still %q", b.text, text)
		}
		for _, other := range []string{" ", `,"z":0}`, ""} {
			b := Binding{text: append(appendCanonical(nil, text), other...)}
			if other == "" {
				b.text = b.text[1:]
			}
			if b.isStill(text) {
				t.Errorf("%q is still %q", b.text, text)
			}
		}
	}
}
