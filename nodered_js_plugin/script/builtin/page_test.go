// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

const (
	pagePath  = "../../../docs/javascript-api.md"
	pageStart = "<!-- The rest is made from the table: go test ./nodered_js_plugin/script/builtin -run Page -update -->\n"
)

var update = flag.Bool("update", false, "write docs/javascript-api.md instead of comparing it")

func TestPageIsWhatTheTableSays(t *testing.T) {
	text, err := os.ReadFile(pagePath)
	if err != nil {
		t.Fatal(err)
	}
	written, _, ok := strings.Cut(string(text), pageStart)
	if !ok {
		t.Fatal("the page has no line that says where the table begins")
	}
	want := written + pageStart + page()
	switch {
	case want == string(text):
	case *update:
		if err := os.WriteFile(pagePath, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("docs/javascript-api.md says something else than the table; run this test with -update")
	}
}

// page is the reference of all builtins, in Markdown.
func page() string {
	var w strings.Builder
	w.WriteString(`
## Every builtin
A parameter with ` + "`?`" + ` may be left out, one with ` + "`...`" + ` may be given any number of times. What begins with a dot stands on a value: ` + "`\"a.b\".split(\".\")`" + `. **VM** marks what has no Go function: a script that uses it [runs in a VM](security.md#where-scripts-run), which takes about twice as long.
`)
	var headings []string
	lines := map[string][]string{}
	for _, row := range Rows() {
		h := heading(row)
		if h == "" {
			continue
		}
		if lines[h] == nil {
			headings = append(headings, h)
		}
		line := fmt.Sprintf("| `%s` | %s | %s |\n", signature(row), words(row.Gives), strings.ReplaceAll(row.Doc, "|", `\|`)+mark(row))
		if !slices.Contains(lines[h], line) {
			lines[h] = append(lines[h], line)
		}
	}
	for _, h := range headings {
		fmt.Fprintf(&w, "\n### %s\n", h)
		if h == typedArrayHeading {
			w.WriteString("`from`, `of` and `BYTES_PER_ELEMENT` are there for all of them.\n\n")
		}
		w.WriteString("| call | result | what it is |\n|---|---|---|\n" + strings.Join(lines[h], ""))
	}
	w.WriteString(`
## What costs a VM for each message
A script may use all that JavaScript has. But one that names a builtin of this list gets a VM of its own for each message, which makes it about 10 times slower: with it the script could change what the next message finds ([security](security.md#how-it-is-kept)). So could one that takes a built-in object for a value, as in ` + "`let m = Math`" + `. Calling it by its name is free, and so is a function such as ` + "`let round = Math.round`" + `: the script gets one of its own that calls it.

| builtin | reason |
|---|---|
`)
	for _, e := range Outside() {
		if names := exclusionNames(e); names != "" {
			fmt.Fprintf(&w, "| %s | %s |\n", names, e.Reason)
		}
	}
	return w.String()
}

// mark is put behind what only a VM has. A constant is none of these, nor a property of
// a value that Go can have. Of iterators, which share their methods, Go has some.
func mark(row *Row) string {
	inGo := row.Form == FormConstant || row.Form == FormProperty && row.Receiver&Buffer == 0 || row.Receiver == Iterator
	if inGo || eval.Has(row.Name) {
		return ""
	}
	return " **VM**"
}

const typedArrayHeading = "Typed arrays"

// heading is the part of the page that a row stands in, "" if it is left out.
func heading(row *Row) string {
	root, _, dotted := strings.Cut(strings.TrimPrefix(row.Name, "new "), ".")
	array := Constructor(root)
	isTyped := array != nil && array.Gives == Buffer && strings.HasSuffix(root, "Array")
	switch {
	case row.Form == FormFunction && (row.Member() == "call" || row.Member() == "apply"):
		return "Old idioms"
	case isTyped && root != "Uint8Array" && dotted && row.Form != FormProperty:
		return ""
	case isTyped || root == "%TypedArray%":
		return typedArrayHeading
	case root[0] == '%':
		return "Iterators"
	case row.Receiver == Error || row.Gives == Error:
		return "Error"
	case !dotted && Constructor(root) == nil && root != "BigInt":
		return "Globals"
	default:
		return root
	}
}

// signature is how a script writes the builtin.
func signature(row *Row) string {
	name := row.Name
	if row.Receiver != 0 {
		name = "." + row.Member()
	}
	if row.Form == FormConstant || row.Form == FormProperty {
		return name
	}
	params := slices.Clone(row.Params)
	for i := range params {
		switch {
		case row.Rest && i == len(params)-1:
			params[i] = "..." + params[i]
		case i >= row.Required:
			params[i] += "?"
		}
	}
	return name + "(" + strings.Join(params, ", ") + ")"
}

// words are kinds as JavaScript calls them.
func words(kinds Kind) string {
	if kinds == Any {
		return "anything"
	}
	names := []string{
		"nothing", "null", "boolean", "number", "string", "BigInt", "array", "object", "function", "Date", "RegExp", "Map", "Set", "bytes", "Error", "iterator",
	}
	var list []string
	for i, name := range names {
		if kinds&(1<<i) != 0 {
			list = append(list, name)
		}
	}
	return strings.Join(list, " or ")
}

// exclusionNames are the names that a script could write.
func exclusionNames(e Exclusion) string {
	var list []string
	for _, name := range e.Names {
		name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(name, ".*"), "*"), ".")
		if !strings.ContainsAny(name, "%[") && !strings.HasPrefix(name, "BigInt.") {
			list = append(list, "`"+name+"`")
		}
	}
	return strings.Join(list, ", ")
}
