// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A form is one way to write a text as a YAML scalar.
type form struct {
	// head is what stands on the line of the key: the text itself, or the header of a block.
	head string
	// body are the lines of a block, indented.
	body []string
}

// A slot is where a scalar is to be written.
type slot struct {
	// flow: inside { } or [ ].
	flow bool
	// column is that of the key, from 0; indent is where the lines of a block begin.
	column, indent int
	// deep is how far the comments below are indented, 0 if there are none: a block that is
	// indented no more would have them inside.
	deep int
	// style is that of the text before, or the usual one at this place.
	style yaml.Style
	// header is what a block begins with, without its comment: |2-
	header string
	// variables: the text before has environment variables, and is right as it stands for
	// what is in them.
	variables bool
	// oneLine: a text of one line is to stand on the line of the key.
	oneLine bool
}

// forms are the ways to write a text here, the best first. Each reads back as the text.
func (s slot) forms(text string) (list []form) {
	single := !strings.Contains(text, "\n")
	add := func(forms ...form) {
		for _, f := range forms {
			if s.reads(f, text) {
				list = append(list, f)
			}
		}
	}
	// What is in a variable may end a text in any form but a block. Double quotes are the
	// only one in which it may have several lines.
	variables := !s.flow && hasVariables(text)
	if variables && s.variables && s.style&yaml.DoubleQuotedStyle != 0 {
		add(form{head: doubleQuoted(text)})
	}
	if single && (s.oneLine || s.flow || text == "") && (s.variables || !variables) {
		add(s.line(text)...)
	}
	if !s.flow {
		if strings.HasPrefix(s.header, ">") && single {
			add(s.block(text, s.header, s.indent))
		}
		add(s.block(text, "|"+strings.TrimLeft(s.header, "|>"), s.indent))
		if s.deep >= s.indent {
			add(s.block(text, "|", s.deep+1))
		}
	}
	if single {
		add(s.line(text)...)
	}
	add(form{head: doubleQuoted(text)})
	return list
}

// line are the ways to write a text on one line.
func (s slot) line(text string) []form {
	plain := form{head: text}
	single := form{head: "'" + strings.ReplaceAll(text, "'", "''") + "'"}
	double := form{head: doubleQuoted(text)}
	escapes := len(double.head) > len(text)+2
	switch {
	case s.style&yaml.DoubleQuotedStyle != 0:
		return []form{double}
	case s.style&yaml.SingleQuotedStyle != 0:
		return []form{single, double}
	case !strings.Contains(text, "'"):
		return []form{plain, single}
	case !escapes:
		return []form{plain, double}
	case s.flow:
		return []form{plain, single, double}
	default:
		return []form{plain}
	}
}

// block is a block with a header. It gets a digit where the text begins with blanks, or
// may do so once its variables are replaced.
func (s slot) block(text, header string, indent int) form {
	begin := strings.TrimLeft(text, "\n")
	digit := strings.IndexAny(begin, blanks) == 0 || !s.variables && strings.HasPrefix(begin, "${") && hasVariables(begin)
	if digit && !strings.ContainsAny(header, "123456789") {
		if indent-s.column > 9 {
			indent = s.column + 2
		}
		header = header[:1] + strconv.Itoa(indent-s.column) + header[1:]
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = strings.Repeat(" ", indent) + line
		}
	}
	return form{header, lines}
}

// odd are what only double quotes hold, with an escape. Some end a line for the YAML library
// but not for an editor: a block that has one may read back and yet end at the wrong place.
// The byte order mark it takes for one at some places of a text.
const odd = "\r\u0085\u2028\u2029\uFEFF"

// reads reports whether a form means the text.
func (s slot) reads(f form, text string) bool {
	if strings.ContainsAny(f.head, odd) || len(f.body) > 0 && strings.ContainsAny(text, odd) || text == "" && (f.head == "" || len(f.body) > 0) || len(f.body) == 0 && ambiguous(f.head) {
		return false
	}
	column := strings.Repeat(" ", s.column)
	config := column + "k: " + f.head + "\n" + strings.Join(append(f.body, column+"l: m"), "\n")
	if s.flow {
		config = "[{k: " + f.head + ",l: m}, {k: " + f.head + "}]"
	}
	var document yaml.Node
	if yaml.Unmarshal([]byte(config), &document) != nil || len(document.Content) == 0 {
		return false
	}
	mapping := document.Content[0]
	if s.flow {
		mapping = mapping.Content[0]
	}
	_, value, _ := field(mapping, "k")
	return value != nil && len(mapping.Content) == 4 && value.Kind == yaml.ScalarNode &&
		value.ShortTag() == "!!str" && value.Anchor == "" && script(value.Value) == text
}

// words are those that other YAML libraries than ours take for something else than text.
var words = []string{"y", "n", "yes", "no", "on", "off"}

// ambiguous reports whether a word without quotes is one to better put in quotes.
func ambiguous(head string) bool {
	return slices.Contains(words, strings.ToLower(head)) || head != "" && strings.HasPrefix(head, "!")
}

// doubleQuoted is a text in double quotes, on one line.
func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r >= 0x7f && r < 0xa0:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r == '\u2028' || r == '\u2029' || r == '\uFEFF' || r == 0xFFFE || r == 0xFFFF:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
