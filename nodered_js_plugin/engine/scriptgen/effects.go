// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package scriptgen

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval/evaltest"
)

// An Effects makes scripts that act on everything outside of them (console, cache, the
// metadata and parts of the payload) and meet, somewhere between two of these acts, what
// the executor in Go gives up. Such a script runs twice. If an act is done twice, is
// lost, or is seen by the second run, the outcome shows it.
//
// Every statement has lines of its own, so that a script can be made smaller by lines.
type Effects struct {
	*rand.Rand
	// Quiet: nothing that is always given up is written.
	Quiet bool
	names int
	// named is a function of the script.
	named string
}

func (g *Effects) one(list []string) string { return list[g.IntN(len(list))] }

// Body is the body of a function.
func (g *Effects) Body() string {
	if g.IntN(6) == 0 {
		return g.plainBody()
	}
	acts := g.statements(1+g.IntN(5), 2)
	if g.IntN(2) == 0 {
		acts = "try {\n" + acts + g.fill([]string{"} catch (e) {\n@C\n}\n", "} catch {\n}\n", "} catch (e) {\nconsole.log(\"caught\");\n}\n"}, 0)
	}
	return g.start() + acts + g.fill(effectEnd, 1)
}

// start declares what statements use.
func (g *Effects) start() string {
	text := "let o = { a: 1, b: [2] }, l = [1, 2, 3], n = 1, s = \"s\", p = msg.payload;\nconst f = x => x;\n"
	g.named = "f"
	if g.IntN(4) == 0 {
		text += "function g(x) {\n" + g.statements(1+g.IntN(3), 1) + "return x;\n}\n" // which does not call itself
		g.named = "g"
	}
	return text
}

// plainBody only moves texts, and runs without an executor.
func (g *Effects) plainBody() string {
	var text strings.Builder
	for range 1 + g.IntN(3) {
		text.WriteString(g.fill([]string{"msg.meta.@M = msg.meta.@M;\n", "msg.meta.@M = @X;\n"}, 0))
	}
	return text.String() + "return msg;"
}

// Condition is the text of an if.
func (g *Effects) Condition() string {
	switch g.IntN(6) {
	case 0, 1:
		return g.start() + "(() => {\n" + g.statements(1+g.IntN(3), 1) + "})();\n" + g.fill(effectTests, 1) + ";"
	case 2:
		return g.TableCondition("device")
	}
	g.named = "f"
	return "const l = [1], s = \"x\", o = {}, p = msg.payload, f = x => x; let n = 1;\n" + g.fill([]string{"@T", "@T", "!(@T)", "@T || @T", "@V"}, 2)
}

// TableCondition compares one metadata key with texts. Several of them, one after the
// other, become a table.
func (g *Effects) TableCondition(key string) string {
	text := "msg.meta." + key + " === @D"
	for g.IntN(3) == 0 {
		text = g.one([]string{text + " || @D == msg.meta." + key, "msg.meta." + key + " == @D || (" + text + ")"})
	}
	return g.fill([]string{text}, 0)
}

// TableThen is the body behind one of them. It may change what the next ones compare.
func (g *Effects) TableThen(key string) string {
	if g.IntN(4) == 0 {
		return g.Body()
	}
	return g.fill([]string{
		"msg.meta." + key + " = @D;\nreturn msg;", "msg.meta." + key + " = msg.meta.@M;\nreturn msg;", "msg.meta.hit = (msg.meta.hit || \"\") + @X;\nreturn msg;", "msg.meta.@M = @X;\nreturn msg;",
		"return [msg, { payload: 1, meta: { ...msg.meta, " + key + ": @D } }];", "delete msg.meta." + key + ";\nreturn msg;", "msg.meta." + key + " = @V;\nreturn msg;",
	}, 0)
}

// Tag is a first stage that gives the message what a tag needs.
func (g *Effects) Tag() string {
	text := "msg.meta.location_path = \"l\";\nmsg.meta.data_contract = \"_r\";\nmsg.meta.tag_name = \"t\";\nmsg.meta.timestamp_ms = \"7\";\n"
	if g.IntN(3) == 0 {
		return text + "return msg;"
	}
	return text + g.Body()
}

// fill chooses a template and writes what it leaves open. @V is a value, @T a test, @U a
// call of cache.update, @L statements, @K a key of the cache, @M one of the metadata, @X
// and @D a text, @N a name that is new, @C what a catch does, @R what is returned, @F a function.
func (g *Effects) fill(templates []string, depth int) string {
	before, rest, more := strings.Cut(g.one(templates), "@")
	text := before
	for more {
		hole := rest[0]
		before, rest, more = strings.Cut(rest[1:], "@")
		text += g.hole(hole, depth) + before
	}
	return text
}

func (g *Effects) hole(hole byte, depth int) string {
	switch hole {
	case 'V':
		return g.value(depth)
	case 'T':
		if depth == 0 {
			return g.fill(effectTests[:effectSimpleTests], 0)
		}
		return g.fill(effectTests, depth-1)
	case 'U':
		return "cache.update(" + g.one(effectCacheKeys) + ", " + g.fill(effectUpdates, depth-1) + ")"
	case 'L':
		return g.statements(1+g.IntN(3), depth)
	case 'K':
		return g.one(effectCacheKeys)
	case 'M':
		return g.one(effectMetaKeys)
	case 'X':
		return g.one(effectTexts)
	case 'D':
		return g.one([]string{`"d1"`, `"d2"`, `"d3"`, `""`, `"d1"`, `"1"`})
	case 'N':
		g.names++
		return fmt.Sprint("x", g.names)
	case 'C':
		if g.Quiet {
			return g.one([]string{"msg.meta.e = \"caught\";", "console.log(\"caught\");", "cache.set(\"k1\", e instanceof TypeError);"})
		}
		return g.one(effectCatches)
	case 'F':
		return g.named
	case 'R':
		return g.fill(effectResults, depth)
	}
	panic("scriptgen: no such hole: " + string(hole))
}

// value is an expression.
func (g *Effects) value(depth int) string {
	switch {
	case !g.Quiet && g.IntN(14) == 0:
		return g.one(GivenUp)
	case depth <= 0 || g.IntN(3) == 0:
		return g.fill(effectLeaves, 0)
	}
	return g.fill(effectValues, depth-1)
}

func (g *Effects) statements(n, depth int) string {
	var text strings.Builder
	for range n {
		switch {
		case g.IntN(16) == 0:
			text.WriteString(g.any())
		case depth > 0 && g.IntN(3) == 0:
			text.WriteString(g.fill(effectBlocks, depth-1) + "\n")
		default:
			text.WriteString(g.fill(effectStatements, 2) + "\n")
		}
	}
	return text.String()
}

// any is a script of the executor's own tests, in a function.
func (g *Effects) any() string {
	choices := make([]byte, 10+g.IntN(120))
	for i := range choices {
		choices[i] = byte(g.Uint32())
	}
	source := evaltest.Script(choices).String()
	// Some depend on the time or on chance, and one may never end in goja.
	for _, word := range []string{"now(", "random", "Date()", "replaceAll(", "use strict", "Date(undefined", "undeclared", "later", "__proto__", "ud800", "?!", "NaN.", "(undefined)."} {
		if strings.Contains(source, word) {
			return "n++;\n"
		}
	}
	return g.fill([]string{"let @N = (function () {\n" + strings.ReplaceAll(source, "@", "at") + "\n})();\n"}, 0) +
		fmt.Sprintf(g.one([]string{"console.log(x%d);\n", "cache.set(\"k1\", x%d);\n", "msg.meta.r = JSON.stringify(x%d);\n", "x%d = 1;\n"}), g.names)
}

// EffectPayload is a message's payload.
func (g *Effects) EffectPayload() string { return g.one(effectPayloads) }

// EffectMeta are a message's metadata. Their keys alternate among several sets.
func (g *Effects) EffectMeta(sets int) map[string]any {
	set := g.IntN(sets)
	meta := map[string]any{}
	for i, key := range []string{"a", "b", "device", "c"} {
		if (set+2)>>i&1 == 1 {
			meta[key] = g.one([]string{"x", "y", "d1", "d2", "d3", "5", "ä"})
		}
	}
	if g.IntN(12) == 0 {
		values := []any{"", 5, 2.5, true, nil, []any{1, "x"}, map[string]any{"a": "x"}, "\xff", "\ud7ff", []byte("x")}
		meta[g.one([]string{"a", "z", "device", "__proto__", "toString", "\xff", "ü", ""})] = values[g.IntN(len(values))]
	}
	return meta
}
