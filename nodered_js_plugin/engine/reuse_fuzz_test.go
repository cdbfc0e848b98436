package engine

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/integrity"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
)

// A fuzzHost stands in for the processors: a VM with msg and msg.meta as dynamic
// objects, console and cache, and everything that a message needs taken from the
// pristine VM.
type fuzzHost struct {
	rt              *goja.Runtime
	parse, describe goja.Callable
	prototype       *goja.Object
	msg, meta       *goja.Object
	payload         goja.Value // at the start of the message
	fields, tags    *fuzzFields
	cache           map[string]string
	clean           *integrity.Snapshot
}

// fuzzFields is the Go side of msg or msg.meta.
type fuzzFields struct {
	object *goja.Object
	values map[string]goja.Value
	names  []string
}

func (f *fuzzFields) Get(name string) goja.Value { return f.values[name] }
func (f *fuzzFields) Keys() []string             { return f.names }

// Has claims __proto__ so that setting it comes to Set: goja does not check
// dynamic objects for cycles of prototypes, and dies of them.
func (f *fuzzFields) Has(name string) bool { return name == "__proto__" || f.values[name] != nil }

func (f *fuzzFields) Set(name string, v goja.Value) bool {
	if name == "__proto__" {
		if o, ok := v.(*goja.Object); ok {
			for p := o; p != nil; p = p.Prototype() {
				if _, dynamic := p.Export().(*fuzzFields); dynamic || p == f.object {
					return false
				}
			}
			return f.object.SetPrototype(o) == nil
		}
		return true
	}
	if f.values[name] == nil {
		f.names = append(f.names, name)
	}
	f.values[name] = v
	return true
}

func (f *fuzzFields) Delete(name string) bool {
	if f.values[name] != nil {
		delete(f.values, name)
		for i, n := range f.names {
			if n == name {
				f.names = append(f.names[:i:i], f.names[i+1:]...)
				break
			}
		}
	}
	return true
}

func (f *fuzzFields) clear() { f.values, f.names = map[string]goja.Value{}, nil }

func newFuzzHost() *fuzzHost {
	h := &fuzzHost{rt: goja.New(), cache: map[string]string{}, fields: &fuzzFields{}, tags: &fuzzFields{}}
	rt := h.rt
	rt.SetMaxCallStackSize(300)
	guardReceivers(rt)
	rt.SetTimeSource(func() time.Time { return time.Unix(1_700_000_000, 0) })
	rt.SetRandSource(func() float64 { return 0.5 })
	json := rt.Get("JSON").ToObject(rt)
	h.parse, _ = goja.AssertFunction(json.Get("parse"))
	h.describe, _ = goja.AssertFunction(json.Get("stringify"))
	h.prototype = rt.Get("Object").ToObject(rt).Get("prototype").ToObject(rt)
	h.msg, h.meta = rt.NewDynamicObject(h.fields), rt.NewDynamicObject(h.tags)
	h.fields.object, h.tags.object = h.msg, h.meta

	text := func(v goja.Value) string {
		s, err := h.describe(goja.Undefined(), v)
		if err != nil {
			panic(err)
		}
		return s.String()
	}
	data := func(s string) goja.Value {
		v, err := h.parse(goja.Undefined(), rt.ToValue(s))
		if err != nil {
			return goja.Undefined()
		}
		return v
	}
	console := rt.NewObject()
	for _, name := range consoleNames {
		_ = console.Set(name, func(call goja.FunctionCall) goja.Value {
			for _, a := range call.Arguments {
				_ = text(a)
			}
			return goja.Undefined()
		})
	}
	cache := rt.NewObject()
	_ = cache.Set("get", func(call goja.FunctionCall) goja.Value { return data(h.cache[call.Argument(0).String()]) })
	_ = cache.Set("exists", func(call goja.FunctionCall) goja.Value {
		_, ok := h.cache[call.Argument(0).String()]
		return rt.ToValue(ok)
	})
	_ = cache.Set("set", func(call goja.FunctionCall) goja.Value {
		h.cache[call.Argument(0).String()] = text(call.Argument(1))
		return goja.Undefined()
	})
	_ = cache.Set("delete", func(call goja.FunctionCall) goja.Value {
		delete(h.cache, call.Argument(0).String())
		return goja.Undefined()
	})
	_ = cache.Set("update", func(call goja.FunctionCall) goja.Value {
		key := call.Argument(0).String()
		f, ok := goja.AssertFunction(call.Argument(1))
		if !ok {
			panic(rt.NewTypeError("no function"))
		}
		v, err := f(goja.Undefined(), data(h.cache[key]))
		if err != nil {
			panic(err)
		}
		h.cache[key] = text(v)
		return data(h.cache[key])
	})
	_ = rt.Set("console", console)
	_ = rt.Set("cache", cache)
	_ = rt.Set("msg", h.msg)
	return h
}

// guardReceivers keeps generated scripts from killing the process: these methods
// put the object that they were called on into the text of their error, which
// calls its toString, which may be the same method. It is one of the ways that
// docs/security.md leaves open.
func guardReceivers(rt *goja.Runtime) {
	guard := func(class, name string) {
		prototype := rt.Get(class).ToObject(rt).Get("prototype").ToObject(rt)
		original, _ := goja.AssertFunction(prototype.Get(name))
		replace(rt, prototype, name, 1, func(call goja.FunctionCall) goja.Value {
			if o, ok := call.This.(*goja.Object); ok && o.ClassName() != class {
				panic(rt.NewTypeError("incompatible receiver"))
			}
			v, err := original(call.This, call.Arguments...)
			if err != nil {
				panic(err)
			}
			return v
		})
	}
	for _, name := range []string{"valueOf", "toFixed", "toExponential", "toPrecision"} {
		guard("Number", name)
	}
	guard("ArrayBuffer", "slice")
	guard("Function", "call")
	guard("Function", "apply")
}

// newWatchedHost is a host whose VM can be compared with its pristine state.
func newWatchedHost() *fuzzHost {
	h := newFuzzHost()
	h.clean = integrity.Of(h.rt)
	return h
}

// fuzzMessages have keys that lead where they should not, other ones each.
var fuzzMessages = []string{
	`{"k":"__proto__","j":"constructor","n":0,"s":"pro","o":{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"a":[1,{"b":2}],"k":"x"},"list":[{"x":1,"f":2},[3],"__proto__",null]}`,
	`{"k":"constructor","j":"prototype","n":1,"s":"toS","o":{"a":{"a":{}},"push":1,"length":5,"k":"__proto__"},"list":["constructor",{"k":"__proto__"},[[]]],"values":[{}],"x":{"y":1}}`,
	`{"k":"push","j":"__proto__","n":"toString","s":"x","o":{"a":[],"__proto__":["x"],"toString":1,"valueOf":{}},"list":[],"f":{"length":2},"map":{"map":[]}}`,
	`{"k":"x","j":"f","n":2,"s":"","o":{},"list":[1,2,3,{"x":{}}],"x":{},"f":[]}`,
}

// run handles one message and tells what came of it. Interrupted means that the
// script was torn down, or goja itself broke: such a VM is thrown away.
func (h *fuzzHost) run(call goja.Callable, message string) (outcome string, payload *integrity.Snapshot, interrupted bool) {
	rt := h.rt
	defer func() {
		if x := recover(); x != nil {
			if os.Getenv("REUSE_PANICS") != "" {
				fmt.Println("goja panics:", x)
			}
			interrupted = true
		}
	}()
	h.fields.clear()
	h.tags.clear()
	_ = h.msg.SetPrototype(h.prototype)
	_ = h.meta.SetPrototype(h.prototype)
	v, _ := h.parse(goja.Undefined(), rt.ToValue(message))
	h.tags.Set("key", rt.ToValue("constructor"))
	h.tags.Set("tag_name", rt.ToValue("t"))
	h.payload = v
	h.fields.Set("payload", v)
	h.fields.Set("meta", h.meta)
	_ = rt.GlobalObject().DefineDataProperty("msg", h.msg, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	if h.clean != nil {
		payload = integrity.OfObject(rt, h.clean, v.ToObject(rt))
	}

	timer := time.AfterFunc(200*time.Millisecond, func() { rt.Interrupt("late") })
	result, err := call(goja.Undefined())
	var b strings.Builder
	show := func(what string, v goja.Value) {
		s, err := h.describe(goja.Undefined(), v)
		if err != nil {
			interrupted = interrupted || !isException(err)
			fmt.Fprintf(&b, "%s failed\n", what)
			return
		}
		fmt.Fprintf(&b, "%s %s\n", what, s)
	}
	if err != nil {
		interrupted = !isException(err)
		if ex, ok := err.(*goja.Exception); ok { //nolint:errorlint // as goja returns it
			show("throws", ex.Value())
		}
	} else {
		show("returns", result)
	}
	show("msg", rt.Get("msg"))
	show("payload", h.fields.Get("payload"))
	show("meta", h.fields.Get("meta"))
	interrupted = !timer.Stop() || interrupted
	rt.ClearInterrupt()
	return b.String(), payload, interrupted
}

// bindUnchanged binds the text of a script as it is, with nothing made a local.
func (h *fuzzHost) bindUnchanged(source string) goja.Callable {
	function, err := h.rt.RunString("(function(){" + source + "\n})")
	if err != nil {
		return nil
	}
	call, _ := goja.AssertFunction(function)
	return call
}

// isException tells what a script may throw from what tears it down.
func isException(err error) bool {
	_, ok := err.(*goja.Exception) //nolint:errorlint // as goja returns it
	return ok
}

func (h *fuzzHost) bind(s *Script) goja.Callable {
	function, err := h.rt.RunProgram(s.program)
	if err != nil {
		return nil
	}
	call, _ := goja.AssertFunction(function)
	return call
}

// fuzzVM is used for all scripts, as a pooled VM is for all messages.
var fuzzVM *fuzzHost

const fuzzPrologue = "var a = {}, b = [], c = p => p, d = msg.payload, e, y = {};\n"

// reusableScript makes a script of those statements that, one after the other,
// leave it reusable.
func reusableScript(statements []string) *Script {
	var script *Script
	source := fuzzPrologue
	for _, statement := range statements {
		guarded := "try { " + statement + " } catch (ex) { e = ex; }\n"
		if strings.HasPrefix(statement, "function") || strings.HasPrefix(statement, "class") || strings.HasPrefix(statement, "let") || strings.HasPrefix(statement, "const") {
			guarded = statement + "\n"
		}
		s, err := Compile("fuzz", source+guarded+"return [a, b, c, d, e, y];", Body)
		if err == nil && s.Reusable() {
			source += guarded
			script = s
		}
	}
	return script
}

// checkReusable runs a script that the analysis called reusable for several
// messages in the shared VM and compares: the VM with its pristine state, the
// outcomes with those on VMs of their own, and the payload where the script is
// said to leave it alone.
func checkReusable(t testing.TB, s *Script) {
	if fuzzVM == nil {
		fuzzVM = newWatchedHost()
	}
	h := fuzzVM
	h.cache = map[string]string{}
	call := h.bind(s)
	if call == nil {
		return
	}
	var outcomes []string
	for _, message := range fuzzMessages {
		outcome, payload, interrupted := h.run(call, message)
		if interrupted {
			fuzzVM = nil
			return
		}
		if found := payload.Diff(); len(found) > 0 && s.KeepsPayload() {
			t.Errorf("changes the payload: %q\n%s", found, s.Source)
		}
		if s.Pure() && !strings.Contains(outcome, "\nmeta {\"key\":\"constructor\",\"tag_name\":\"t\"}\n") {
			t.Errorf("changes the metadata: %s\n%s", outcome, s.Source)
		}
		if s.Pure() && (!h.payload.SameAs(h.fields.Get("payload")) || len(h.fields.names) != 2) {
			t.Errorf("changes msg\n%s", s.Source)
		}
		if !s.AssignsMsg() && !h.msg.SameAs(h.rt.Get("msg")) {
			t.Errorf("assigns msg\n%s", s.Source)
		}
		outcomes = append(outcomes, outcome)
	}
	h.fields.clear()
	h.tags.clear()
	if found := h.clean.Diff(); len(found) > 0 {
		fuzzVM = nil
		t.Errorf("not reusable: %q\n%s", found, s.Source)
		return
	}
	cache := map[string]string{}
	for i, message := range fuzzMessages {
		fresh := newFuzzHost()
		fresh.cache = cache
		outcome, _, interrupted := fresh.run(fresh.bindUnchanged(s.Source), message)
		if interrupted {
			return
		}
		if outcome != outcomes[i] {
			fuzzVM = nil
			t.Errorf("message %d on a VM of its own: %s\non a reused one: %s\n%s", i, outcome, outcomes[i], s.Source)
			return
		}
	}
}

func FuzzReuseVerdict(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		choices := make([]byte, 100+r.IntN(2000))
		for i := range choices {
			choices[i] = byte(r.Uint32())
		}
		f.Add(choices)
	}
	f.Fuzz(func(t *testing.T, choices []byte) {
		g := scriptgen.New(choices)
		if s := reusableScript(g.Statements()); s != nil {
			checkReusable(t, s)
		}
	})
}

// TestRandomReusableScripts is the fuzz test without guidance, for as many
// scripts as REUSE_SCRIPTS says.
func TestRandomReusableScripts(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("REUSE_SCRIPTS"))
	if err != nil {
		n = 200
	}
	seed := uint64(1)
	if s, err := strconv.ParseUint(os.Getenv("REUSE_SEED"), 10, 64); err == nil {
		seed = s
	}
	r := rand.New(rand.NewPCG(seed, 0))
	lines, ran := 0, 0
	for range n {
		choices := make([]byte, 200+r.IntN(3000))
		for i := range choices {
			choices[i] = byte(r.Uint32())
		}
		g := scriptgen.New(choices)
		if s := reusableScript(g.Statements()); s != nil {
			ran++
			lines += strings.Count(s.Source, "\n")
			checkReusable(t, s)
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d of %d scripts ran, %d lines each", ran, n, lines/max(ran, 1))
	if ran < n/2 {
		t.Errorf("only %d of %d scripts were worth running", ran, n)
	}
}

func TestUsualScriptsLeaveNothing(t *testing.T) {
	for _, script := range usualScripts {
		s, err := Compile("usual", script, Body)
		if err != nil {
			t.Fatal(err)
		}
		checkReusable(t, s)
	}
}
