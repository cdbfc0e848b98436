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
			ways := t.replacements(value, t.slotOf(f, item, key, value).forms(part.text))
			if len(ways) == 0 {
				return nil, false
			}
			cuts = append(cuts, ways[0])
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
