// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

var _ = Describe("one processor used by many goroutines", func() {
	const goroutines, batches, messages = 8, 25, 10
	rounds := race.Fewer(500) // of two operations each

	It(fmt.Sprintf("keeps its cache sound over %d operations, and counts every message", 2*rounds*goroutines*batches*messages), func() {
		s := pipelineOf(Options{Threads: goroutines, Processors: []string{tagProcessor(advanced(fmt.Sprintf(`
			for (var i = 0; i < %d; i++) {
				var key = "k" + (i %% 17);
				if (i %% 16) {
					cache.set("n", i);
					if (!(cache.get("n") >= 0)) { throw new Error("torn"); }
					continue;
				}
				cache.set(key, { list: [i, msg.payload], text: key });
				var got = cache.get(key);
				if (got.text !== key || got.list.length !== 2) { throw new Error("torn: " + JSON.stringify(got)); }
				got.list.push("only here");
			}
			return msg;`, rounds)))}})
		var sent sync.WaitGroup
		for range goroutines {
			sent.Go(func() {
				defer GinkgoRecover()
				for range batches {
					payloads := make([]string, messages)
					for i := range payloads {
						payloads[i] = fmt.Sprint(i)
					}
					Expect(s.Send(Messages(payloads...))).To(Succeed())
				}
			})
		}
		sent.Wait()
		Expect(s.Count("messages_processed")).To(BeEquivalentTo(goroutines * batches * messages))
		Expect(s.Count("messages_received")).To(BeEquivalentTo(goroutines * batches * messages))
		Expect(s.Count("messages_errored")).To(BeZero())
		Expect(s.Count("vm_pool_hits") + s.Count("vm_pool_misses")).To(BeEquivalentTo(goroutines * batches))
		Expect(s.Count("vm_pool_discards")).To(BeZero())
	})
})
