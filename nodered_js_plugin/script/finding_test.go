// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestLittleIsFoundInWhatPeopleWrite takes every script that shows how the processors
// are used, or that tests them. All that is found in them is listed here: it is wrong
// indeed, or there to be wrong.
func TestLittleIsFoundInWhatPeopleWrite(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, source := range []struct {
		name    string
		scripts []sample
		want    []string
	}{
		{"the usual scripts", bodies(usualScripts), nil},
		{"the field cases", configSamples(t, filepath.Join(root, "tag_processor_plugin/testdata/field/cases.json"), nil), []string{
			"error no-return | msg.meta.data_contract = \"_raw\";",
			"error unknown-name timestamp_ms | timestamp_ms = Date.now() timestamp_ms_e",
			"error unknown-name timestamp_ms_end | timestamp_ms = Date.now() timestamp_ms_e",
			"warning message-member duration | timestamp_ms = Date.now() timestamp_ms_e",
			"error unknown-name generatePartId | msg.meta.data_contract = \"_cnc-complete_",
			"warning message-member diameter | msg.meta.data_contract = \"_cnc-complete_",
			"warning message-member product | msg.meta.data_contract = \"_work_order_v1",
			"warning message-member qty | msg.meta.data_contract = \"_work_order_v1",
			"error unknown-name protobuf | var DESC = \"CtIB\"; var m = protobuf.deco",
		}},
		{"the vectors", configSamples(t, filepath.Join(root, "tag_processor_plugin/testdata/conformance/vectors.json"), nil), vectorFindings},
		{"config/", yamlSamples(t, filepath.Join(root, "config", "*.yaml")), nil},
		{"docs/ and README.md", docSamples(t, root), []string{
			`error assignment-in-condition | msg.payload.state = "off"`, // docs/lint.md shows it
		}},
	} {
		t.Run(source.name, func(t *testing.T) {
			var found []string
			for _, s := range source.scripts {
				compiled, err := Compile("script", s.source, s.kind)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range compiled.Findings() {
					found = append(found, brief(f, s.source))
				}
			}
			slices.Sort(found)
			if want := slices.Sorted(slices.Values(source.want)); !slices.Equal(found, want) {
				t.Errorf("of %d scripts found\n%s\nwant\n%s", len(source.scripts), strings.Join(found, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// vectorFindings are those of vectors that test what becomes of wrong scripts.
var vectorFindings = []string{
	`error bad-return | msg.payload.self = msg.payload; return 5`,
	`error bad-return | return "";`,
	`error bad-return | return "";`,
	`error bad-return | return "msg";`,
	`error bad-return | return "msg";`,
	`error bad-return | return 0;`,
	`error bad-return | return 42;`,
	`error bad-return | return 42;`,
	`error bad-return | return 42;`,
	`error bad-return | return function () { return msg; };`,
	`error message-member _msgid | msg.meta.location_path = "acme.linz.pres`,
	`error message-member qos | msg.meta.location_path = "acme.linz.pres`,
	`error message-member topic | msg.meta.location_path = "acme.linz.pres`,
	`error no-return | msg.meta.x = "1";`,
	`error no-return | msg.payload = 1;`,
	`error no-return | msg.payload = 1;`,
	`error no-return | msg.payload = 1;`,
	`error unknown-name Buffer | msg.payload = Buffer.from("AQ==", "base6`,
	`error unknown-name node | node.warn("x"); return msg;`,
	`error unknown-name nope | return nope;`,
	`error unknown-name require | var fs = require("fs"); return msg;`,
	`error unknown-name setTimeout | setTimeout(function () {}, 10); return m`,
	`error unknown-name undefinedThing | msg.meta.x = undefinedThing.y; return ms`,
	`warning assignment-in-condition | (msg.meta.sneaky = "yes") && true`,
	`warning data-contract | msg.meta.location_path = "acme.linz.pres`,
	`warning message-member a | msg.meta.r = String((function () { retur`,
	`warning message-member f | msg.meta.r = String((function () { retur`,
	`warning no-return | // nothing to do here`,
	`warning no-return | return;`,
	`warning unreachable | msg.meta.location_path = "acme.linz.pres`,
	`warning unreachable | msg.meta.location_path = "acme.linz.pres`,
}

// brief is a finding with the name that it is about, if there is one.
func brief(f Finding, source string) string {
	level := "warning"
	if f.Certain {
		level = "error"
	}
	text := level + " " + f.Rule
	for _, before := range []string{"nothing defines the name ", "nothing declares the name ", "msg has no member ", "msg."} {
		if after, ok := strings.CutPrefix(f.Text, before); ok {
			text += " " + after[:strings.IndexAny(after, " ,;:")]
			break
		}
	}
	return text + " | " + firstWords(source)
}

// Each of these is right, or may well be, although it looks like a mistake.
func TestNothingIsFoundInWhatMayBeMeant(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		source string
	}{
		{Body, `if (msg.payload > 5) return msg;`},
		{Body, `throw new Error("never");`},
		{Body, `if (msg.payload > 5) { return msg; } else { return null; } return msg;`},
		{Body, `switch (msg.payload) { case 1: return msg; break; default: return null; }`},
		{Body, `return f(); function f() { return msg; }`},
		{Body, `return msg; var later;`},
		{Body, `for (;;) { if (msg.payload) { break; } else { continue; } } return msg;`},
		{Body, `x = msg.payload * 2; msg.payload = x; return msg;`},
		{Body, `if (typeof flow !== "undefined") flow.set("a", 1); return msg;`},
		{Body, `with (msg) { payload = 1; } return msg;`},
		{Body, `let m; while (m = /a/g.exec(msg.payload)) { msg.meta.m = m[0]; break; } return msg;`},
		{Body, `if ((msg.meta.a = msg.payload)) return msg; return null;`},
		{Condition, `x = msg.payload; x > 3`},
		{Condition, `(x = msg.payload) > 3`},
		{Condition, `m = /a/.exec(msg.payload)`},
		{Condition, `msg.meta.tagName === "pv"`},
		{Body, `msg.seen = 1; msg.payload = msg.seen + 1; return msg;`},
		{Body, `msg = { payload: 1, topic: "a" }; msg.topic = "b"; return msg;`},
		{Body, `let msg = { payload: 1, meta: {} }; msg.topic = "b"; return msg;`},
		{Body, `const f = msg => msg.topic; msg.meta.t = f({ topic: "a" }); return msg;`},
		{Body, `if (msg.hasOwnProperty("payload")) return msg; return null;`},
		{Body, `msg.payload = { meta: { tagname: 1 } }; return msg;`},
		{Body, `msg.meta.tag_name = msg.meta.tagName; return msg;`},
		{Body, `msg.meta.tag_name = "a"; msg.meta.tagName = "a"; return msg;`},
		{Body, `msg.meta.data_type = "REAL"; msg.meta.timestamp_s = 1; msg.meta.tank_name = "a"; msg.meta.tag_names = "a,b"; return msg;`},
		{Body, `msg.meta.timestep = 1; msg.meta.tag_name_2 = "a"; msg.meta.metatype = "b"; msg.meta.tag_type = "c"; return msg;`},
		{Body, `msg.meta.tag_name = msg.meta.opcua_tag_name; msg.meta.mqtt_topic = msg.meta.spb_device_id; return msg;`},
		{Body, `msg.meta.data_contract = ""; return msg;`},
		{Body, `msg.meta.data_contract = "_" + "raw"; return msg;`},
		{Body, `msg.meta.data_contract = msg.meta.contract; return msg;`},
		{StrictBody, `msg.meta.tagname = "pv"; msg.meta.data_contract = "raw"; return msg;`},
		{StrictBody, `if (msg.payload.topic === "a") return null; return { ...msg };`},
	} {
		s, err := Compile("script", c.source, c.kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range s.Findings() {
			t.Errorf("%s\n%s: %s", c.source, f.Rule, f.Text)
		}
	}
}

func TestACommentSilencesItsLine(t *testing.T) {
	for _, c := range []struct {
		source string
		found  int
	}{
		{"msg.topic = nope;\nreturn msg;", 2},
		{"msg.topic = nope; // lint-ignore\nreturn msg;", 0},
		{"msg.topic = nope; //lint-ignore \r\nreturn msg;", 0},
		{"msg.topic = nope; // lint-ignore: message-member\nreturn msg;", 1},
		{"msg.topic = nope; // lint-ignore: message-member, unknown-name\nreturn msg;", 0},
		{"msg.topic = nope; // lint-ignore: unreachable\nreturn msg;", 2},
		{"  // lint-ignore\nmsg.topic = nope;\nreturn msg;", 0},
		{"  // lint-ignore: unknown-name\nmsg.topic = nope;\nreturn msg;", 1},
		{"// lint-ignore\n\nmsg.topic = nope;\nreturn msg;", 2},
		{"msg.meta.a = 1; // lint-ignore\nmsg.topic = nope;\nreturn msg;", 2},
		{"msg.topic = nope; // lint-ignored\nreturn msg;", 2},
		{"msg.topic = nope;\nreturn msg; // lint-ignore", 2},
	} {
		s, err := Compile("script", c.source, Body)
		if err != nil {
			t.Fatal(err)
		}
		if found := s.Findings(); len(found) != c.found {
			t.Errorf("%q: %s, want %d", c.source, fmt.Sprint(found), c.found)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"msg", "msg", 0},
		{"mgs", "msg", 1},
		{"location_pat", "location_path", 1},
		{"lcoatoin", "location", 2},
		{"größe", "grösse", 2},
		{"timestep", "timestamp", 2},
	} {
		if got := distance(c.a, c.b); got != c.want || distance(c.b, c.a) != c.want {
			t.Errorf("%s and %s are %d apart, want %d", c.a, c.b, got, c.want)
		}
	}
}

// A script of the greatest length has its findings in a second or two. Where something
// took the square of the length, it was minutes.
func TestFindingsOfLongScriptsTakeNotLong(t *testing.T) {
	repeated := func(part string) string {
		var b strings.Builder
		for i := 0; b.Len() < maxSource-200; i++ {
			b.WriteString(strings.ReplaceAll(part, "N", fmt.Sprint(i)))
		}
		return b.String() + "\nreturn msg;"
	}
	for _, part := range []string{
		"try { aN; } catch (e) {}\n", "msg.mN = 1;", "msg.meta.data_contract = 'a';", "{ return; 1; }",
	} {
		source := repeated(part)
		s := &Script{Source: source, lines: linesOf(source)}
		began := time.Now()
		if found := s.Findings(); len(found) != maxFindings {
			t.Errorf("%s: %d findings", part, len(found))
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s: %s", part, took)
		} else {
			t.Logf("%s: %s", part, took)
		}
	}
	long := "a" + strings.Repeat("b", maxSource-100)
	if s := (&Script{Source: long, lines: linesOf(long)}); len(s.Findings()) == 0 {
		t.Error("a long name")
	}
}
