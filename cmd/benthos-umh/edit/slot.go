// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// isFlow reports whether what a collection has stands inside { } or [ ].
func (t *tree) isFlow(node *yaml.Node) bool {
	return t.spans[node].flow || node.Style&yaml.FlowStyle != 0
}

// inFlow reports whether a new entry of a mapping goes between { and }. A processor that has
// no fields becomes a block.
func (t *tree) inFlow(f *found, fields *yaml.Node) bool {
	return t.spans[fields].flow || t.isFlow(fields) && (len(fields.Content) > 0 || fields != f.fields)
}

// slot is where a new scalar of a mapping goes, whose keys begin at a column.
func (t *tree) slot(f *found, fields *yaml.Node, column int, oneLine bool) slot {
	s := slot{flow: t.inFlow(f, fields), column: column, indent: column + t.step(f), oneLine: oneLine}
	if len(fields.Content) > 0 {
		s.style = fields.Content[0].Style
	} else {
		s.style = f.key.Style
	}
	return s
}

// slotOf is where a scalar stands that is to be replaced.
func (t *tree) slotOf(f *found, fields, key, value *yaml.Node) slot {
	at := t.spans[value]
	s := t.slot(f, fields, t.column(t.spans[key].start), true)
	s.flow, s.style, s.variables = at.flow, value.Style, hasVariables(value.Value)
	if isBlock(value) {
		s.oneLine = false
		s.header = header(t.text[at.value:])
		if indent := t.blockIndent(value); indent > 0 {
			s.indent = indent
		} else if digit := strings.Trim(s.header, "|>+-"); digit != "" {
			s.indent = s.column + int(digit[0]-'0')
		}
	} else if strings.ContainsAny(t.text[at.value:at.end], inventory.Breaks) {
		s.oneLine = false
	}
	for below := t.nextLine(at.end); below < len(t.text); below = t.nextLine(below) {
		line := t.line(below)
		if isComment(line) && indentOf(line) > s.column {
			s.deep = max(s.deep, indentOf(line))
		} else if !isEmpty(line) {
			break
		}
	}
	return s
}

// header is the header at the beginning of a text, without its comment.
func header(text string) string { return text[:wordLength(text)] }

// blockIndent is how far the content of a block is indented, 0 if it has none.
func (t *tree) blockIndent(node *yaml.Node) int {
	first := len(node.Value) - len(strings.TrimLeft(node.Value, "\n"))
	if first == len(node.Value) {
		return 0
	}
	at := int(t.spans[node].from[first])
	return at - t.lineStart(at)
}

// step is how much deeper the lines of a block are than its key.
func (t *tree) step(f *found) int {
	for s := range f.scripts() {
		if !isBlock(s.node) || t.spans[s.node].flow {
			continue
		}
		line := t.line(t.spans[s.node].value)
		key := len(line) - len(strings.TrimLeft(line, " -"))
		if indent := t.blockIndent(s.node) - key; indent > 0 && indent < 10 {
			return indent
		}
	}
	if len(f.fields.Content) > 0 && !t.isFlow(f.fields) {
		if step := t.column(t.spans[f.fields.Content[0]].start) - t.column(t.spans[f.key].start); step > 0 && step < 10 {
			return step
		}
	}
	return 2
}

// replaced are the texts with a scalar in other forms.
func (t *tree) replaced(value *yaml.Node, forms []form) (texts []string) {
	for _, c := range t.replacements(value, forms) {
		texts = append(texts, t.text[:c.start]+c.by+t.text[c.end:])
	}
	return texts
}

// replacements are the ways to put a scalar's other forms in its place.
func (t *tree) replacements(value *yaml.Node, forms []form) (cuts []cut) {
	for _, f := range forms {
		cuts = append(cuts, t.replacementsBy(value, f)...)
	}
	return cuts
}

func (t *tree) replacementsBy(value *yaml.Node, f form) []cut {
	s := t.spans[value]
	body := ""
	if eol := t.eol(s.value); len(f.body) > 0 {
		body = eol + strings.Join(f.body, eol)
	}
	if isBlock(value) {
		from, end := s.value+len(header(t.text[s.value:])), t.lineEnd(s.value)
		return []cut{{span{start: s.value, end: max(end, s.end)}, f.head + t.text[from:end] + body}}
	}
	end, by := s.end, f.head
	if body != "" { // what follows on the line stays on it
		end = t.lineEnd(s.end)
		by += t.text[s.end:end] + body
	}
	var cuts []cut
	if before := strings.TrimRight(t.text[:s.value], space); body != "" && !t.commented(len(before)) && (f.head == "" || strings.ContainsAny(t.text[len(before):s.value], inventory.Breaks)) {
		head := " "
		if f.head == "" {
			head = ""
		}
		cuts = append(cuts, cut{span{start: len(before), end: end}, head + by})
	}
	pad := ""
	if s.value > 0 && !strings.ContainsAny(t.text[s.value-1:s.value], " \t\n\r") {
		pad = " "
	}
	return append(cuts, cut{span{start: s.value, end: end}, pad + by})
}

// commented reports whether a comment ends at a place.
func (t *tree) commented(at int) bool {
	return slices.ContainsFunc(t.comments, func(c comment) bool { return c.at < at && at <= c.at+len(c.text) })
}
