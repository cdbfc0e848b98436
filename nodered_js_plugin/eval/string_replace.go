// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import "strings"

// A replacement is what a match is replaced with: a text with $ in it, or what a
// function gives.
type replacement struct {
	text string
	fn   *Func
}

func (m *Machine) replacement(v Value) replacement {
	if fn, ok := v.Ref.(*Func); ok {
		return replacement{fn: fn}
	}
	return replacement{text: m.toText(v)}
}

func stringReplace(m *Machine, this Value, args []Value) Value {
	return m.replace(this, args, false)
}

func stringReplaceAll(m *Machine, this Value, args []Value) Value {
	m.needGlobal(arg(args, 0))
	return m.replace(this, args, true)
}

func (m *Machine) replace(this Value, args []Value, all bool) Value {
	s := m.receiver(this)
	if o, ok := arg(args, 0).Ref.(*RegExp); ok {
		with := m.replacement(arg(args, 1))
		return m.replaceMatches(s, m.matchesToReplace(o, s), with)
	}
	search := m.toText(arg(args, 0))
	found := m.occurrences(s, search, all)
	return m.replaceMatches(s, found, m.replacement(arg(args, 1)))
}

// matchesToReplace are those of a regular expression; they set its lastIndex.
func (m *Machine) matchesToReplace(o *RegExp, s Value) []match {
	if o.global {
		o.lastIndex = 0
		return contiguous(o.pattern, m.all(o.pattern, s))
	}
	if o.sticky && !s.ascii() {
		bail("a sticky regular expression on a text that is not ASCII")
	}
	if found := m.run(o, s); found != nil {
		return []match{*found}
	}
	return nil
}

// matchCost is what a match takes in the list of all, beside its groups.
const matchCost = 160

// occurrences are the first one or all of a text in another.
func (m *Machine) occurrences(s Value, search string, all bool) (found []match) {
	text := s.Text()
	m.work((len(text) + len(search)) >> 4)
	for from := 0; from <= len(text); {
		at := strings.Index(text[from:], search)
		if at < 0 {
			break
		}
		m.allocate(matchCost)
		at += from
		found = append(found, match{at: []int{at, at + len(search)}})
		if !all {
			break
		}
		if from = at + len(search); search == "" {
			if from = m.next(s, at); from-at > 3 {
				half()
			}
		}
	}
	return found
}

// replaceMatches is the text with its matches replaced.
func (m *Machine) replaceMatches(s Value, found []match, with replacement) Value {
	if len(found) == 0 {
		return s
	}
	text := s.Text()
	var out []byte
	last := 0
	for i := range found {
		one := &found[i]
		out = append(m.growText(out, one.at[0]-last), text[last:one.at[0]]...)
		if with.fn != nil {
			made := m.replaced(s, one, with.fn)
			out = append(m.growText(out, len(made)), made...)
		} else {
			out = m.substitute(one, text, with.text, out)
		}
		last = one.at[1]
	}
	out = append(m.growText(out, len(text)-last), text[last:]...)
	return m.part(m.finished(out))
}

// replaced is what a function gives for a match.
func (m *Machine) replaced(s Value, found *match, fn *Func) string {
	groups := found.parts(m, s)
	stack, top := m.stack, m.top
	n := len(groups)
	args := m.take(n + 3)
	copy(args, groups)
	args[n], args[n+1] = NumberValue(float64(m.unitsBefore(s, found.at[0]))), s
	if named := found.named(m, groups); named.Kind != Undefined {
		args[n+2] = named
	} else {
		args = args[:n+2]
	}
	result := m.callFunc(fn, args)
	m.stack, m.top = stack, top
	return m.toText(result)
}

// substitute appends a replacement's text, with what $ stands for put in.
func (m *Machine) substitute(found *match, text, with string, out []byte) []byte {
	for {
		at := strings.IndexByte(with, '$')
		if at < 0 || at+1 == len(with) {
			return append(m.growText(out, len(with)), with...)
		}
		out = append(m.growText(out, at), with[:at]...)
		put, size := found.reference(m, text, with[at:])
		out = append(m.growText(out, len(put)), put...)
		with = with[at+size:]
	}
}

// reference is what the $ at the start of a replacement stands for, and how long it is
// with what belongs to it. What stands for nothing stays.
func (found *match) reference(m *Machine, text, with string) (put string, size int) {
	switch c := with[1]; c {
	case '$':
		return "$", 2
	case '`':
		return text[:found.at[0]], 2
	case '\'':
		return text[found.at[1]:], 2
	case '&':
		return found.group(text, 0), 2
	case '<':
		name, _, closed := strings.Cut(with[2:], ">")
		m.work(len(name) >> 5)
		if group, ok := found.byName(name); closed && ok {
			return found.group(text, group), len(name) + 3
		}
		return "$<", 2
	}
	n, digits := 0, 0
	for digits < 2 && 1+digits < len(with) {
		d := digitValue(with[1+digits])
		if d > 9 || 10*n+d >= len(found.at)/2 {
			break
		}
		n = 10*n + d
		digits++
	}
	if n > 0 {
		return found.group(text, n), 1 + digits
	}
	return "$", 1
}

func (found *match) group(text string, i int) string {
	if i < 0 || found.at[2*i] < 0 {
		return ""
	}
	return text[found.at[2*i]:found.at[2*i+1]]
}

// byName is the group of a name, -1 for one that the pattern does not have; false
// where no group has a name.
func (found *match) byName(name string) (group int, named bool) {
	group = -1
	for i, one := range found.names {
		if one == "" {
			continue
		}
		named = true
		if one == name {
			group = i
		}
	}
	return group, named
}
