// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A cut is a part of a text that is replaced.
type cut struct {
	span
	by string
}

// cutOf is the part in which a text differs from the tree's.
func (t *tree) cutOf(text string) cut {
	start := 0
	for start < min(len(text), len(t.text)) && text[start] == t.text[start] {
		start++
	}
	old, now := len(t.text), len(text)
	for old > start && now > start && text[now-1] == t.text[old-1] {
		old, now = old-1, now-1
	}
	return cut{span{start: start, end: old}, text[start:now]}
}

// setConditions gives all conditions that were there their texts in one step, each in its
// best form. ok is false if that does not read back: they are to be written one by one then.
func (t *tree) setConditions(path string, draft []Condition) (next *tree, ok bool) {
	f := t.processor(path)
	c := t.change(f)
	var cuts []cut
	for _, one := range draft {
		if one.From == New {
			continue
		}
		old, item := f.Scripts.Conditions[one.From], f.list.Content[one.From]
		for _, part := range []struct{ key, old, text string }{{"if", old.If, one.If}, {"then", old.Then, one.Then}} {
			if part.old == part.text {
				continue
			}
			key, value, _ := field(item, part.key)
			if value == nil || value.Kind != yaml.ScalarNode {
				return nil, false
			}
			texts := t.replaced(value, t.slotOf(f, item, key, value).forms(part.text))
			if len(texts) == 0 {
				return nil, false
			}
			cuts = append(cuts, t.cutOf(texts[0]))
			c.write(value, part.text)
		}
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, one := range cuts {
		if one.start < at {
			return nil, false
		}
		b.WriteString(t.text[at:one.start] + one.by)
		at = one.end
	}
	next, err := c.first([]string{b.String() + t.text[at:]})
	return next, err == nil
}
