// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("the field cache", func() {
	for name, config := range map[string]func(Config) string{
		"tag_processor": func(c Config) string { return tagProcessor(Config{"cache": c}) },
		"nodered_js":    func(c Config) string { return nodeRED("return msg;", Config{"cache": c}) },
	} {
		start := func(c Config, noLint bool) error {
			s, err := Run(Options{Processors: []string{config(c)}, Caches: []string{inMemoryResource}, NoLint: noLint})
			if err == nil {
				DeferCleanup(s.End)
			}
			return err
		}

		DescribeTable("of "+name+" is refused, by lint as well, where it makes no sense:",
			func(c Config, text string) {
				Expect(start(c, false)).To(MatchError(ContainSubstring(text)), "lint")
				Expect(start(c, true)).To(MatchError(ContainSubstring(text)), "construction")
			},
			Entry("an empty label", Config{"resource": ""}, "cache.resource must not be empty"),
			Entry("a prefix in memory", Config{"prefix": "a"}, "cache.prefix needs cache.resource"),
			Entry("max_entries of a resource", Config{"resource": "state", "max_entries": 5}, "cache.max_entries is for the cache in memory"),
			Entry("negative max_entries", Config{"max_entries": -1}, "cache.max_entries must not be negative"),
			Entry("on_unreadable in memory", Config{"on_unreadable": "missing"}, "cache.on_unreadable needs cache.resource"),
		)

		DescribeTable("of "+name+" is refused at construction, which alone can know:",
			func(c Config, text string) {
				Expect(start(c, false)).To(MatchError(ContainSubstring(text)))
			},
			Entry("no such resource", Config{"resource": "sate"}, `cache.resource: there is no cache resource with the label "sate"; declare it under cache_resources`),
			Entry("no time at all", Config{"ttl": "0s"}, "cache.ttl must be longer than 0s"),
			Entry("a negative time", Config{"resource": "state", "ttl": "-1s"}, "cache.ttl must be longer than 0s"),
			Entry("a time that is none", Config{"ttl": "soon"}, "soon"),
			Entry("something else for on_unreadable", Config{"resource": "state", "on_unreadable": "skip"}, "on_unreadable"),
		)

		DescribeTable("of "+name+" may be",
			func(c Config) { Expect(start(c, false)).To(Succeed()) },
			Entry("empty", Config{}),
			Entry("limits", Config{"max_entries": 5, "ttl": "1h"}),
			Entry("a resource", Config{"resource": "state", "prefix": "a", "ttl": "1h", "on_unreadable": "missing"}),
		)
	}

	It("bounds the cache in memory: the least recently used key goes first", func() {
		s := pipeline(nodeRED(`
			for (let i = 0; i < 5000; i++) { cache.set("k" + msg.payload + "_" + i, i); if (i % 50 === 0) cache.update("used", n => (n ?? 0) + 1); }
			msg.payload = [cache.get("used"), cache.exists("k0_0"), cache.get("k" + msg.payload + "_4999")];
			return msg;`, Config{"cache": Config{"max_entries": 100}}))
		for i := range 2 {
			o := one(s, Message(fmt.Sprint(i), nil))
			Expect(o.Payload).To(Equal(fmt.Sprintf("[%d,false,4999]", 100*(i+1))))
		}
		Expect(s.Count("cache_entries")).To(BeEquivalentTo(100))
		Expect(s.Count("cache_evictions")).To(BeEquivalentTo(2*5000 + 1 - 100))
	})

	It("removes what was not written for a ttl", func() {
		s := pipeline(nodeRED(`if (msg.payload === "set") cache.set("k", 1); msg.payload = cache.exists("k"); return msg;`, Config{"cache": Config{"ttl": "10ms"}}))
		process(s, Messages(`"set"`))
		Eventually(func() string { return one(s, Message(`"ask"`, nil)).Payload }, Patience).Should(Equal("false"))
	})

	It("hands the ttl on to the resource", func() {
		s := pipelineOf(Options{
			Processors: []string{nodeRED(`if (msg.payload === "set") cache.set("k", 1); msg.payload = cache.exists("k"); return msg;`, Config{"cache": Config{"resource": "state", "ttl": "10ms"}})},
			Caches:     []string{"label: state\nmemory:\n  compaction_interval: 1ms"},
		})
		process(s, Messages(`"set"`))
		Eventually(func() string { return one(s, Message(`"ask"`, nil)).Payload }, Patience).Should(Equal("false"))
	})
})

var _ = Describe("the metrics of the cache", func() {
	const use = `
		cache.get("a"); cache.set("a", 1); cache.get("a"); cache.exists("a"); cache.exists("b");
		cache.update("n", n => (n ?? 0) + 1); cache.delete("b"); cache.set("k" + msg.payload, 1);
		return msg;`

	It("count lookups, and show how many keys there are in memory", func() {
		s := pipeline(nodeRED(use))
		process(s, Messages("1"))
		Expect(s.Count("cache_hits")).To(BeEquivalentTo(2))
		Expect(s.Count("cache_misses")).To(BeEquivalentTo(3))
		Expect(s.Count("cache_entries")).To(BeEquivalentTo(3))
		process(s, Messages("2", "3"))
		Expect(s.Count("cache_hits")).To(BeEquivalentTo(2 + 2*4))
		Expect(s.Count("cache_misses")).To(BeEquivalentTo(3 + 2*1))
		Expect(s.Count("cache_entries")).To(BeEquivalentTo(5))
		Expect(s.Count("cache_evictions")).To(BeZero())
	})

	It("count lookups of a resource, whose keys are its own matter", func() {
		s, _ := onShelf(nobodyFails, nodeRED(use, shared))
		process(s, Messages("1"))
		Expect(s.Count("cache_hits")).To(BeEquivalentTo(2))
		Expect(s.Count("cache_misses")).To(BeEquivalentTo(3))
		Expect(s.CountBy("cache_entries")).To(BeEmpty())
	})

	It("count each lookup once, where batches are processed side by side", func() {
		const goroutines, batches = 4, 20
		s := pipelineOf(Options{Threads: goroutines, Processors: []string{nodeRED(
			`cache.set("k" + msg.payload, 1); cache.get("k" + msg.payload); cache.get("none"); return msg;`)}})
		sideBySide(goroutines, func() {
			for i := range batches {
				Expect(s.Send(Messages(fmt.Sprint(i), fmt.Sprint(i+1)))).To(Succeed())
			}
		})
		Expect(s.Count("cache_hits")).To(BeEquivalentTo(goroutines * batches * 2))
		Expect(s.Count("cache_misses")).To(BeEquivalentTo(goroutines * batches * 2))
		Expect(s.Count("cache_entries")).To(BeEquivalentTo(batches + 1))
	})
})
