// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"

// A budget is what the scripts of one message may hold in memory. Everything is
// charged before it is taken, and as long as the sum of all is below what is granted,
// nothing else is looked at.
type budget struct {
	// bytes may be taken before the limit is looked at again.
	bytes int64
	// spent is the sum of what was granted.
	spent int64
	parts memory.Budget
	limit int64
	sizes memory.Sizes
}

func (b *budget) begin(limit int64) {
	if b.limit != limit || b.sizes.Text == 0 {
		b.limit, b.sizes = limit, memory.SizesFor(limit)
	}
	b.bytes = b.parts.Begin(limit)
	b.spent = b.bytes
}

// allocate charges bytes before they are taken.
func (m *Machine) allocate(n int) {
	if m.bytes -= int64(n); m.bytes < 0 {
		m.grant()
	}
	m.work(n >> 5)
}

// grant goes on where the bytes are used up, or ends the run.
func (m *Machine) grant() {
	missing := -m.bytes
	granted, err := m.parts.Next(missing)
	if err != nil {
		panic(&Limit{Memory, err, m.at})
	}
	m.spent += granted
	m.bytes = granted - missing
}
