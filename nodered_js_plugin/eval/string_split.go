// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"strings"
)

// noLimit is a split without a limit: no text has as many parts.
const noLimit = math.MaxInt32

func stringSplit(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	if o, ok := arg(args, 0).Ref.(*RegExp); ok {
		return m.splitBy(o.pattern, s, m.limit(arg(args, 1)))
	}
	limit := m.limit(arg(args, 1))
	missing := arg(args, 0).Kind == Undefined
	separator := ""
	if !missing {
		separator = m.toText(args[0])
	}
	switch {
	case limit == 0:
		return m.newList(nil)
	case missing:
		return m.newList([]Value{s})
	case separator == "":
		return m.splitUnits(s, limit)
	}
	return m.splitAt(s.Text(), separator, limit)
}

// splitAt splits a text at each separator, which is not empty. The parts are made
// together.
func (m *Machine) splitAt(text, separator string, limit int) Value {
	m.work((len(text) + len(separator)) >> 3) // it is gone through twice
	n := min(strings.Count(text, separator)+1, limit)
	m.allocate(listCost + (elemCost+textCost)*n)
	list, parts := make([]Value, n), make([]string, n)
	for i := range parts {
		part := text
		if at := strings.Index(text, separator); at >= 0 {
			part, text = text[:at], text[at+len(separator):]
		}
		parts[i] = part
		list[i] = sharedString(&parts[i])
	}
	return objectValue(NewArr(list))
}

// limit is how many parts a split may give.
func (m *Machine) limit(v Value) int {
	if v.Kind == Undefined {
		return noLimit
	}
	f := m.toNumber(v)
	if f >= 1<<63 || f < -1<<63 {
		if f-f == 0 {
			bail("a great number as a limit")
		}
		return 0
	}
	return int(min(uint32(toInt32(f)), noLimit))
}

// splitUnits splits a counted String into its UTF-16 units.
func (m *Machine) splitUnits(s Value, limit int) Value {
	text := s.Text()
	n := min(limit, int(s.Num))
	m.allocate(48 * n)
	list := make([]Value, 0, n)
	for at := 0; len(list) < n; {
		next := m.next(s, at)
		if next-at > 3 {
			half()
		}
		list = append(list, m.part(text[at:next]))
		at = next
	}
	return objectValue(NewArr(list))
}

// splitBy splits a counted String by a pattern. Its groups are parts as well.
func (m *Machine) splitBy(p *pattern, s Value, limit int) Value {
	if limit == 0 {
		return m.newList(nil)
	}
	text := s.Text()
	found := m.all(p, s)
	if text == "" {
		if len(found) > 0 {
			return m.newList(nil)
		}
		return m.newList([]Value{s})
	}
	var list []Value
	last := 0
	for i := range found {
		one := &found[i]
		if from, to := one.at[0], one.at[1]; from == to && (from == 0 || from == len(text)) {
			continue
		}
		list = append(list, m.part(text[last:one.at[0]]))
		last = one.at[1]
		if groups := one.parts(m, s)[1:]; len(list) < limit {
			list = append(list, groups[:min(len(groups), limit-len(list))]...)
		}
		if len(list) >= limit {
			return m.newList(list)
		}
	}
	return m.newList(append(list, m.part(text[last:])))
}
