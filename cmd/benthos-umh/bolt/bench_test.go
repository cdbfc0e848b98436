// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// BenchmarkUpdate is cache.update of a script over each place for its values.
func BenchmarkUpdate(b *testing.B) {
	for _, place := range []struct{ name, field, resource string }{
		{"memory", "", ""},
		{"file", "cache: {resource: state}", "label: state\nfile: {directory: %q}"},
		{"bolt", "cache: {resource: state}", "label: state\nbolt: {path: '%s/state.db'}"},
	} {
		b.Run(place.name, func(b *testing.B) {
			builder := service.NewResourceBuilder()
			if place.resource != "" {
				if err := builder.AddCacheYAML(fmt.Sprintf(place.resource, b.TempDir())); err != nil {
					b.Fatal(err)
				}
			}
			err := builder.AddProcessorYAML("label: p\nnodered_js:\n  code: |\n    msg.payload = cache.update('n', n => (n ?? 0) + 1); return msg;\n  " + place.field)
			if err != nil {
				b.Fatal(err)
			}
			mgr, closeAll, err := builder.Build()
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = closeAll(context.Background()) }()
			batch := service.MessageBatch{service.NewMessage([]byte("1"))}
			for b.Loop() {
				err := mgr.AccessProcessor(b.Context(), "p", func(p *service.ResourceProcessor) {
					out, err := p.ProcessBatch(b.Context(), batch)
					if err != nil || len(out) != 1 || out[0][0].GetError() != nil {
						b.Fatal(err, out)
					}
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
		})
	}
}

// BenchmarkSet is how much writes gain that come at the same time.
func BenchmarkSet(b *testing.B) {
	for _, writers := range []int{1, 16} {
		b.Run(fmt.Sprintf("%d at a time", writers), func(b *testing.B) {
			s, err := parseConfig(b.TempDir()+"/state.db", "")
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = s.Close(b.Context()) }()
			b.SetParallelism(writers)
			var n atomic.Int64
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := s.Set(b.Context(), fmt.Sprint(n.Add(1)%1000), []byte("1"), nil); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
		})
	}
}
