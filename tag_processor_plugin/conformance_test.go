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
)

func vectors() []Vector { return Vectors("testdata/conformance/vectors.json") }

var _ = Describe("the conformance vectors", func() {
	It("are all there", func() {
		Expect(vectors()).To(HaveLen(496))
	})
	for _, v := range vectors() {
		It(v.Name, func() { checkVector(v, nil) })
		It(v.Name+" with reuse_vms: false", func() { checkVector(v, map[string]any{"reuse_vms": false}) })
		It(v.Name+" with scripts that cannot share a VM", func() { checkVector(unshareable(v), nil) })
	}
})

// unshareable is a vector whose scripts do the same, but name a construct, which
// never runs, that forbids the analysis to let them share VMs.
func unshareable(v Vector) Vector {
	after := func(script any) any {
		if script == "" {
			return ""
		}
		return script.(string) + "\nif (false) { globalThis.x = 1; }"
	}
	config := maps.Clone(v.Config)
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
	v.Config = config
	return v
}

func checkVector(v Vector, more Config) {
	GinkgoHelper()
	s, err := Start(ProcessorYAML(v.Processor, v.Config, more))
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
	}
	Expect(s.Stop()).To(Succeed())
}
