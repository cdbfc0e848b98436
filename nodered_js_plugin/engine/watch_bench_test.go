// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// BenchmarkWatch prices the watch: what a batch costs on a worker's goroutine with a
// supervisor, beside the same batch on the caller's. The scripts differ in how much
// of a goroutine's stack goja needs.
func BenchmarkWatch(b *testing.B) {
	for _, source := range []struct{ name, source string }{
		{"constant", `return 1`},
		{"callbacks", `return JSON.stringify([1, 2].map(function (x) { return { v: [x].map(function (y) { return y }) } }))`},
	} {
		for _, messages := range []int{1, 10, 100} {
			for _, watched := range []bool{false, true} {
				name := fmt.Sprintf("script=%s/messages=%d/watched=%v", source.name, messages, watched)
				b.Run(name, func(b *testing.B) { benchmarkWatch(b, source.source, messages, watched) })
			}
		}
	}
}

func benchmarkWatch(b *testing.B, source string, messages int, watched bool) {
	s, err := script.Compile("script", source, script.Body)
	if err != nil {
		b.Fatal(err)
	}
	if s.Code() == nil {
		b.Fatal(s.Outside())
	}
	p := watchPool(s, watched)
	w := &oneScript{}
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Do(ctx, messages, w); err != nil {
			b.Fatal(err)
		}
	}
	if w.failed != nil {
		b.Fatal(w.failed)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*messages), "ns/msg")
}

// oneScript is Work that calls script 0 for each message.
type oneScript struct{ failed error }

func (c *oneScript) Step(l *Lease[int], i int) {
	err := l.Run(i, func() error {
		_, err := l.Call(0)
		return err
	})
	if err != nil {
		c.failed = err
	}
}

func (c *oneScript) Fail(_ int, _ int, err error) { c.failed = err }

func watchPool(s *script.Script, watched bool) *Pool[int] {
	return NewPool(Options[int]{
		Scripts:   script.NewSet([]*script.Script{s}),
		Timeout:   5 * time.Second,
		Setup:     func(*VM[int]) int { return 0 },
		Clear:     func(int) {},
		Unwatched: !watched,
	})
}
