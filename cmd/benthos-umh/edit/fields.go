// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// setText gives a mapping a script under a key that is one of order. "" takes the key away if
// it may go, else it is written so.
func (t *tree) setText(f *found, fields *yaml.Node, name, text string, order []string, mayGo bool) (*tree, error) {
	key, value, _ := field(fields, name)
	switch {
	case value == nil && text == "":
		return t, nil
	case value == nil:
		s := t.slot(f, fields, t.columnOf(f, fields), !mayGo || name == "if")
		if name == "then" {
			s.oneLine = !strings.Contains(text, "\n")
		}
		return t.insert(f, fields, name, s.forms(text), stringNode(text), order)
	case text == "" && mayGo:
		return t.remove(f, fields, key)
	}
	forms := t.slotOf(f, fields, key, value).forms(text)
	c := t.change(f)
	texts := t.replaced(value, forms)
	if value.Kind == yaml.AliasNode {
		value = c.put(fields, key, stringNode(text))
	}
	c.write(value, text)
	return c.first(texts)
}

// write gives a scalar a text.
func (c *change) write(value *yaml.Node, text string) {
	value.Value = text
	if value.Style&yaml.TaggedStyle == 0 {
		value.Tag = "!!str"
	}
	c.written[value] = true
}

func stringNode(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

// put puts a node in the place of the one behind a key.
func (c *change) put(fields, key, value *yaml.Node) *yaml.Node {
	fields.Content[slices.Index(fields.Content, key)+1] = value
	return value
}

// fresh marks a node as one that the change has made, with all inside it.
func (c *change) fresh(node *yaml.Node) {
	if node.Kind == yaml.ScalarNode {
		c.written[node] = true
	}
	c.restyled[node] = true
	for _, one := range node.Content {
		c.fresh(one)
	}
}

// columnOf is the column at which the keys of a mapping begin, or would.
func (t *tree) columnOf(f *found, fields *yaml.Node) int {
	if len(fields.Content) > 0 {
		return t.column(t.spans[fields.Content[0]].start)
	}
	return t.column(t.spans[f.key].start) + 2
}

// insert adds a key to a mapping, where order says.
func (t *tree) insert(f *found, fields *yaml.Node, name string, forms []form, value *yaml.Node, order []string) (*tree, error) {
	c := t.change(f)
	key := stringNode(name)
	if len(fields.Content) > 0 {
		key.Style = fields.Content[0].Style & yaml.DoubleQuotedStyle
	} else {
		key.Style = f.key.Style & yaml.DoubleQuotedStyle
	}
	written := name
	if key.Style != 0 {
		written = doubleQuoted(name)
	}
	at := t.place(fields, name, order)
	if at > 0 && at == len(fields.Content) && t.unended(c, fields.Content[at-1]) {
		at -= 2
	}
	var texts []string
	for _, form := range forms {
		entry := written + ":"
		if form.head != "" {
			entry += " " + form.head
		}
		texts = append(texts, t.inserted(f, fields, at, append([]string{entry}, form.body...)))
	}
	fields.Content = slices.Insert(fields.Content, at, key, value)
	c.fresh(key)
	c.fresh(value)
	c.restyled[fields] = len(fields.Content) == 2
	return c.first(texts)
}

// unended reports whether a node is a block at the end of a text whose last line has no end.
// Its value would change if something came below it.
func (t *tree) unended(c *change, node *yaml.Node) bool {
	return isBlock(node) && !c.scripts[node] && t.spans[node].end == len(t.text)
}

// place is where among the nodes of a mapping a key goes: behind the nearest before it in
// the order, else before the nearest behind it, else to the end.
func (t *tree) place(fields *yaml.Node, name string, order []string) int {
	at := slices.Index(order, name)
	for i := at - 1; i >= 0; i-- {
		if key, _, _ := field(fields, order[i]); key != nil {
			return slices.Index(fields.Content, key) + 2
		}
	}
	for _, next := range order[at+1:] {
		if key, _, _ := field(fields, next); key != nil {
			return slices.Index(fields.Content, key)
		}
	}
	return len(fields.Content)
}

// inserted is the text with an entry in a mapping. The first of its lines is not indented.
func (t *tree) inserted(f *found, fields *yaml.Node, at int, lines []string) string {
	if t.inFlow(f, fields) {
		return t.insertedInFlow(fields, at, lines[0])
	}
	column := strings.Repeat(" ", t.columnOf(f, fields))
	eol := t.eol(t.spans[fields].start)
	entry := strings.Join(lines, eol)
	if len(fields.Content) == 0 { // {} becomes a block
		s := t.spans[fields]
		end := t.lineEnd(s.end)
		return strings.TrimRight(t.text[:s.value], blanks) + t.text[s.end:end] + eol + column + entry + t.text[end:]
	}
	if at == 0 {
		start := t.spans[fields.Content[0]].start
		if t.first(start) {
			return t.insertedLines(t.above(start), column+entry, eol)
		}
		return t.text[:start] + entry + eol + column + t.text[start:]
	}
	before := fields.Content[at-1]
	return t.insertedLines(t.after(before, len(column)), column+entry, eol)
}

// insertedLines is the text with lines at the beginning of a line.
func (t *tree) insertedLines(at int, lines, eol string) string {
	if at == len(t.text) && at > 0 && t.lineStart(at) != at { // the last line has no end
		return t.text + eol + lines
	}
	return t.text[:at] + lines + eol + t.text[at:]
}

// insertedInFlow is the text with an entry between { and }.
func (t *tree) insertedInFlow(fields *yaml.Node, at int, entry string) string {
	s := t.spans[fields]
	if len(fields.Content) == 0 {
		return t.text[:s.value+1] + entry + t.text[s.value+1:]
	}
	first := t.spans[fields.Content[0]].start
	separator := " "
	if t.first(first) {
		separator = t.eol(s.start) + t.text[t.lineStart(first):first]
	}
	if at < len(fields.Content) {
		next := t.spans[fields.Content[at]].start
		return t.text[:next] + entry + "," + separator + t.text[next:]
	}
	end := t.spans[fields.Content[at-1]].end
	if comma := t.skip(end, ""); t.text[comma] == ',' {
		return t.text[:comma+1] + separator + entry + t.text[comma+1:]
	}
	if line := t.lineEnd(end); separator != " " && t.skip(end, "") >= line {
		return t.text[:end] + "," + t.text[end:line] + separator + entry + t.text[line:]
	}
	return t.text[:end] + "," + separator + entry + t.text[end:]
}

// remove takes a key out of a mapping, with its lines and the comments in them. Comments
// above it stay: they may be about what follows.
func (t *tree) remove(f *found, fields, key *yaml.Node) (*tree, error) {
	c := t.change(f)
	at := slices.Index(fields.Content, key)
	var cuts []span
	insert := ""
	switch {
	case t.isFlow(fields):
		cuts = []span{t.flowCut(fields.Content, at, 2, t.spans[fields])}
	case len(fields.Content) == 2:
		start := t.spans[key].start
		if !t.first(start) {
			cuts = []span{{start: start, end: t.spans[key].end}}
			break
		}
		cuts, insert = t.lineCuts(fields, key, fields.Content[1]), " {}"
	case t.first(t.spans[key].start):
		cuts = t.lineCuts(fields, key, fields.Content[at+1])
	default:
		cuts = []span{{start: t.spans[key].start, end: t.spans[fields.Content[at+2]].start}}
	}
	var texts []string
	for _, cut := range cuts {
		begin := t.text[:cut.start]
		if insert != "" {
			hold := t.holder(f, fields)
			begin = t.text[:hold] + insert + t.text[hold:cut.start]
		}
		texts = append(texts, begin+t.text[cut.end:])
	}
	c.removed = cuts
	fields.Content = slices.Delete(fields.Content, at, at+2)
	c.restyled[fields] = len(fields.Content) == 0
	return c.first(texts)
}

// holder is where the fields of a processor would begin on the line of its key.
func (t *tree) holder(f *found, fields *yaml.Node) int {
	if s := t.spans[fields]; s.bare > s.start {
		return s.bare
	}
	end := t.spans[f.key].end
	return t.skip(end, "") + 1 // behind the colon
}

// lineCuts are the lines of an entry: without the empty ones below, and with them.
func (t *tree) lineCuts(fields, key, value *yaml.Node) []span {
	start := t.lineStart(t.spans[key].start)
	end := t.after(value, t.column(t.spans[fields.Content[0]].start))
	if end == len(t.text) && t.lineStart(end) != end { // the text ends without an end of line, and does so then
		return []span{{start: len(strings.TrimRight(t.text[:start], "\r\n")), end: end}, {start: start, end: end}}
	}
	below := end
	for below < len(t.text) && isEmpty(t.line(below)) {
		below = t.nextLine(below)
	}
	return []span{{start: start, end: end}, {start: start, end: below}}
}

// flowCut is what to take out between { and } or [ and ] so that an entry of several nodes
// is gone, with one comma.
func (t *tree) flowCut(nodes []*yaml.Node, at, size int, inside span) span {
	begin, end := t.spans[nodes[at]].start, t.spans[nodes[at+size-1]].end
	switch {
	case at+size < len(nodes):
		return span{start: begin, end: t.spans[nodes[at+size]].start}
	case at > 0:
		return span{start: t.spans[nodes[at-1]].end, end: end}
	}
	if comma := t.skip(end, ""); t.text[comma] == ',' {
		end = comma + 1
	}
	return span{start: begin, end: min(end, inside.end-1)}
}
