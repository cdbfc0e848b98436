package jsmsg

import "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"

// standsPlain reports whether what an engine.Plain says holds for msg: nobody has
// given it another prototype, from which it would inherit keys.
func (b *Binding) standsPlain() bool {
	return b.msg.Prototype() == b.prototype && b.meta.Prototype() == b.prototype
}

// Apply does to m what a body does that p describes, and ends its stage. It
// reports false, and has done nothing, where that takes an interpreter.
func (b *Binding) Apply(m *Message, p *engine.Plain) bool {
	if p == nil || m.untidy || !b.standsPlain() {
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
func (b *Binding) Test(m *Message, p *engine.Plain) (holds, ok bool) {
	if p == nil || !b.standsPlain() {
		return false, false
	}
	return m.test(p.Test)
}

func (m *Message) test(t *engine.Test) (holds, ok bool) {
	switch t.Op {
	case engine.TestTrue:
		return true, true
	case engine.TestFalse:
		return false, true
	case engine.TestKey, engine.TestEqual:
		i, found := m.find(t.Key)
		if !found {
			return false, true
		}
		f := &m.meta[i]
		if f.form != formText {
			return false, false // an incoming value that is no string
		}
		if t.Op == engine.TestKey {
			return f.text() != "", true
		}
		return f.text() == t.Text, true
	case engine.TestNot:
		holds, ok = m.test(t.Left)
		return !holds, ok
	}
	holds, ok = m.test(t.Left)
	if !ok || holds == (t.Op == engine.TestOr) {
		return holds, ok
	}
	return m.test(t.Right)
}
