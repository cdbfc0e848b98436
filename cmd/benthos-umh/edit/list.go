// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// setList makes the list of conditions the wanted one. The texts of those that were there
// have been written already.
func (t *tree) setList(f *found, draft []Condition) (*tree, error) {
	key, value, _ := field(f.fields, "conditions")
	switch {
	case len(draft) == 0:
		return t.remove(f, f.fields, key)
	case value == nil:
		forms, node := t.newList(f, draft)
		return t.insert(f, f.fields, "conditions", forms, node, stages[f.Kind])
	case f.list == nil || len(f.list.Content) == 0:
		forms, node := t.newList(f, draft)
		c := t.change(f)
		texts := t.replaced(value, forms)
		node.Anchor = value.Anchor
		c.put(f.fields, key, node)
		c.fresh(node)
		return c.first(texts)
	}
	c := t.change(f)
	var texts []string
	if t.isFlow(f.list) {
		texts = []string{t.flowList(f, draft, c)}
	} else if segments, ok := t.segments(f.list); ok {
		texts = t.blockList(f, draft, segments, c)
	} else {
		return nil, errNoList
	}
	var content []*yaml.Node
	for _, one := range draft {
		if one.From != New {
			content = append(content, f.list.Content[one.From])
			continue
		}
		node := itemNode(one)
		c.fresh(node)
		content = append(content, node)
	}
	f.list.Content = content
	return c.first(texts)
}

func itemNode(c Condition) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{
		stringNode("if"), stringNode(c.If), stringNode("then"), stringNode(c.Then),
	}}
}

// newList is a list of conditions where none is, as a processor would have it.
func (t *tree) newList(f *found, draft []Condition) (forms []form, node *yaml.Node) {
	node = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, one := range draft {
		node.Content = append(node.Content, itemNode(one))
	}
	if t.slot(f, f.fields, 0, true).flow {
		var items []string
		for _, one := range draft {
			items = append(items, t.flowItem(f, one))
		}
		return []form{{head: "[" + strings.Join(items, ", ") + "]"}}, node
	}
	for _, safe := range []bool{false, true} {
		var body []string
		for _, one := range draft {
			body = append(body, t.blockItem(f, t.columnOf(f, f.fields)+2, one, safe)...)
		}
		forms = append(forms, form{body: body})
	}
	return forms, node
}

// blockItem are the lines of a new condition. safe puts its texts in double quotes.
func (t *tree) blockItem(f *found, dash int, c Condition, safe bool) []string {
	s := slot{column: dash + 2, indent: dash + 2 + t.step(f), oneLine: true}
	ifForm, thenForm := form{head: doubleQuoted(c.If)}, form{head: doubleQuoted(c.Then)}
	if !safe {
		ifForm = firstForm(s, c.If)
		thenForm = firstForm(s, c.Then)
	}
	lines := append([]string{strings.Repeat(" ", dash) + "- if: " + ifForm.head}, ifForm.body...)
	lines = append(lines, strings.Repeat(" ", dash+2)+"then: "+thenForm.head)
	return append(lines, thenForm.body...)
}

func firstForm(s slot, text string) form {
	if forms := s.forms(text); len(forms) > 0 {
		return forms[0]
	}
	return form{head: doubleQuoted(text)}
}

// flowItem is a new condition inside [ and ].
func (t *tree) flowItem(f *found, c Condition) string {
	style := f.key.Style & yaml.DoubleQuotedStyle
	s := slot{flow: true, style: style}
	ifKey, thenKey := "if", "then"
	if style != 0 {
		ifKey, thenKey = doubleQuoted(ifKey), doubleQuoted(thenKey)
	}
	return "{" + ifKey + ": " + firstForm(s, c.If).head + ", " + thenKey + ": " + firstForm(s, c.Then).head + "}"
}

// A segment is an item of a list in lines: what stands apart before it, then what moves
// with it.
type segment struct{ apart, own span }

// segments are those of the items of a block list. ok is false if they do not begin on
// lines of their own.
func (t *tree) segments(list *yaml.Node) (segments []segment, ok bool) {
	at := t.spans[list].value
	if s := t.spans[list]; s.bare > s.start {
		at = s.bare
	}
	begin := -1
	for _, item := range list.Content {
		dash := t.skip(at, "")
		if dash >= len(t.text) || t.text[dash] != '-' || !t.first(dash) {
			return nil, false
		}
		if begin < 0 {
			begin = t.above(dash)
		}
		own := span{start: max(begin, t.above(dash)), end: t.after(item, t.column(dash))}
		segments = append(segments, segment{span{start: begin, end: own.start}, own})
		at, begin = t.spans[item].end, own.end
	}
	return segments, true
}

// blockList are the texts with the items of a list in another order, with new ones, and
// without those that are gone.
func (t *tree) blockList(f *found, draft []Condition, segments []segment, c *change) []string {
	first, last := segments[0], segments[len(segments)-1]
	eol := t.eol(first.own.start)
	stays := map[int]bool{}
	for _, one := range draft {
		stays[one.From] = true
	}
	apart, usual := t.apart(segments, stays)
	for i, s := range segments {
		if !stays[i] {
			c.removed = append(c.removed, s.own)
		}
	}
	dash := t.dash(first)
	var texts []string
	for _, safe := range []bool{false, true} {
		gaps := slices.Clone(apart)
		var b strings.Builder
		b.WriteString(t.text[:first.apart.start])
		for i, one := range draft {
			if one.From == New && (i > 0 || len(gaps) > 1) {
				gaps = slices.Insert(gaps, max(i, 1), usual)
			}
			b.WriteString(gaps[i])
			own := ""
			if one.From == New {
				own = strings.Join(t.blockItem(f, dash, one, safe), eol)
			} else {
				own = t.text[segments[one.From].own.start:segments[one.From].own.end]
			}
			b.WriteString(own)
			if !endsLine(own) {
				b.WriteString(eol)
			}
		}
		for _, gap := range gaps[min(len(draft), len(gaps)):] {
			b.WriteString(gap)
		}
		text := b.String()
		if last.own.end == len(t.text) && !endsLine(t.text) {
			text = strings.TrimSuffix(text, eol)
		}
		texts = append(texts, text+t.text[last.own.end:])
	}
	return texts
}

func endsLine(text string) bool {
	return text != "" && strings.ContainsAny(lastRune(text), inventory.Breaks)
}

// dash is the column of the dashes of a list.
func (t *tree) dash(first segment) int {
	at := first.own.start
	for isComment(t.line(at)) {
		at = t.nextLine(at)
	}
	return indentOf(t.line(at))
}

// apart is what stands apart before the items that stay, in order, and below the last one;
// and what usually stands between two items: an empty line, or nothing. The empty lines
// before an item that goes go with it; comments stay.
func (t *tree) apart(segments []segment, stays map[int]bool) (apart []string, usual string) {
	kept := ""
	for i, s := range segments {
		text := t.text[s.apart.start:s.apart.end]
		empty := strings.Trim(text, space) == ""
		if i > 0 && empty && text != "" {
			usual = t.eol(s.own.start)
		}
		if !stays[i] && empty {
			text = ""
		}
		if stays[i] && empty && i > 0 && len(apart) == 0 {
			text = "" // it is the first one now
		}
		if kept += text; stays[i] {
			apart, kept = append(apart, kept), ""
		}
	}
	return append(apart, kept), usual
}

// flowList is the text with other items between [ and ].
func (t *tree) flowList(f *found, draft []Condition, c *change) string {
	items := f.list.Content
	var between []string
	for i := 1; i < len(items); i++ {
		between = append(between, t.text[t.spans[items[i-1]].end:t.spans[items[i]].start])
	}
	usual := ", "
	if len(between) > 0 && !strings.Contains(between[0], "#") {
		usual = between[0]
	}
	stays := map[int]bool{}
	for _, one := range draft {
		stays[one.From] = true
	}
	for i, item := range items {
		if !stays[i] {
			c.removed = append(c.removed, t.spans[item])
		}
	}
	var b strings.Builder
	b.WriteString(t.text[:t.spans[items[0]].start])
	for i, one := range draft {
		switch {
		case i > 0 && i <= len(between):
			b.WriteString(between[i-1])
		case i > 0:
			b.WriteString(usual)
		}
		if one.From == New {
			b.WriteString(t.flowItem(f, one))
		} else {
			s := t.spans[items[one.From]]
			b.WriteString(t.text[s.start:s.end])
		}
	}
	return b.String() + t.text[t.spans[items[len(items)-1]].end:]
}
