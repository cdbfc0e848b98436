// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
)

// A writer writes configs in all layouts that people and tools use.
type writer struct {
	*rand.Rand
	b strings.Builder
	// anchors is how many there are.
	anchors int
}

func (w *writer) one(texts ...string) string { return texts[w.IntN(len(texts))] }

func (w *writer) chance(in int) bool { return w.IntN(in) == 0 }

// oneLiners are scripts of one line, others are those of several or with something odd.
var (
	oneLiners = []string{
		"return msg;", "return null;", "msg.payload > 5", `msg.meta.a === "x"`, "a['b'] === 'c'", "x ? y : z", "x = {a: 1}", "// done", "a # b",
		"!msg.meta.x", "true", "null", "42", "~", "- a", "{a}", "[1, 2]", "'use strict'", `"use strict"`, "`${X}`", "yes", "2024-01-01", "a: b", "a:", "? a", "| b",
		"> c", "& d", "&d", "*e", "@f", "%g", "`h", "#i", ", j", "k,l", "] m", "--- n", "...", "ä ö ü 🤖", strings.Repeat("long ", 100) + "end",
		`"\"\\"`, "0x1F", "1e3", ".inf", "=", "<<", "a\tb", "\ta", " a", "a ", "!!str x", "\\n", "'", `"`, "''", "x: 'y' # \"z\"", "${A}", "${A:b c}",
	}
	others = []string{
		"a;\nb;", "if (a) {\n  b;\n}\nreturn msg;", "a\n\n\nb", "\na", "\n\n  a\nb", "  a\nb", "a\n  ", "a\n\n  \nb", "\ta\n\tb", "a\n\tb", "   ", "\t",
		"a\u2028b", "a\u0085b", "a\x00b", "a\x1bb\nc", "\uFEFFa", "a\uFEFFb\nc", "a\x7f", "\ufffe", "# a\n# b", "---\na", "a\n...\nb", "a\n---", "ä\nö 🤖\n\t ü", "a \nb ", "a\n ",
		"- a\n- b", "key: value\nother: value", "\"a\nb\"", "a\n#b\n c", strings.Repeat("a line;\n", 50) + "end", "`${\n  a\n}`", "a\u2029", "\u00a0a\nb", "a\\\nb",
	}
)

func (w *writer) script() string {
	if w.chance(3) {
		return w.one(others...)
	}
	return w.one(oneLiners...)
}

// comment is one that is like none other.
func (w *writer) comment() string { return fmt.Sprintf("# c%d: - x", w.IntN(1e9)) }

// scalar writes a script that is readable YAML behind a key at a column.
func (w *writer) scalar(column int) {
	in := strings.Repeat(" ", column+1+w.IntN(4))
	w.b.WriteString(w.one(" ", " ", " ", "  ", " \t"))
	if w.chance(8) {
		w.anchors++
		fmt.Fprintf(&w.b, "&a%d ", w.anchors)
	}
	if w.chance(10) {
		w.b.WriteString("!!str ")
	}
	tail := ""
	if w.chance(4) {
		tail = " " + w.comment()
	}
	switch w.IntN(10) {
	case 0, 1, 2, 3:
		w.b.WriteString(w.one("|", "|", "|-", "|+", ">", ">-") + tail + "\n")
		w.b.WriteString(w.one("", "", "\n") + in + "a;\n" + w.one("", "\n", in+"  b;\n\n") + in + "return msg;\n" + w.one("", "\n", "\n\n"))
		return
	case 4:
		n := 1 + w.IntN(4)
		in = strings.Repeat(" ", column+n)
		fmt.Fprintf(&w.b, "%s%d%s%s\n%s  a;\n%sb;\n", w.one("|", ">"), n, w.one("", "-", "+"), tail, in, in)
		return
	case 5:
		w.b.WriteString(w.one("return msg;", "msg.meta.a", "a && b") + tail)
	case 6:
		w.b.WriteString(w.one("'it''s'", `"a\tb"`, `"a\nb"`, "''", `'# no'`) + tail)
	case 7:
		w.b.WriteString(w.one("let x;\n"+in+"return x;", "'a\n\n"+in+"b'", "\"a \\\n"+in+"  b\"") + tail)
	case 8:
		w.b.WriteString(w.one("", w.comment()) + "\n" + in + w.one("return msg;", "'a'", "|\n"+in+" x\n"+in+" y"))
	default:
		w.b.WriteString(w.one("", "~", "null", `""`, "true", "5") + tail)
	}
	w.b.WriteString("\n")
}

// between writes what may stand between two entries at a column.
func (w *writer) between(column int) {
	in := strings.Repeat(" ", column)
	switch w.IntN(6) {
	case 0:
		w.b.WriteString("\n")
	case 1:
		w.b.WriteString(in + w.comment() + "\n")
	case 2:
		w.b.WriteString("\n" + in + w.comment() + "\n\n" + in + w.comment() + "\n" + in + w.comment() + "\n")
	}
}

func (w *writer) flowScalar() string {
	return w.one("return msg;", "'a, b'", `"a\nb"`, `"x"`, "a b", "'it''s'")
}

// conditions writes a list behind the key at a column.
func (w *writer) conditions(column int) {
	switch w.IntN(9) {
	case 0:
		w.b.WriteString(w.one(" []", " [ ]", " ~", "", " &list []", " [] "+w.comment()) + "\n")
		return
	case 1:
		fmt.Fprintf(&w.b, " [{if: %s, then: %s}, {then: %s,if: %s, note: 1}%s]\n", w.flowScalar(), w.flowScalar(), w.flowScalar(), w.flowScalar(), w.one("", ", ", " "))
		return
	case 2:
		in := "\n" + strings.Repeat(" ", column+2)
		fmt.Fprintf(&w.b, " [%s{if: %s, then: %s},%s{ if: %s },%s]\n", in, w.flowScalar(), w.flowScalar(), in, w.flowScalar(), in)
		return
	}
	w.b.WriteString(w.one("", "", " "+w.comment(), " &list") + "\n")
	dash := column + w.IntN(4)
	in := strings.Repeat(" ", dash)
	wide := w.one("- ", "- ", "-   ", "-\n"+in+" ")
	inner := dash + len(wide)
	if strings.Contains(wide, "\n") {
		inner = dash + 1
	}
	for range 1 + w.IntN(5) {
		w.between(dash)
		w.b.WriteString(in)
		if w.chance(6) {
			fmt.Fprintf(&w.b, "- {if: %s, then: %s}\n", w.flowScalar(), w.flowScalar())
			continue
		}
		w.b.WriteString(wide)
		keys := []string{"if", "then"}
		switch w.IntN(6) {
		case 0:
			keys = []string{"then", "if"}
		case 1:
			keys = []string{"if", "note", "then"}
		case 2:
			keys = []string{w.one("if", "then")}
		}
		for i, key := range keys {
			if i > 0 {
				if w.chance(5) {
					w.between(inner)
				}
				w.b.WriteString(strings.Repeat(" ", inner))
			}
			w.b.WriteString(w.one(key, key, key, `"`+key+`"`) + ":")
			w.scalar(inner)
		}
		if w.chance(6) {
			w.b.WriteString(strings.Repeat(" ", inner+w.IntN(3)) + w.comment() + "\n")
		}
	}
}

// processor writes a processor with its key at a column.
func (w *writer) processor(column int) {
	w.b.WriteString("tag_processor:" + w.one("", "", " "+w.comment(), " &proc", " !!map") + "\n")
	inner := column + 1 + w.IntN(4)
	in := strings.Repeat(" ", inner)
	keys := []string{"on_error", "defaults", "conditions", "advancedProcessing", "note"}
	if w.chance(3) {
		w.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	}
	wrote := false
	for _, key := range keys {
		if w.chance(4) && (wrote || key != "note") {
			continue
		}
		wrote = true
		w.between(inner)
		w.b.WriteString(in + key + ":")
		switch key {
		case "on_error":
			w.b.WriteString(" drop\n")
		case "conditions":
			w.conditions(inner)
		default:
			w.scalar(inner)
		}
	}
}

// config is a config with one tag_processor.
func (w *writer) config() string {
	w.b.WriteString(w.one("", "", "", "# top\n", "---\n", "--- # top\n"))
	end := w.one("", "", "output:\n  drop: {}\n", "# end\n")
	switch w.IntN(5) {
	case 0:
		w.processor(0)
	case 1:
		w.b.WriteString("pipeline:\n  processors:\n    - ")
		w.processor(6)
		w.b.WriteString(w.one("", "      label: x\n", "    - drop: 1\n", "      # deep\n", "  # less\n"))
	case 2:
		w.b.WriteString("input:\n  stdin: {}\n  processors:\n  - label: x\n    ")
		w.processor(4)
	case 3:
		w.b.WriteString("pipeline:\n  processors:\n    - branch:\n        processors:\n        -   ")
		w.processor(12)
		w.b.WriteString(w.one("", "\n        result_map: root = this\n"))
	default:
		w.b.WriteString(w.flowConfig())
	}
	w.b.WriteString(end + w.one("", "", "", "...\n", "---\nother: document\n"))
	text := w.b.String()
	if w.chance(4) {
		text = strings.TrimRight(text, "\n")
	}
	if w.chance(3) {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if w.chance(6) {
		text = "\uFEFF" + text
	}
	return text
}

func (w *writer) flowConfig() string {
	key := w.one("tag_processor", `"tag_processor"`)
	switch w.IntN(5) {
	case 0:
		return fmt.Sprintf("a: {%s: {defaults: %s}}\n", key, w.flowScalar())
	case 1:
		return fmt.Sprintf("a: {%s: {}, b: c}\n", key)
	case 2:
		return fmt.Sprintf("a: {\n  %s: {\n    conditions: [{if: %s, then: %s}],\n    on_error: drop %s\n  }\n}\n", key, w.flowScalar(), w.flowScalar(), w.comment())
	case 3:
		return fmt.Sprintf("a:\n  %s: { } # none\n", key)
	default:
		return fmt.Sprintf("a:\n  %s: {defaults: %s, conditions: [], advancedProcessing: %s,}\n", key, w.flowScalar(), w.flowScalar())
	}
}

// draft makes others of some scripts.
func (w *writer) draft(s edit.Scripts) edit.Scripts {
	change := func(text *string) {
		switch w.IntN(5) {
		case 0, 1:
			*text = w.script()
		case 2:
			*text = ""
		}
	}
	change(&s.Defaults)
	change(&s.AdvancedProcessing)
	list := append([]edit.Condition{}, s.Conditions...)
	for i := range list {
		change(&list[i].If)
		change(&list[i].Then)
	}
	switch w.IntN(6) {
	case 0:
		w.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	case 1:
		list = nil
	case 2:
		if len(list) > 0 {
			list = list[w.IntN(len(list)):]
		}
	}
	for w.chance(3) {
		at := w.IntN(len(list) + 1)
		list = append(list[:at:at], append([]edit.Condition{{From: edit.New, If: w.script(), Then: w.script()}}, list[at:]...)...)
	}
	s.Conditions = list
	return s
}
