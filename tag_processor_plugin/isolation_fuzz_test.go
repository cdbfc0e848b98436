// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/integrity"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// fuzzPayloads lead where they should not.
var fuzzPayloads = []string{
	`{"k":"__proto__","j":"constructor","n":0,"o":{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"a":[1,{"b":2}]},"list":[{"x":1},[3],"__proto__"]}`,
	`{"k":"constructor","j":"prototype","n":1,"o":{"a":{"a":{}},"push":1,"length":5},"list":["constructor",{"k":"__proto__"},[[]]],"x":{"y":1}}`,
	`[1,2,{"k":"__proto__"}]`,
	`text`,
}

// FuzzIsolation runs generated scripts through the processor. Whatever they do,
// the outcome of a message is the same in any order, on shared VMs and on fresh
// ones, shared VMs stay as they were made, and nothing panics or hangs.
func FuzzIsolation(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		choices := make([]byte, 100+r.IntN(1500))
		for i := range choices {
			choices[i] = byte(r.Uint32())
		}
		f.Add(choices)
	}
	f.Fuzz(checkIsolation)
}

func checkIsolation(t *testing.T, choices []byte) {
	source := fuzzScript(choices)
	if source == "" || depends(source) {
		return
	}
	var changes []string
	engine.Observe(func(rt *goja.Runtime) func() {
		pristine := integrity.Of(rt)
		return func() { changes = append(changes, pristine.Diff()...) }
	})
	defer engine.Observe(nil)

	backwards := slices.Clone(fuzzPayloads)
	slices.Reverse(backwards)
	outcomes := map[string]map[string]string{}
	for _, run := range []struct {
		name     string
		payloads []string
		reuse    bool
	}{
		{"each on a new VM", fuzzPayloads, false},
		{"in order", fuzzPayloads, true},
		{"backwards", backwards, true},
		{"twice", slices.Concat(fuzzPayloads, fuzzPayloads), true},
	} {
		got, ok := fuzzRun(t, source, run.payloads, run.reuse)
		if !ok {
			return // too slow to compare
		}
		outcomes[run.name] = got
	}
	for name, got := range outcomes {
		for payload, want := range outcomes["each on a new VM"] {
			if got[payload] != want {
				t.Errorf("%s, %s gives\n%s\nbut on a VM of its own\n%s\n%s", name, payload, got[payload], want, source)
			}
		}
	}
	if len(changes) > 0 {
		t.Errorf("a VM that is used again has changed: %q\n%s", changes, source)
	}
}

// maxFuzzStatements keeps one execution well below the ten seconds after which the
// fuzzer takes it for hung.
const maxFuzzStatements = 12

// fuzzScript is the body that the choices make, of those statements that compile.
func fuzzScript(choices []byte) string {
	source := "var a = {}, b = [], c = p => p, d = msg.payload, e;\n"
	size := len(source)
	statements := scriptgen.New(choices).Statements()
	for _, statement := range statements[:min(len(statements), maxFuzzStatements)] {
		longer := source + "try { " + statement + " } catch (ex) { e = ex; }\n"
		if _, err := script.Compile("defaults", longer+"return msg;", script.Body); err == nil {
			source = longer
		}
	}
	if len(source) == size {
		return ""
	}
	return source + `msg.meta.location_path = "a"; msg.meta.data_contract = "_b"; msg.meta.tag_name = "c"; msg.meta.timestamp_ms = 1;
msg.meta.e = typeof e; return msg;`
}

// depends reports whether an outcome may by right depend on more than its
// message: the cache, the time, chance.
func depends(source string) bool {
	for _, word := range []string{"cache", "Date", "random", "stack"} {
		if strings.Contains(source, word) {
			return true
		}
	}
	return false
}

func fuzzRun(t *testing.T, source string, payloads []string, reuse bool) (outcomes map[string]string, ok bool) {
	t.Helper()
	p, err := newTagProcessor(config{
		defaults:   source,
		conditions: []condition{{`typeof msg.payload.k === "string"`, `msg.meta.k = msg.payload.k; return msg;`}},
		advanced:   `msg.meta.left = [typeof {}.x, typeof [].zz, typeof leaked, Object.keys(msg).join()].join(); return msg;`,
		options:    processor.Options{OnError: processor.Forward, ScriptTimeout: 200 * time.Millisecond, ScriptMemory: 256 << 20, ReuseVMs: reuse},
	}, nil, service.MockResources().Metrics())
	if err != nil {
		t.Fatal(err)
	}
	outcomes = map[string]string{}
	for _, payload := range payloads {
		in := service.NewMessage([]byte(payload))
		in.MetaSetMut("key", "constructor")
		out, err := p.ProcessBatch(context.Background(), service.MessageBatch{in})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, batch := range out {
			for _, m := range batch {
				if reason, _ := m.MetaGet("umh_error_reason"); reason == string(script.Timeout) {
					return nil, false
				} else if reason == string(script.Internal) && !gojaPanicked(m.GetError()) {
					t.Fatalf("%v\n%s", m.GetError(), source)
				}
				show(&b, m)
			}
		}
		if earlier, twice := outcomes[payload]; twice && earlier != b.String() {
			t.Errorf("%s gives first\n%s\nand then\n%s\n%s", payload, earlier, b.String(), source)
		}
		outcomes[payload] = b.String()
	}
	return outcomes, true
}

// gojaPanicked reports whether an error stands for a panic that began in goja, as
// for an iterator without next that is destructured. It costs its own message.
func gojaPanicked(err error) bool {
	var panicked *engine.PanicError
	if !errors.As(err, &panicked) {
		return false
	}
	return panickedInGoja(string(panicked.Stack))
}

// panickedInGoja reports whether the panic of a stack, or the last of several, began
// there.
func panickedInGoja(stack string) bool {
	stack = stack[max(strings.LastIndex(stack, "panic("), 0):]
	_, frame, _ := strings.Cut(stack, "github.com/")
	return strings.HasPrefix(frame, "dop251/goja")
}

func show(b *strings.Builder, m *service.Message) {
	if m.HasStructured() {
		structured, _ := m.AsStructured() // needs no parsing, which alone can fail
		tag, _ := structured.(map[string]any)
		fmt.Fprintf(b, "%T %T %T %#v ", structured, tag[memberTimestamp], tag[memberValue], structured)
	}
	content, err := m.AsBytes()
	fmt.Fprintf(b, "%s %v %v", content, err, m.GetError())
	meta := map[string]string{}
	_ = m.MetaWalk(func(key, value string) error {
		meta[key] = value
		return nil
	})
	for _, key := range slices.Sorted(maps.Keys(meta)) {
		fmt.Fprintf(b, " %s=%s", key, meta[key])
	}
	b.WriteByte('\n')
}
