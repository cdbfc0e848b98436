// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"errors"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// A RegExp is a regular expression of a script.
type RegExp struct {
	*pattern
	lastIndex int
}

// regexp is a literal: a new object each time, of a pattern compiled once.
func (c *compiler) regexp(e *ir.RegExp) expr {
	p, err := compilePattern(e.Pattern, e.Flags)
	switch {
	case errors.Is(err, errOtherEngine):
		unsupported(e.Pos, err.Error())
	case err != nil:
		unsupported(e.Pos, "this regular expression: "+err.Error())
	}
	return func(f *frame) Value {
		f.m.allocate(64)
		return objectValue(&RegExp{pattern: p})
	}
}

// maxPatterns is how many patterns that scripts make of texts a Machine remembers, and
// maxPatternLength how long they may be.
const (
	maxPatterns      = 32
	maxPatternLength = 1 << 10
)

// pattern compiles a pattern that the script made.
func (m *Machine) pattern(raw, flags string) *pattern {
	key := flags + "/" + raw
	if p := m.patterns[key]; p != nil {
		return p
	}
	if len(raw) > maxPatternLength {
		bail("a long regular expression")
	}
	m.allocate(4096 + 64*len(raw))
	m.work(100 + 20*len(raw))
	p, err := compilePattern(strings.Clone(raw), flags)
	switch {
	case errors.Is(err, errOtherEngine):
		bail(err.Error())
	case err != nil:
		m.throwError("SyntaxError", err.Error())
	}
	m.allocate(64 * p.cost)
	if m.patterns == nil || len(m.patterns) >= maxPatterns {
		m.patterns = map[string]*pattern{}
	}
	m.patterns[strings.Clone(key)] = p
	return p
}

// newRegExp is new RegExp(pattern, flags).
func newRegExp(m *Machine, _ Value, args []Value) Value {
	return objectValue(m.makeRegExp(arg(args, 0), arg(args, 1)))
}

// makeRegExp makes a new one of a text or of another one.
func (m *Machine) makeRegExp(from, flags Value) *RegExp {
	m.allocate(64)
	if r, ok := from.Ref.(*RegExp); ok {
		if flags.Kind == Undefined {
			return &RegExp{pattern: r.pattern}
		}
		return &RegExp{pattern: m.pattern(r.raw, m.toText(flags))}
	}
	raw, letters := "", ""
	if from.Kind != Undefined {
		raw = m.toText(from)
	}
	if flags.Kind != Undefined {
		letters = m.toText(flags)
	}
	return &RegExp{pattern: m.pattern(raw, letters)}
}

// callRegExp is RegExp(pattern, flags) without new.
func callRegExp(m *Machine, _ Value, args []Value) Value {
	if _, ok := arg(args, 0).Ref.(*RegExp); ok && arg(args, 1).Kind == Undefined {
		return args[0]
	}
	return newRegExp(m, undefined, args)
}

// property is an accessor of the prototype.
func (o *RegExp) property(name string) Value {
	switch name {
	case "source":
		return StringValue(o.source)
	case "flags":
		return asciiValue(o.flags)
	case "global":
		return BoolValue(o.global)
	case "ignoreCase":
		return BoolValue(o.ignoreCase)
	case "multiline":
		return BoolValue(o.multiline)
	case "dotAll":
		return BoolValue(o.dotAll)
	case "sticky":
		return BoolValue(o.sticky)
	case "unicode":
		return BoolValue(o.unicode)
	}
	return undefined
}

func regexpOf(this Value) *RegExp {
	o, ok := this.Ref.(*RegExp)
	if !ok {
		bail("a method of regular expressions on something else")
	}
	return o
}

// run is one turn of exec: it matches at or behind lastIndex where the flags have it
// so, and sets that. It gives nil for no match.
func (m *Machine) run(o *RegExp, s Value) *match {
	moves := o.global || o.sticky
	from := 0
	if moves {
		from = o.lastIndex
	}
	var found *match
	if from <= int(s.Num) {
		start, inside := m.offset(s, from)
		if inside {
			half()
		}
		if found = m.find(o.pattern, s, start); found != nil && o.sticky && found.at[0] != start {
			found = nil
		}
	}
	if moves {
		o.lastIndex = 0
		if found != nil {
			o.lastIndex = m.unitsBefore(s, found.at[1])
		}
	}
	return found
}

func regexpExec(m *Machine, this Value, args []Value) Value {
	o := regexpOf(this)
	s := m.counted(m.toString(arg(args, 0)))
	return m.result(s, m.run(o, s))
}

func regexpTest(m *Machine, this Value, args []Value) Value {
	o := regexpOf(this)
	s := m.counted(m.toString(arg(args, 0)))
	return BoolValue(m.run(o, s) != nil)
}

func regexpToString(m *Machine, this Value, _ []Value) Value {
	return StringValue(m.objectText(objectValue(regexpOf(this))))
}

// result is what exec gives for a match.
func (m *Machine) result(s Value, found *match) Value {
	if found == nil {
		return null
	}
	groups := found.parts(m, s)
	// goja has no value for a group that ends before an earlier one begins.
	least := 0
	for i := 1; i < len(groups); i++ {
		if from, to := found.at[2*i], found.at[2*i+1]; from < 0 || to < least {
			groups[i] = undefined
		} else {
			least = from
		}
	}
	m.allocate(256)
	list := NewArr(groups)
	list.extra = NewObj(3)
	list.extra.Set("input", s)
	list.extra.Set("index", NumberValue(float64(m.unitsBefore(s, found.at[0]))))
	list.extra.Set("groups", found.named(m, groups))
	return objectValue(list)
}

// parts are the match and its groups.
func (found *match) parts(m *Machine, s Value) []Value {
	n := len(found.at) / 2
	m.allocate(32 * n)
	list := make([]Value, n)
	for i := range list {
		if from := found.at[2*i]; from >= 0 {
			list[i] = m.part(s.Text()[from:found.at[2*i+1]])
		}
	}
	return list
}

// named is an object of the groups that have names, undefined if none has.
func (found *match) named(m *Machine, groups []Value) Value {
	var o *Obj
	for i, name := range found.names {
		if name == "" || i >= len(groups) {
			continue
		}
		if o == nil {
			m.allocate(64 * len(groups))
			o = NewObj(len(groups))
			o.bare = true
		}
		o.Set(name, groups[i])
	}
	if o == nil {
		return undefined
	}
	return objectValue(o)
}

// asRegExp is the regular expression that match and search look for.
func (m *Machine) asRegExp(v Value) *RegExp {
	if o, ok := v.Ref.(*RegExp); ok {
		return o
	}
	return m.makeRegExp(v, undefined)
}

func stringMatch(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	o := m.asRegExp(arg(args, 0))
	if !o.global {
		return m.result(s, m.run(o, s))
	}
	o.lastIndex = 0
	all := contiguous(o.pattern, m.all(o.pattern, s))
	if len(all) == 0 {
		return null
	}
	list := make([]Value, len(all))
	for i, one := range all {
		list[i] = m.part(s.Text()[one.at[0]:one.at[1]])
	}
	return m.newList(list)
}

// contiguous are the matches that a sticky pattern takes: each begins where the one
// before ends.
func contiguous(p *pattern, all []match) []match {
	if !p.sticky {
		return all
	}
	at := 0
	for i := range all {
		if all[i].at[0] != at {
			return all[:i]
		}
		at = all[i].at[1]
	}
	return all
}

// needGlobal throws where a method takes only regular expressions with flag g.
func (m *Machine) needGlobal(v Value) {
	if o, ok := v.Ref.(*RegExp); ok && !o.global {
		m.throwError("TypeError", "the regular expression has no flag g")
	}
}

// stringMatchAll finds all matches at once: nothing can change what a later one is.
func stringMatchAll(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	v := arg(args, 0)
	m.needGlobal(v)
	o := &RegExp{}
	if given, ok := v.Ref.(*RegExp); ok {
		*o = *given
	} else {
		o = m.makeRegExp(v, asciiValue("g"))
	}
	m.allocate(iteratorCost + listCost)
	all := NewArr(nil)
	for {
		found := m.run(o, s)
		if found == nil {
			return objectValue(&Iterator{list: all})
		}
		all.Elems = append(m.grow(all.Elems, 1), m.result(s, found))
		switch end := found.at[1]; {
		case end > found.at[0]:
		case end == len(s.Text()):
			o.lastIndex = int(s.Num) + 1
		default:
			o.lastIndex = m.unitsBefore(s, m.next(s, end))
		}
	}
}

func stringSearch(m *Machine, this Value, args []Value) Value {
	s := m.receiver(this)
	o := m.asRegExp(arg(args, 0))
	found := m.find(o.pattern, s, 0)
	if found == nil || o.sticky && found.at[0] != 0 {
		return NumberValue(-1)
	}
	return NumberValue(float64(m.unitsBefore(s, found.at[0])))
}
