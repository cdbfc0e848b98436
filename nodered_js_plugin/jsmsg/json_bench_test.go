// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// benchTexts are payloads by size: the smallest that scripts see most, and about
// 2 KB as an object of an edge gateway.
var benchTexts = []struct{ name, text string }{
	{"number", `21.5`},
	{"small", `{"value":21.5,"timestamp_ms":1767600000123}`},
	{"object2KB", gateway()},
	{"flat2KB", flat()},
	{"waveform", waveform()},
}

// gateway is an object of 34 objects and about 2 KB.
func gateway() string {
	var b strings.Builder
	b.WriteString(`{"device":{"id":"press-17","vendor":"Müller GmbH","model":"HX-2000/3","firmware":"4.11.2-rc1","location":"plant 3 / hall B / line 7"},"timestamp_ms":1767600000123,"quality":"good","sequence":48211,"tags":[`)
	for i := range 16 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":"spindle_%02d","value":%d.%d,"unit":"mm/s","limits":{"low":-10,"high":%d},"alarm":%v,"note":null}`, i, 20+i, 25+i, 100*i, i%3 == 0)
	}
	b.WriteString(`]}`)
	return b.String()
}

// flat is one object of 64 members, about 2 KB.
func flat() string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range 64 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"channel_%02d_mean":%d.%d`, i, 20+i, 25+i)
		if i%4 == 0 {
			fmt.Fprintf(&b, `,"channel_%02d_state":"running normally"`, i)
		}
	}
	b.WriteByte('}')
	return b.String()
}

// waveform is an array of 1000 samples.
func waveform() string {
	var b strings.Builder
	b.WriteString(`{"samples":[0.5`)
	for i := range 999 {
		fmt.Fprintf(&b, ",%d.%d", i%37, i*7919%10000+1)
	}
	b.WriteString(`]}`)
	return b.String()
}

func BenchmarkParseJSON(b *testing.B) {
	for _, bench := range benchTexts {
		rt := goja.New()
		parse, _ := goja.AssertFunction(rt.Get("JSON").ToObject(rt).Get("parse"))
		b.Run(bench.name+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				if _, ok := parseJSON(rt, nil, bench.text); !ok {
					b.Fatal("no JSON")
				}
			}
		})
		b.Run(bench.name+"/unmarshal", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				var v any
				if err := json.Unmarshal([]byte(bench.text), &v); err != nil {
					b.Fatal(err)
				}
				rt.ToValue(v)
			}
		})
		b.Run(bench.name+"/unmarshal+native", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				var v any
				if err := json.Unmarshal([]byte(bench.text), &v); err != nil {
					b.Fatal(err)
				}
				native(rt, v)
			}
		})
		b.Run(bench.name+"/goja", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				if _, err := parse(goja.Undefined(), rt.ToValue(bench.text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// native makes ordinary objects and arrays of Go's, which ToValue only wraps.
func native(rt *goja.Runtime, v any) goja.Value {
	switch v := v.(type) {
	case map[string]any:
		o := rt.NewObject()
		for key, member := range v {
			_ = o.Set(key, native(rt, member))
		}
		return o
	case []any:
		for i := range v {
			v[i] = native(rt, v[i])
		}
		return rt.NewArray(v...)
	}
	return rt.ToValue(v)
}

func BenchmarkValid(b *testing.B) {
	for _, bench := range benchTexts {
		b.Run(bench.name+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				if !Valid(bench.text) {
					b.Fatal("no JSON")
				}
			}
		})
		b.Run(bench.name+"/encoding", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				if !json.Valid([]byte(bench.text)) {
					b.Fatal("no JSON")
				}
			}
		})
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	for _, bench := range benchTexts {
		rt := goja.New()
		v, _ := parseJSON(rt, nil, bench.text)
		stringify, _ := goja.AssertFunction(rt.Get("JSON").ToObject(rt).Get("stringify"))
		b.Run(bench.name+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			var dst []byte
			var err error
			for b.Loop() {
				if dst, err = appendJSON(dst[:0], rt, nil, v); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(bench.name+"/goja", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				if _, err := stringify(goja.Undefined(), v); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(bench.name+"/export", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				if _, err := json.Marshal(v.Export()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCanonical(b *testing.B) {
	for _, bench := range benchTexts {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			var dst []byte
			for b.Loop() {
				dst = appendCanonical(dst[:0], bench.text)
			}
		})
	}
}
