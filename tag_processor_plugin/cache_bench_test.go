// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"fmt"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

// cacheFields are the kinds of cache; in memory is what processors have that do
// not ask for one.
var cacheFields = []struct{ name, yaml string }{
	{"memory", ""},
	{"limits", "cache: {max_entries: 1000, ttl: 1h}\n"},
	{"resource", "cache: {resource: state}\n"},
}

func benchCache(b *testing.B, script string) {
	const tags = 42
	for _, fields := range cacheFields {
		b.Run(fields.name, func(b *testing.B) {
			parsed, err := spec().ParseYAML(fields.yaml+"defaults: |\n  "+script+"\n", nil)
			if err != nil {
				b.Fatal(err)
			}
			c, err := parseConfig(parsed)
			if err != nil {
				b.Fatal(err)
			}
			mgr := service.MockResources(service.MockResourcesOptAddCache("state"))
			if c.options.Cache, err = processor.OpenCache(parsed, mgr); err != nil {
				b.Fatal(err)
			}
			p, err := newTagProcessor(c, nil, mgr.Metrics())
			if err != nil {
				b.Fatal(err)
			}
			batch := make(service.MessageBatch, tags)
			for i := range batch {
				batch[i] = service.NewMessage(fmt.Append(nil, i))
				batch[i].MetaSetMut("name", fmt.Sprintf("Tag%d", i))
			}
			b.ReportAllocs()
			for b.Loop() {
				out, err := p.ProcessBatch(b.Context(), batch)
				if err != nil || len(out) != 1 || len(out[0]) != tags || out[0][0].GetError() != nil {
					b.Fatal(err, out)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*tags), "ns/msg")
		})
	}
}

const benchTag = `msg.meta.location_path = "acme.linz"; msg.meta.data_contract = "_raw"; msg.meta.tag_name = msg.meta.name; return msg;`

// What a cache costs a script that does not use it: the three have to be equal.
func BenchmarkCacheUnused(b *testing.B) { benchCache(b, benchTag) }

func BenchmarkCacheSet(b *testing.B) {
	benchCache(b, `cache.set(msg.meta.name, msg.payload); `+benchTag)
}

func BenchmarkCacheUpdate(b *testing.B) {
	benchCache(b, `msg.payload = cache.update(msg.meta.name, n => (n ?? 0) + 1); `+benchTag)
}
