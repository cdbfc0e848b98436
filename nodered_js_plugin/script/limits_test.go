// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// around is open, n times, middle, and close as often.
func around(open, middle, closing string, n int) string {
	return strings.Repeat(open, n) + middle + strings.Repeat(closing, n)
}

// each is one text for each number below n.
func each(n int, text func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(text(i))
	}
	return b.String()
}

// smallStack makes the test fail, and not only a larger one, where something calls
// itself for all that a script nests. The race detector's frames are larger.
func smallStack(t *testing.T) {
	size := 64 << 20
	if race.Enabled {
		size *= 2
	}
	before := debug.SetMaxStack(size)
	t.Cleanup(func() { debug.SetMaxStack(before) })
}

// The constructs that a script may put into each other, and what refuses them.
var nestings = map[string]struct {
	script func(n int) string
	limit  int // the largest n that is accepted
	err    error
}{
	"blocks":        {func(n int) string { return around("{", "", "}", n) }, maxNesting, errTooDeep},
	"parentheses":   {func(n int) string { return "x = " + around("(", "1", ")", n) }, maxNesting, errTooDeep},
	"arrays":        {func(n int) string { return "x = " + around("[", "", "]", n) }, maxNesting, errTooDeep},
	"objects":       {func(n int) string { return "x = " + around("{a:", "1", "}", n) }, maxNesting, errTooDeep},
	"functions":     {func(n int) string { return "x = " + around("function(){return ", "1", "}", n) }, maxNesting, errTooDeep},
	"calls":         {func(n int) string { return "x = " + around("String(", "1", ")", n) }, maxNesting, errTooDeep},
	"templates":     {func(n int) string { return "x = " + around("`${", "1", "}`", n) }, maxNesting, errTooDeep},
	"keys":          {func(n int) string { return "x = " + around("msg[", "1", "]", n) }, maxNesting, errTooDeep},
	"patterns":      {func(n int) string { return "let " + around("[", "a", "]", n) + " = 1" }, maxNesting, errTooDeep},
	"classes":       {func(n int) string { return "x = " + around("class{a=", "1", "}", n) }, maxNesting, errTooDeep},
	"switches":      {func(n int) string { return around("switch(1){case 1:", "", "}", n) }, maxNesting, errTooDeep},
	"tries":         {func(n int) string { return around("try{", "", "}finally{}", n) }, maxNesting, errTooDeep},
	"arrows":        {func(n int) string { return "x = " + around("a=>", "1", "", n) }, maxNesting, errTooDeep},
	"async arrows":  {func(n int) string { return "x = " + around("async a=>", "1", "", n) }, maxNesting, errTooDeep},
	"labels":        {func(n int) string { return each(n, func(i int) string { return fmt.Sprintf("l%d:", i) }) + ";" }, maxNesting, errTooDeep},
	"not":           {func(n int) string { return "x = " + around("!", "1", "", n) }, maxNesting, errTooDeep},
	"minus":         {func(n int) string { return "x = " + around("- ", "1", "", n) }, maxNesting, errTooDeep},
	"new":           {func(n int) string { return "x = " + around("new ", "f", "", n) }, maxNesting, errTooDeep},
	"powers":        {func(n int) string { return "x = " + around("1**", "1", "", n) }, maxNesting, errTooDeep},
	"ifs":           {func(n int) string { return around("if(msg)", ";", "", n) }, maxNesting, errTooDeep},
	"loops":         {func(n int) string { return around("while(msg)", ";", "", n) }, maxNesting, errTooDeep},
	"do":            {func(n int) string { return around("do ", ";", "while(0);", n) }, maxNesting, errTooDeep},
	"members":       {func(n int) string { return "x = " + around("", "msg", ".x", n) }, maxMembers, errMembers},
	"?.":            {func(n int) string { return "x = " + around("", "msg", "?.x", n) }, maxMembers, errMembers},
	"indices":       {func(n int) string { return "x = " + around("", "msg", "[0]", n) }, maxMembers, errMembers},
	"calls of such": {func(n int) string { return "x = " + around("", "msg", "()", n) }, maxMembers, errMembers},
	"sums":          {func(n int) string { return "x = " + around("", "1", "+1", n) }, maxChain - 1, errChain},
	"texts":         {func(n int) string { return "x = " + around("", "'a'", "+'b'", n) }, maxChain - 1, errChain},
	"&&":            {func(n int) string { return "x = " + around("", "1", "&&1", n) }, maxChain - 1, errChain},
	"||":            {func(n int) string { return "x = " + around("", "0", "||0", n) }, maxChain - 1, errChain},
	"|| of members": {func(n int) string { return "x = " + around("", "msg.meta.a", "||msg.meta.b", n) }, maxChain - 1, errChain},
	"??":            {func(n int) string { return "x = " + around("", "null", "??null", n) }, maxChain - 1, errChain},
	"? :":           {func(n int) string { return "x = " + around("msg?1:", "2", "", n) }, maxChain - 1, errChain},
	"? ? : :":       {func(n int) string { return "x = " + around("msg?", "1", ":2", n) }, maxChain - 1, errChain},
	"else if":       {func(n int) string { return "if(msg){}" + strings.Repeat("else if(msg){}", n) }, maxChain, errChain},
	"assignments":   {func(n int) string { return around("x=", "1", "", n) }, maxChain, errChain},
	"parameters":    {func(n int) string { return "x = " + around("(a=", "1", ")=>1", n) }, 12, errReread},
}

func TestNestingIsLimited(t *testing.T) {
	smallStack(t)
	for name, tt := range nestings {
		if errors.Is(tt.err, errTooDeep) {
			tt.limit-- // the body's own braces, and what the script begins with
		}
		if _, err := Compile("code", tt.script(tt.limit), Body); err != nil {
			t.Errorf("%s: %d are refused: %.200v", name, tt.limit, err)
		}
		sizes := []int{2 * tt.limit, 100_000}
		if errors.Is(tt.err, errReread) {
			sizes = sizes[:1] // it also nests too deep
		}
		for _, n := range sizes {
			source := tt.script(n)
			for len(source) > maxSource {
				n = n * 9 / 10
				source = tt.script(n)
			}
			_, err := Compile("code", source, Body)
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || !errors.Is(err, tt.err) || syntax.Cause.Reason != Syntax {
				t.Errorf("%s: %d give %.200v", name, n, err)
				continue
			}
			if syntax.Cause.Line != 1 || !strings.Contains(err.Error(), "^") {
				t.Errorf("%s: %d are refused without a place: %.200v", name, n, err)
			}
		}
	}
}

// What is not closed nests as deep, and is refused in the same way.
func TestOpenNestingIsLimited(t *testing.T) {
	smallStack(t)
	for _, open := range []string{"(", "[", "{", "`${", "x=>", "(a=", "f(", "async(", "/* */(", "'('+(", "/[(]/.test("} {
		_, err := Compile("code", strings.Repeat(open, 50_000), Body)
		if !errors.Is(err, errTooDeep) {
			t.Errorf("%s: %.200v", open, err)
		}
	}
}

func TestLengthIsLimited(t *testing.T) {
	if _, err := Compile("code", strings.Repeat(" ", maxSource), Body); err != nil {
		t.Errorf("%.200v", err)
	}
	_, err := Compile("condition 3 if", "1;\n"+strings.Repeat(" ", maxSource), Condition)
	if want := "condition 3 if, line 2:1048574: the script is longer than 1,048,576 bytes\n"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%.200v", err)
	}
}

// What the text only seems to nest, and long scripts as generators write them.
func TestLongScriptsAreAccepted(t *testing.T) {
	const n = 5000
	for name, source := range map[string]string{
		"brackets in texts":        "x = [" + strings.Repeat("'(', \"[\", `{`, ", n) + "]",
		"brackets in comments":     strings.Repeat("// (\n/* [ */", n),
		"brackets in expressions":  "x = [" + strings.Repeat(`/\(/, /[({]/, /[/(]/, `, n) + "]",
		"divisions":                "x = [" + strings.Repeat("(1) / 2 / 3, a[0] / 2, ", n) + "]",
		"expressions behind heads": strings.Repeat("if (x) /[(]/.test(x)\n", n),
		"arrows in lines":          each(n, func(i int) string { return fmt.Sprintf("f%d = a => a\n", i) }),
		"arrows with blocks":       each(n, func(i int) string { return fmt.Sprintf("f%d = a => {}\n", i) }),
		"arrows in an object":      "x = {" + strings.Repeat("a: a => a, b: (a, b) => a,", n) + "}",
		"callbacks":                strings.Repeat("x = [1].map((a) => a).filter(a => a);", n),
		"cases":                    "switch (x) {" + each(n, func(i int) string { return fmt.Sprintf("case a%d: case b%d:", i, i) }) + "}",
		"choices":                  "x = " + strings.Repeat("a ? b : ", n) + "c",
		"choices one by one":       strings.Repeat("x = a ? b : c;", n),
		"labels one by one":        strings.Repeat("l: for (;;) { break l }\n", n),
		"short optional members":   strings.Repeat("x = msg?.a ?? b;", n),
		"texts with members":       "x = `" + strings.Repeat("${msg.a} {( ", n) + "`",
		"keywords as members":      strings.Repeat("x = a.if / 2 / a.return;", n),
		"one || for each name":     "return msg.meta.a === 'x'" + each(n, func(i int) string { return fmt.Sprintf("\n  || msg.meta.a === 'x%d'", i) }),
		"one else for each name":   "if (x) {}" + each(n, func(i int) string { return fmt.Sprintf(" else if (x === %d) { y = %d }\n", i, i) }),
		"default values":           strings.Repeat("x = (a = (b = 1) => b) => a;", n),
	} {
		if _, err := Compile("code", source, Body); err != nil {
			t.Errorf("%s: %.300v", name, err)
		}
	}
}

// goja works out constants when it compiles, in a time that doubles with each operator
// unless the chain is split.
func TestConstantsOfLogicalOperators(t *testing.T) {
	for name, source := range map[string]string{
		"||":      around("", "0", "||0", 200),
		"&&":      around("", "1", "&&1", 200),
		"??":      around("", "null", "??null", 200),
		"mixed":   around("", "1", "&&1||0", 200),
		"negated": around("!(", "1", "||0)||0", 200),
		"sums":    around("(", "1", "||0)+1||0", 200),
		"right":   around("(0||", "1", ")", 200),
	} {
		done := make(chan error, 1)
		go func() {
			_, err := Compile("code", "return "+source, Body)
			done <- err
		}()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: takes more than a minute", name)
		}
	}
}
