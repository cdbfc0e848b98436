// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package memory

import "testing"

func TestSizes(t *testing.T) {
	for _, c := range []struct {
		limit                  int64
		text, elements, buffer int
	}{
		{0, 1<<29 - 24, 1<<32 - 1, 1 << 33},
		{256_000_000, 64_000_000, 16_000_000, 256_000_000},
		{1 << 20, 1 << 18, 1 << 16, 1 << 20},
		{1 << 40, 1<<29 - 24, 1<<32 - 1, 1 << 33},
	} {
		got := SizesFor(c.limit)
		if got.Text != c.text || got.Elements != c.elements || got.Buffer != c.buffer {
			t.Errorf("%d bytes: %+v", c.limit, got)
		}
	}
}
