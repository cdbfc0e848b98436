// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

var shortcutRuns = flag.Int("shortcut-runs", 250, "how many random configs TestShortcutsChangeNothing runs")

// Where VMs are shared, scripts that assign and compare metadata run without an
// interpreter, payloads are built as far as scripts see them, and processors with
// only such scripts run unwatched. With reuse_vms: false none of that happens, and every message has
// to come out the same.

// FuzzShortcuts compares the two for the scripts and messages that a seed makes.
func FuzzShortcuts(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(compareShortcuts)
}

func TestShortcutsChangeNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(race.Fewer(*shortcutRuns)) {
		compareShortcuts(t, 1_000_000+seed)
	}
}

// TestShortcutsAreTaken: the comparison is of something.
func TestShortcutsAreTaken(t *testing.T) {
	var plain, partly, other int
	for seed := range uint64(500) {
		g := shortcutGenerator{rand.New(rand.NewPCG(seed, 7))}
		body, err := script.Compile("defaults", g.body(), script.Body)
		if err != nil {
			t.Fatal(err)
		}
		test, err := script.Compile("condition 1 if", g.test(2), script.Condition)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*script.Script{body, test} {
			switch paths := script.NewSet([]*script.Script{s}).Paths; {
			case s.Plain() != nil:
				plain++
			case !paths.All && len(paths.Members) > 0:
				partly++
			default:
				other++
			}
		}
	}
	if min(plain, partly, other) < 50 {
		t.Errorf("%d scripts are plain, %d see part of the payload, %d neither", plain, partly, other)
	}
}

func compareShortcuts(t *testing.T, seed uint64) {
	g := shortcutGenerator{rand.New(rand.NewPCG(seed, 7))}
	c := config{
		defaults: g.body(),
		advanced: g.body(),
		options:  processor.Options{OnError: processor.Forward, ScriptMemory: 256 << 20, ScriptTimeout: time.Minute},
	}
	for range g.IntN(4) {
		c.conditions = append(c.conditions, condition{g.test(2), g.body()})
	}
	batch := g.messages()
	want := shortcutRun(t, c, batch, false)
	if got := shortcutRun(t, c, batch, true); got != want {
		t.Errorf("seed %d: shared VMs give\n%s\nbut fresh ones\n%s\nfor %+v", seed, got, want, c)
	}
}

func shortcutRun(t *testing.T, c config, batch service.MessageBatch, reuse bool) string {
	t.Helper()
	c.options.ReuseVMs = reuse
	p, err := newTagProcessor(c, nil, service.MockResources().Metrics())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close(context.Background()) }()
	out, err := p.ProcessBatch(context.Background(), batch.Copy())
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, messages := range out {
		for _, m := range messages {
			show(&text, m)
		}
	}
	return moment.ReplaceAllString(text.String(), "…")
}

// moment is what differs from run to run: the address that goja writes in its error
// of an object without a primitive form, and the time of a tag that has none.
var moment = regexp.MustCompile(`0x[0-9a-f]+|"timestamp_ms":[0-9]{13}`)

// A shortcutGenerator makes scripts that take the shortcuts, or only just do not.
type shortcutGenerator struct{ *rand.Rand }

func (g shortcutGenerator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g shortcutGenerator) key() string {
	return g.pick("a", "b", "c", "tag_name", "umh", "toString", "__proto__", "z z", "timestamp_ms")
}

func (g shortcutGenerator) meta() string {
	if key := g.key(); g.IntN(4) > 0 && !strings.Contains(key, " ") {
		return "msg.meta." + key
	}
	return fmt.Sprintf("msg.meta[%q]", g.key())
}

func (g shortcutGenerator) text() string {
	return g.pick(`"x"`, `"y"`, `""`, `'1773295200000'`, `"\u00e4"`, `"\ud800"`, `"true"`, `"5"`)
}

func (g shortcutGenerator) payload() string {
	path := "msg.payload"
	for range g.IntN(4) {
		path += g.pick(".a", ".b", ".c", `["a"]`, "?.a", "?.b", ".length", "[0]", ".__proto__", ".toString")
	}
	return path
}

func (g shortcutGenerator) value() string {
	switch g.IntN(8) {
	case 0, 1, 2:
		return g.text()
	case 3, 4:
		return g.meta()
	case 5, 6:
		return g.payload()
	}
	return g.pick("1", "null", "undefined", "msg.meta", "msg", g.payload()+" + 1", "String("+g.payload()+")", "typeof "+g.payload(),
		"{ a: "+g.payload()+" }", "["+g.payload()+"]", "JSON.stringify("+g.payload()+")", g.meta()+" + "+g.text())
}

func (g shortcutGenerator) body() string {
	if g.IntN(3) == 0 {
		return g.wild()
	}
	text := `msg.meta.location_path = "l"; msg.meta.data_contract = "_r"; msg.meta.tag_name = "t"; msg.meta.timestamp = "7";` + "\n"
	for range g.IntN(5) {
		switch g.IntN(8) {
		case 0:
			text += "msg.payload = " + g.value() + ";\n"
		case 1:
			text += "delete " + g.meta() + ";\n"
		case 2:
			text += "if (" + g.test(1) + ") { " + g.meta() + " = " + g.value() + "; }\n"
		case 3:
			text += "const { a, ...rest" + fmt.Sprint(g.IntN(1000)) + " } = msg.meta; msg.meta.b = a;\n"
			return text + "return msg;"
		default:
			text += g.meta() + " = " + g.value() + ";\n"
		}
	}
	return text + g.pick("return msg;", "return msg;", "return msg;", "return { payload: "+g.payload()+", meta: msg.meta };",
		"return [msg, { payload: "+g.payload()+", meta: { ...msg.meta } }];", "return { ...msg };")
}

// wild is a body of what the shortcuts must not be misled by: other things called
// msg, ways to see a payload or metadata whole, and messages put together anew.
func (g shortcutGenerator) wild() string {
	text := `msg.meta.location_path = "l"; msg.meta.data_contract = "_r"; msg.meta.tag_name = "t"; msg.meta.timestamp = "7";` + "\n"
	for i := range g.IntN(4) {
		v := fmt.Sprint("v", i)
		text += g.pick(
			"const "+v+" = ((msg) => msg.a)("+g.payload()+"); msg.meta.b = "+v+";\n",
			"const "+v+" = "+g.payload()+"; msg.meta.c = JSON.stringify("+v+");\n",
			"try { "+g.meta()+" = "+g.payload()+".a.b; } catch (msg) { }\n",
			"try { "+g.meta()+" = "+g.payload()+".a.b; } catch (e) { msg.meta.a = e.message; }\n",
			"const { a: "+v+" = "+g.value()+" } = "+g.pick("msg.payload || {}", "msg", "msg.meta", g.payload()+" || {}")+"; msg.meta.b = typeof "+v+";\n",
			"msg.meta.a = Object.keys("+g.pick("msg", "msg.meta", g.payload()+" || {}")+").join();\n",
			"msg.meta.b = '"+g.pick("a", "b", "payload", "meta", "__proto__")+"' in "+g.pick("msg", "msg.meta", "Object("+g.payload()+")")+";\n",
			"for (const k in msg.meta) { msg.meta.c = k; if (k > 'b') break; }\n",
			"msg.meta[msg.payload?.a] = "+g.value()+";\n",
			"msg.meta['k' + "+g.pick("1", "2", "msg.payload?.a")+"] = "+g.text()+";\n",
			"msg.meta = "+g.pick("{ ...msg.meta }", "msg.meta", "{ a: 'x', tag_name: 't', location_path: 'l', data_contract: '_r' }", "Object.assign({}, msg.meta, { b: "+g.value()+" })", "null")+";\n",
			"delete msg.meta; msg.meta = {a: 'q', tag_name: 't', location_path: 'l', data_contract: '_r'};\n",
			"delete msg.payload;\n",
			"msg.extra = "+g.value()+"; msg.meta.a = msg.extra;\n",
			"msg.payload = { a: "+g.payload()+", b: "+g.payload()+" };\n",
			"msg.payload = msg?.payload?.[\"a\"]?.b ?? msg[\"payload\"];\n",
			"if ("+g.payload()+"?.toString?.() === \"x\") return msg;\n",
			"msg.meta.b = "+g.payload()+"?.["+g.pick("\"a\"", "0", "msg.meta.a")+"];\n",
			"switch ("+g.payload()+") { case 1: msg.meta.a = 'one'; break; case 'x': return null; default: msg.meta.a = typeof msg.payload; }\n",
			"msg.meta.a = `${ "+g.payload()+" }`;\n",
			"msg.payload = [ ...[].concat("+g.payload()+") ];\n",
			"label: { if ("+g.test(1)+") break label; msg.meta.b = "+g.payload()+"; }\n",
			"class C"+v+" { x = msg.payload?.b; static msg = 1; } msg.meta.a = typeof new C"+v+"().x;\n",
			"const "+v+" = { get p() { return msg.payload; } }; msg.meta.c = typeof "+v+".p?.a;\n",
			"msg.meta.a = ("+g.payload()+") === ("+g.payload()+");\n",
			"msg.payload = "+g.payload()+";\nmsg.meta.b = JSON.stringify(msg.payload?.b);\n",
			"({ a: msg.meta.c } = msg.payload ?? {});\n",
			"msg.meta.a = msg.meta.b; msg.meta.b = msg.meta.zz;\n",
		)
	}
	return text + g.pick("return msg;", "return msg;", "return [msg, null, msg];", "return { payload: "+g.payload()+" };", "return { meta: msg.meta };",
		"return { meta: msg.meta, payload: msg.payload?.a };", "return [{ ...msg, meta: { ...msg.meta, b: '' } }, msg];", "return "+g.test(1)+" ? msg : null;", "return Object.assign({}, msg);",
		"return [1, 2].map(n => ({ payload: "+g.payload()+", meta: { ...msg.meta, n: n } }));", "return (function () { return msg; })();", "return "+g.payload()+";")
}

func (g shortcutGenerator) test(depth int) string {
	if depth > 0 && g.IntN(3) == 0 {
		return g.pick("!(", "(") + g.test(depth-1) + ")" + g.pick(" && ", " || ") + g.test(depth-1)
	}
	switch g.IntN(6) {
	case 0:
		return g.pick("true", "false", "!true")
	case 1:
		return g.pick("", "!") + g.meta()
	case 2:
		return g.payload() + g.pick(" == ", " === ") + g.text()
	}
	if g.IntN(2) == 0 {
		return g.text() + g.pick(" == ", " === ", " != ", " !== ") + g.meta()
	}
	return g.meta() + g.pick(" == ", " === ", " != ", " !== ") + g.text()
}

func (g shortcutGenerator) messages() service.MessageBatch {
	batch := make(service.MessageBatch, 1+g.IntN(4))
	for i := range batch {
		batch[i] = service.NewMessage([]byte(g.json(3)))
		for range g.IntN(5) {
			var value any = g.pick("x", "y", "", "5", "true")
			if g.IntN(6) == 0 {
				value = []any{nil, 5, 2.5, true, map[string]any{"a": "x"}, []any{1}, []byte("x")}[g.IntN(7)]
			}
			batch[i].MetaSetMut(g.key(), value)
		}
	}
	return batch
}

func (g shortcutGenerator) json(depth int) string {
	if depth == 0 || g.IntN(3) == 0 {
		return g.pick("1", "2.50", `"x"`, `"5"`, "true", "null", "9007199254740993", "text", "[]", "{}", "")
	}
	if g.IntN(4) == 0 {
		return "[" + g.json(depth-1) + ", " + g.json(depth-1) + "]"
	}
	members := make([]string, 1+g.IntN(4))
	for i := range members {
		members[i] = g.pick(`"a"`, `"b"`, `"\u0061"`, `"length"`, `"__proto__"`, `"toString"`, `"c"`) + ": " + g.json(depth-1)
	}
	return "{" + strings.Join(members, ", ") + "}"
}
