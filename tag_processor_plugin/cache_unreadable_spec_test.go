// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"log/slog"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

var _ = Describe("a stored value that is no JSON", func() {
	missing := Config{"cache": Config{"resource": "state", "on_unreadable": "missing"}}
	const reads = "msg.payload = [String(cache.get('k')), cache.exists('k')]; return msg;"

	for name, value := range map[string]string{"empty": "", "half a value": `{"a":`} {
		It("is a missing key with on_unreadable: missing, and the log says so once: "+name, func() {
			s, kept := onShelf(nobodyFails, nodeRED(reads, missing))
			kept.put("k", value)
			for range 2 {
				Expect(one(s, Message("0", nil)).Payload).To(Equal(`["undefined",false]`))
			}
			Expect(s.Log(slog.LevelWarn)).To(HaveLen(1))
			Expect(s.Log(slog.LevelWarn)[0]).To(ContainSubstring(`the stored value of "k" is no JSON; its key counts as missing`))
			Expect(s.Log(slog.LevelError)).To(BeEmpty())
		})

		It("is replaced by an update with on_unreadable: missing: "+name, func() {
			s, kept := onShelf(nobodyFails, nodeRED("cache.update('k', (old, exists) => [String(old), exists]); return msg;", missing))
			kept.put("k", value)
			one(s, Message("0", nil))
			Expect(kept.value("k")).To(Equal(`["undefined",false]`))
		})

		It("fails every message without, and the log says once what to do: "+name, func() {
			s, kept := onShelf(nobodyFails, nodeRED("try { cache.get('k'); } catch (e) { cache.exists('k'); } return msg;", shared))
			kept.put("k", value)
			for range 2 {
				Expect(one(s, Message("0", nil)).Meta).To(HaveKeyWithValue("umh_error_reason", "cache"))
			}
			Expect(s.Log(slog.LevelWarn)).To(HaveLen(1))
			Expect(s.Log(slog.LevelWarn)[0]).To(ContainSubstring(`until it is deleted, or cache.on_unreadable is missing`))
		})

		It("can be deleted by the script: "+name, func() {
			s, kept := onShelf(nobodyFails, nodeRED("cache.delete('k'); msg.payload = cache.exists('k'); return msg;", shared))
			kept.put("k", value)
			Expect(one(s, Message("0", nil)).Payload).To(Equal("false"))
		})
	}
})
