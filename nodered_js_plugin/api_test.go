// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package nodered_js_plugin_test

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	nodered "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
)

func TestConvertMessageToJSObject(t *testing.T) {
	tests := []struct {
		body string
		want any
	}{
		{`42`, 42.0},
		{` 42.5 `, 42.5},
		{`9007199254740993`, 9007199254740992.0},
		{`true`, true},
		{`null`, nil},
		{`"text"`, "text"},
		{`[1,"x",null]`, []any{1.0, "x", nil}},
		{`{"a":{"b":[1]}}`, map[string]any{"a": map[string]any{"b": []any{1.0}}}},
		{`Spindle running`, "Spindle running"},
		{` padded text `, " padded text "},
		{``, ""},
		{`007`, "007"},
		{`NaN`, "NaN"},
		{`1 2`, "1 2"},
		{`{"a":1`, `{"a":1`},
		{`1e999`, "1e999"},
		{"\xff\x00", "\xff\x00"},
	}
	for _, tt := range tests {
		t.Run(tt.body, func(t *testing.T) {
			msg := service.NewMessage([]byte(tt.body))
			msg.MetaSetMut("key", "value")
			got, err := nodered.ConvertMessageToJSObject(msg)
			if err != nil {
				t.Fatal(err)
			}
			if want := map[string]any{"payload": tt.want}; !reflect.DeepEqual(got, want) {
				t.Errorf("got %#v, want %#v", got, want)
			}
		})
	}
}

func TestConvertStructuredMessage(t *testing.T) {
	tests := []struct {
		name       string
		structured any
		want       any
	}{
		{"integers become float64", map[string]any{"i": int64(7), "f": 1.5}, map[string]any{"i": 7.0, "f": 1.5}},
		{"a string stays one, also where it looks like a number", "7", "7"},
		{"null", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			msg := service.NewMessage(nil)
			msg.SetStructured(tt.structured)
			got, err := nodered.ConvertMessageToJSObject(msg)
			if err != nil {
				t.Fatal(err)
			}
			if want := map[string]any{"payload": tt.want}; !reflect.DeepEqual(got, want) {
				t.Errorf("got %#v, want %#v", got, want)
			}
		})
	}
}

func TestConvertedPayloadIsTheCallersOwn(t *testing.T) {
	contents := map[string]any{"list": []any{1.0}}
	structured := service.NewMessage(nil)
	structured.SetStructured(contents)
	parsed := service.NewMessage([]byte(`{"list":[1]}`))
	if _, err := parsed.AsStructured(); err != nil { // from now on the message holds the parsed form, too
		t.Fatal(err)
	}
	for name, msg := range map[string]*service.Message{"structured": structured, "parsed": parsed} {
		t.Run(name, func(t *testing.T) {
			got, err := nodered.ConvertMessageToJSObject(msg)
			if err != nil {
				t.Fatal(err)
			}
			payload := got["payload"].(map[string]any)
			payload["list"].([]any)[0] = "changed"
			payload["more"] = true

			again, err := msg.AsStructured()
			if err != nil {
				t.Fatal(err)
			}
			list := again.(map[string]any)["list"].([]any)
			if len(again.(map[string]any)) != 1 || list[0] == "changed" {
				t.Errorf("the message changed with the payload: %v", again)
			}
		})
	}
	if contents["list"].([]any)[0] != 1.0 {
		t.Errorf("what the message was made from changed: %v", contents)
	}
}

func TestConvertFails(t *testing.T) {
	unencodable := service.NewMessage(nil)
	unencodable.SetStructured(map[string]any{"n": math.NaN()})
	for name, msg := range map[string]*service.Message{"nil": nil, "no JSON form": unencodable} {
		t.Run(name, func(t *testing.T) {
			if got, err := nodered.ConvertMessageToJSObject(msg); err == nil {
				t.Errorf("got %v, want an error", got)
			}
		})
	}
}

func TestFormatConsoleLogMsg(t *testing.T) {
	args := []any{"it's", 42.42, nil, []any{1, "2", []any{}}, map[string]any{"foo bar": 1, "bar": 2}, errors.New("boom")}
	const want = `'it\'s' 42.42 null [ 1, '2', [] ] { bar: 2, 'foo bar': 1 } 'boom'`
	if got := nodered.FormatConsoleLogMsg(args); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
