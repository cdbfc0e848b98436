// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"

// StandsPlain reports whether what an script.Plain says holds for msg: nobody has
// given it another prototype, from which it would inherit keys.
func (b *Binding) StandsPlain() bool {
	return b.rt == nil || b.msg.Prototype() == b.prototype && b.meta.Prototype() == b.prototype
}

// Apply does to m what a body does that p describes, and ends its stage. It
// reports false, and has done nothing, where that takes an interpreter.
func (b *Binding) Apply(m *Message, p *script.Plain) bool {
	if p == nil || m.untidy || !b.StandsPlain() {
		return false
	}
	for i := range p.Assign {
		a := &p.Assign[i]
		if a.Text != nil {
			m.setBox(a.Key, a.Text)
			continue
		}
		if m.HasMeta(a.From) {
			m.CopyMeta(a.Key, a.From)
		} else {
			m.DeleteMeta(a.Key)
		}
	}
	return true
}

// Test is the result of a condition that p describes; ok is false where that takes
// an interpreter.
func (b *Binding) Test(m *Message, p *script.Plain) (holds, ok bool) {
	if p == nil || !b.StandsPlain() {
		return false, false
	}
	return m.test(p.Test)
}

func (m *Message) test(t *script.Test) (holds, ok bool) {
	switch t.Op {
	case script.TestTrue:
		return true, true
	case script.TestFalse:
		return false, true
	case script.TestKey, script.TestEqual:
		i, found := m.find(t.Key)
		if !found {
			return false, true
		}
		f := &m.meta[i]
		if f.form != formText {
			return false, false // an incoming value that is no string
		}
		if t.Op == script.TestKey {
			return f.text() != "", true
		}
		return f.text() == t.Text, true
	case script.TestNot:
		holds, ok = m.test(t.Left)
		return !holds, ok
	}
	holds, ok = m.test(t.Left)
	if !ok || holds == (t.Op == script.TestOr) {
		return holds, ok
	}
	return m.test(t.Right)
}
