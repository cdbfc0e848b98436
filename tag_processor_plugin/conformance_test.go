// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

func vectors() []Vector { return Vectors("testdata/conformance/vectors.json") }

var _ = Describe("the conformance vectors", func() {
	It("are all there", func() {
		Expect(vectors()).To(HaveLen(496))
	})
	for _, v := range race.Sample(vectors()) {
		It(v.Name, func() { checkVector(v, nil) })
		It(v.Name+" with reuse_vms: false", func() { checkVector(v, map[string]any{"reuse_vms": false}) })
		unshared := v
		unshared.Config = unshareable(v.Config)
		It(v.Name+" with scripts that cannot share a VM", func() { checkVector(unshared, nil) })
	}
})

// unshareable is a config whose scripts do the same, but name a construct, which
// never runs, that forbids the analysis to let them share VMs.
func unshareable(config Config) Config {
	after := func(script any) any {
		if script == "" {
			return ""
		}
		return script.(string) + "\nif (false) { globalThis.x = 1; }"
	}
	config = maps.Clone(config)
	for _, field := range []string{"defaults", "advancedProcessing", "code"} {
		if script, ok := config[field]; ok {
			config[field] = after(script)
		}
	}
	if list, ok := config["conditions"].([]any); ok {
		list = slices.Clone(list)
		for i := range list {
			one := maps.Clone(list[i].(map[string]any))
			one["then"] = after(one["then"])
			list[i] = one
		}
		config["conditions"] = list
	}
	return config
}

func checkVector(v Vector, more Config) {
	GinkgoHelper()
	s, err := Start(ProcessorYAML(v.Processor, TimeLimit(Patience), v.Config, more))
	if v.WantConstructError {
		Expect(err).To(HaveOccurred(), "the config has to be refused")
		return
	}
	Expect(err).NotTo(HaveOccurred())
	for i := range v.Batches {
		var batch service.MessageBatch
		for _, m := range v.Batches[i] {
			batch = append(batch, Message(m.Payload, m.Meta))
		}
		before := time.Now().UnixMilli()
		got, err := s.Process(batch)
		Expect(err).NotTo(HaveOccurred())
		Expect(Difference(v.Want[i], got, before, time.Now().UnixMilli())).To(BeEmpty(), fmt.Sprintf("batch %d: got %v", i+1, got))
		for j, o := range got {
			switch {
			case v.Want[i][j].Flagged:
				Expect(o.Structured).To(BeNil(), "a flagged message is as it came")
			case v.Processor == "tag_processor":
				Expect(TagDifference(o)).To(BeEmpty(), "batch %d, message %d", i+1, j+1)
			}
		}
	}
	Expect(s.Stop()).To(Succeed())
}
