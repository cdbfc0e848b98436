// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import "github.com/dop251/goja"

// All calls yield with every metadata pair between stages, in the order of the
// keys. A value that is no string, which only an incoming message has before its
// first script, is shown as text.
func (m *Message) All(yield func(key, text string) bool) {
	for i := range m.meta {
		f := &m.meta[i]
		if f.form == formAbsent {
			continue
		}
		text := f.text()
		if f.form == formValue && !f.exact && f.js != nil {
			text = shown(f.js)
		}
		if !yield(f.key, text) {
			return
		}
	}
}

// shown is a value without running script code.
func shown(v goja.Value) string {
	if _, object := v.(*goja.Object); object {
		return ""
	}
	return v.String()
}
