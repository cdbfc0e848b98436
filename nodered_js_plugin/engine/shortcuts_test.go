package engine

import (
	"encoding/json"
	"slices"
	"testing"
)

// What is read off a script's syntax: a Plain, that it is brief, and the paths of
// the payload that it sees.
func TestPlain(t *testing.T) {
	for _, tt := range []struct {
		source string
		kind   Kind
		want   string // "" is not plain
	}{
		{`return msg;`, Body, `{"Test":null,"Assign":[]}`},
		{`msg.meta.a = "x"; msg.meta["b c"] = msg.meta.a; return msg`, Body, `{"Test":null,"Assign":[{"Key":"a","From":"","Text":"x"},{"Key":"b c","From":"a","Text":null}]}`},
		{`return msg;`, StrictBody, `{"Test":null,"Assign":[]}`},
		{`msg.meta.a = "";  return msg`, Body, ``},
		{`msg.meta.a = "\ud800"; return msg`, Body, ``},
		{`msg.meta.a = "x";`, Body, ``},
		{`msg.meta.a += "x"; return msg`, Body, ``},
		{`msg.meta.a = 1; return msg`, Body, ``},
		{`msg.meta.a = msg.meta.toString; return msg`, Body, ``},
		{`msg.meta.__proto__ = msg.meta.a; return msg`, Body, ``},
		{`msg.meta = "x"; return msg`, Body, ``},
		{`msg.payload.meta = "x"; return msg`, Body, ``},
		{`msg.meta.a = x; var x; return msg`, Body, ``},
		{`var msg = { meta: {} }; msg.meta.a = "x"; return msg`, Body, ``},
		{`let msg = { meta: {} }; msg.meta.a = "x"; return msg`, Body, ``},
		{`return null`, Body, ``},
		{`return msg; msg.meta.a = "x"`, Body, ``},

		{`true`, Condition, `{"Test":{"Op":0,"Key":"","Text":"","Left":null,"Right":null},"Assign":null}`},
		{`msg.meta.a`, Condition, `{"Test":{"Op":2,"Key":"a","Text":"","Left":null,"Right":null},"Assign":null}`},
		{`msg.meta.a === "x" // comment`, Condition, `{"Test":{"Op":3,"Key":"a","Text":"x","Left":null,"Right":null},"Assign":null}`},
		{`"x" == msg.meta["a"]`, Condition, `{"Test":{"Op":3,"Key":"a","Text":"x","Left":null,"Right":null},"Assign":null}`},
		{`!msg.meta.a`, Condition, `{"Test":{"Op":4,"Key":"","Text":"","Left":{"Op":2,"Key":"a","Text":"","Left":null,"Right":null},"Right":null},"Assign":null}`},
		{`msg.meta.a === 1`, Condition, ``},
		{`msg.meta.a === msg.meta.b`, Condition, ``},
		{`msg.meta.a < "x"`, Condition, ``},
		{`msg.meta.valueOf`, Condition, ``},
		{`msg.payload`, Condition, ``},
		{`msg.meta.a = "x"`, Condition, ``},
		{`var x; msg.meta.a`, Condition, ``},
		{`msg.meta.a; msg.meta.b`, Condition, ``},
		{`msg.meta.a?.b`, Condition, ``},
	} {
		s, err := Compile("s", tt.source, tt.kind)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if p := s.Plain(); p != nil {
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			got = string(text)
		}
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.source, got, tt.want)
		}
	}
}

func TestBrief(t *testing.T) {
	for source, want := range map[string]bool{
		`return msg`: true,
		`msg.payload = msg.payload * 9 / 5 + 32; return msg`:                                                                           true,
		`const parts = msg.meta.path.split("."); msg.meta.tag_name = parts.pop(); msg.meta.virtual_path = parts.join("."); return msg`: true,
		"msg.meta.tag_name = `${msg.meta.a}_${ msg.meta.b.toLowerCase() }`; return msg":                                                true,
		`if (typeof msg.payload === "number" && msg.payload > 3) { msg.payload = Math.round(msg.payload); return msg } return null`:    true,
		`msg.meta.timestamp_ms = new Date(msg.payload.ts).getTime(); return msg`:                                                       true,
		`msg.meta[msg.payload.key] = String(msg.payload.value); return msg`:                                                            true,
		`return { payload: msg.payload.value, meta: { ...msg.meta, tag_name: "x" } }`:                                                  true,
		`switch (msg.meta.a) { case "x": return msg; default: return null }`:                                                           true,

		`while (true) {} return msg`:                                                                                   false,
		`for (const x of msg.payload) {} return msg`:                                                                   false,
		`msg.payload.forEach(x => x); return msg`:                                                                      false,
		`(function f() { f() })(); return msg`:                                                                         false,
		`msg.payload = "x".repeat(msg.payload); return msg`:                                                            false,
		`msg.payload = /(a+)+$/.test(msg.payload); return msg`:                                                         false,
		`msg.payload = msg.payload.match("(a+)+$"); return msg`:                                                        false,
		`msg.payload = 2n ** 99999999n; return msg`:                                                                    false,
		`msg.payload = 3 ** msg.payload; return msg`:                                                                   false,
		`msg.payload.length = 4e9; return msg`:                                                                         false,
		`var a = msg.payload; a[msg.meta.i] = 1; return msg`:                                                           false,
		`var a = []; a[4294967290] = 1; msg.payload = "" + a; return msg`:                                              false,
		`msg.payload = new Array(msg.payload); return msg`:                                                             false,
		`cache.set("a", msg.payload); return msg`:                                                                      false,
		`console.log(msg.payload); return msg`:                                                                         false,
		`msg.payload = msg.payload.join(msg.meta.long); return msg`:                                                    false,
		`msg.payload = JSON.parse(msg.payload, null); return msg`:                                                      true,
		`msg.payload = [msg.payload.sort]; return msg`:                                                                 false,
		`var Math = "x"; msg.payload = Math.repeat(268435456).length; return msg`:                                      false,
		`var o = { length: 4294967295, reverse: [].reverse }; o.reverse(); return msg`:                                 false,
		`msg.payload = "" + { length: 4294967295, toString: [].join }; return msg`:                                     false,
		`msg.payload.toJSON = msg.payload.list[msg.meta.key]; return msg`:                                              false,
		`msg.payload = { toJSON: Array }; return msg`:                                                                  false,
		`msg.payload = String(Object.assign({}, msg.payload)); return msg`:                                             false,
		`msg.meta[msg.payload.key] = msg.payload.list; msg.meta.a = String(msg.meta); return msg`:                      false,
		`msg.meta[msg.payload.key] = msg.payload.list; msg.meta.reverse(); return msg`:                                 false,
		`msg.payload = JSON.stringify(msg.payload, null, 10); return msg`:                                              false,
		`msg.payload = ` + times(10, "`${[...") + `msg.payload` + times(10, "]}`") + `; return msg`:                    false,
		`msg.payload = ` + times(3, `JSON.stringify({ ...`) + `msg.payload` + times(3, `})`) + `; return msg`:          false,
		`msg.payload = msg.payload.split("")` + times(2, `.join("`+times(50, "x")+`").split("")`) + `; return msg`:     false,
		times(500, `msg.meta.a = msg.payload; `) + times(2, `msg.payload = JSON.stringify(msg.meta); `) + `return msg`: false,
		`msg.payload = msg.payload.sort(); return msg`:                                                                 false,
		`var a = [1]; ` + times(12, `a = [a, a]; `) + `msg.payload = a; return msg`:                                    false,
		`var a = msg.payload; ` + times(12, `a = a + a; `) + `msg.payload = a; return msg`:                             false,
		`var a = {}; ` + times(12, `var b = {}; b.x = a; b.y = a; a = b; `) + `msg.payload = a; return msg`:            false,
	} {
		s, err := Compile("s", source, Body)
		if err != nil {
			t.Fatal(source, err)
		}
		if got := brief([]*Script{s}); got != want {
			t.Errorf("%s\n got %v (reusable %v, %+v)", source, got, s.Reusable(), s.brief)
		}
	}
}

// Each script takes up what the one before left.
func TestBriefTogether(t *testing.T) {
	for source, want := range map[string]bool{
		`msg.meta.a = "x"; msg.payload = Math.round(msg.payload * 100) / 100; return msg`: true,
		`msg.payload = msg.payload + msg.payload; return msg`:                             false,
		`return [msg, msg]`: false,
	} {
		s, err := Compile("s", source, Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := brief(slices.Repeat([]*Script{s}, 30)); got != want {
			t.Errorf("30 times %s\n got %v", source, got)
		}
	}
}

func times(n int, text string) (all string) {
	for range n {
		all += text
	}
	return all
}

func TestPayloadPaths(t *testing.T) {
	const all = `{"All":true,"Members":null}`
	for _, tt := range []struct {
		want    string
		sources []string
	}{
		{`{"All":false,"Members":null}`, []string{`msg.meta.a = "x"; return msg`, `msg.payload = 1; return msg`}},
		{`{"All":false,"Members":{"a":{"All":true,"Members":null}}}`, []string{`msg.payload = msg.payload.a; return msg`}},
		{`{"All":false,"Members":{"a":{"All":true,"Members":null}}}`, []string{`msg.payload = msg.payload["a"]; return msg`}},
		{`{"All":false,"Members":{"a":{"All":false,"Members":{"b":{"All":true,"Members":null}}}}}`, []string{`msg.payload = msg.payload?.a?.b; return msg`}},
		{`{"All":false,"Members":{"a":{"All":true,"Members":{"b":{"All":true,"Members":null}}},"c":{"All":true,"Members":null}}}`, []string{
			`msg.meta.x = String(msg.payload.a.b); return msg`, `msg.payload = msg.payload.a; return msg`, `if (msg.payload.c > 1) return msg`,
		}},
		// A method sees its object, and an index its array.
		{`{"All":false,"Members":{"a":{"All":true,"Members":null}}}`, []string{`msg.payload = msg.payload.a.toFixed(2); return msg`}},
		{`{"All":false,"Members":{"a":{"All":true,"Members":null}}}`, []string{`msg.payload = msg.payload.a[0]; return msg`}},
		{`{"All":false,"Members":{"a":{"All":true,"Members":null}}}`, []string{`msg.payload = msg.payload.a.toString; return msg`}},
		{`{"All":false,"Members":{"a":{"All":true,"Members":null}}}`, []string{`msg.payload = [1].map(x => x * msg.payload.a); return msg`}},
		{all, []string{`msg.payload = msg.payload.toString(); return msg`}},
		{all, []string{`msg.payload = msg.payload.toString; return msg`}},
		{all, []string{`if (msg.payload) return msg`}},
		{all, []string{`return { payload: msg.payload, meta: msg.meta }`}},
		{all, []string{`const { a } = msg.payload; msg.payload = a; return msg`}},
		{all, []string{`const { payload } = msg; msg.payload = payload.a; return msg`}},
		{all, []string{`const m = msg; m.payload = m.payload.a; return m`}},
		{all, []string{`return [msg, msg]`}},
		{all, []string{`return (() => { return msg })()`}},
		{all, []string{`console.log(msg); return msg`}},
		{all, []string{`return { ...msg, meta: {} }`}},
		{all, []string{`msg.payload = msg["pay" + "load"].a; return msg`}},
		{all, []string{`msg.payload += msg.payload.a; return msg`}},
		{all, []string{`msg.payload.a = 1; return msg`}},
		{all, []string{`msg.payload = msg.payload.a; return msg`, `msg.payload = Object.keys(msg.payload); return msg`}},
		{all, []string{`msg.payload = msg.payload.a; return msg`, `globalThis.x = 1; return msg`}},
	} {
		var scripts []*Script
		for _, source := range tt.sources {
			s, err := Compile("s", source, Body)
			if err != nil {
				t.Fatal(err)
			}
			scripts = append(scripts, s)
		}
		p := PayloadPaths(scripts)
		if p.All {
			p.Members = nil // they do not matter then
		}
		got, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.sources, got, tt.want)
		}
	}
}
