// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"unsafe"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
)

// concat joins two Strings.
func (m *Machine) concat(a, b Value) Value {
	switch {
	case a.Text() == "":
		return b
	case b.Text() == "":
		return a
	}
	if len(a.Text())+len(b.Text()) > m.sizes.Text && m.counted(a).Num+m.counted(b).Num > float64(m.sizes.Text) {
		m.throwError("RangeError", memory.TextTooLong)
	}
	v := StringValue(m.appended(a.Text(), b.Text()))
	if a.Num >= 0 && b.Num >= 0 {
		v.Num = a.Num + b.Num
	}
	return v
}

// longText is from how many bytes on a text may be one that grows.
const longText = 512

// appended is a + b. A text that a script makes longer and longer is not copied each time:
// the last one stands in tail, with room behind it, and what is appended to it is put
// there. The text before is the beginning of the new one, and never changes.
func (m *Machine) appended(a, b string) string {
	if len(a) < longText {
		m.allocate(len(a) + len(b) + 16)
		return a + b
	}
	if len(m.tail) != len(a) || unsafe.StringData(a) != &m.tail[0] || cap(m.tail)-len(a) < len(b) {
		room := 2 * (len(a) + len(b))
		m.allocate(room)
		m.tail = append(make([]byte, 0, room), a...)
	}
	m.work(len(b) >> 5)
	m.tail = append(m.tail, b...)
	return unsafe.String(&m.tail[0], len(m.tail))
}
