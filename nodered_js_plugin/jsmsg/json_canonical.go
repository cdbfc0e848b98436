// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"cmp"
	"slices"
)

// appendCanonical writes the JSON text as it looks after a way through
// JavaScript: what appendJSON gives for the value of parseJSON, with the same
// sources, without making the value. text must be JSON.
func appendCanonical(dst []byte, text string) []byte {
	c := jsonCanonical{jsonText: jsonText{text: text}, dst: dst}
	start := len(dst)
	c.value()
	if len(c.moved) > 0 {
		slices.SortFunc(c.moved, func(a, b movedMembers) int { return cmp.Compare(a.from, b.from) })
		written := c.ordered(nil, start, len(c.dst))
		c.dst = append(c.dst[:start], written...)
	}
	return c.dst
}

// jsonCanonical writes while it reads. Members that JavaScript has in another
// order are noted and, where there are any, put in order by one copy at the end:
// so the work grows with the text, however deep objects nest.
type jsonCanonical struct {
	jsonText
	dst []byte
	// members are those written so far of all objects that are open.
	members []jsonMember
	moved   []movedMembers
	keys    keyTable
}

// A jsonMember is a member that was written to dst.
type jsonMember struct {
	key string
	// index is the key as an array index, notIndex if it is none.
	index uint32
	// first is which member of the object was the first with this key.
	first int
	// from and to are where key and value stand in dst.
	from, to int
}

// movedMembers are the members, in JavaScript's order, of an object that stands
// in dst from from to to, up to its closing brace.
type movedMembers struct {
	from, to int
	members  []jsonMember
}

func (c *jsonCanonical) value() {
	switch first := c.next(); first {
	case '{':
		c.object()
	case '[':
		c.array()
	case '"':
		c.string(c.quoted())
	case 't', 'f', 'n':
		start := c.pos
		c.word(first)
		c.dst = append(c.dst, c.text[start:c.pos]...)
	default:
		c.number()
	}
}

func (c *jsonCanonical) array() {
	c.open()
	c.dst = append(c.dst, '[')
	for first := true; c.more(first, ']'); first = false {
		if !first {
			c.dst = append(c.dst, ',')
		}
		c.value()
	}
	c.dst = append(c.dst, ']')
}

func (c *jsonCanonical) object() {
	c.open()
	base, start := len(c.members), len(c.dst)
	c.dst = append(c.dst, '{')
	indexed := false
	for first := true; c.more(first, '}'); first = false {
		if !first {
			c.dst = append(c.dst, ',')
		}
		from := len(c.dst)
		key := c.string(c.key())
		c.dst = append(c.dst, ':')
		c.value()
		index := arrayIndex(key)
		indexed = indexed || index != notIndex
		c.members = append(c.members, jsonMember{key: key, index: index, from: from, to: len(c.dst)})
	}
	members := c.members[base:]
	if double := c.keys.double(members); double || indexed {
		c.moved = append(c.moved, movedMembers{start, len(c.dst), inOrder(members)})
	}
	c.members = c.members[:base]
	c.dst = append(c.dst, '}')
}

// inOrder gives the members as JavaScript has them: array indexes first,
// ascending, then the others as they came; of equal keys the value of the last
// at the place of the first.
func inOrder(members []jsonMember) []jsonMember {
	kept := make([]jsonMember, 0, len(members))
	for i, m := range members {
		if m.first == i {
			kept = append(kept, m)
			// From here on, where the first member was put.
			members[i].first = len(kept) - 1
		} else {
			first := &kept[members[m.first].first]
			first.from, first.to = m.from, m.to
		}
	}
	slices.SortStableFunc(kept, func(a, b jsonMember) int { return cmp.Compare(a.index, b.index) })
	return kept
}

// ordered appends what stands in c.dst from from to to, members in order.
func (c *jsonCanonical) ordered(dst []byte, from, to int) []byte {
	for {
		next, _ := slices.BinarySearchFunc(c.moved, from, func(m movedMembers, from int) int { return cmp.Compare(m.from, from) })
		if next == len(c.moved) || c.moved[next].from >= to {
			return append(dst, c.dst[from:to]...)
		}
		object := c.moved[next]
		dst = append(dst, c.dst[from:object.from+1]...)
		for i, m := range object.members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = c.ordered(dst, m.from, m.to)
		}
		from = object.to
	}
}

// string writes a string and gives its value.
func (c *jsonCanonical) string(raw string, plain bool) string {
	if plain {
		c.dst = append(c.dst, '"')
		c.dst = append(c.dst, raw...)
		c.dst = append(c.dst, '"')
		return raw
	}
	s := jsonUnescape(raw)
	c.dst = AppendString(c.dst, s)
	return s
}

// number writes a number as it stands: one that JavaScript would write in another
// way is kept in sources.
func (c *jsonCanonical) number() {
	text, _ := c.jsonText.number()
	c.dst = append(c.dst, text...)
}
