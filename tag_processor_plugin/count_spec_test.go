// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// An act is what a generated script does with a message. The property test knows
// it twice: as JavaScript, and as what has to come of it.
type act struct {
	js string
	// branches are what is added to the payload for each message that goes on.
	branches []int
	// fails: nothing goes on, and unless on_error says otherwise the original does
	// where flags is set.
	fails, flags bool
	// untag removes the tag's name, so that the message fails behind the last stage.
	untag bool
}

var acts = []act{
	{js: "return msg;", branches: []int{0}},
	{js: "msg.payload += 1; return msg;", branches: []int{1}},
	{js: "msg.payload += 2; return { payload: msg.payload, meta: msg.meta };", branches: []int{2}},
	{js: "return [msg, null, { payload: msg.payload + 3, meta: msg.meta }];", branches: []int{0, 3}},
	{js: "return [1, 2, 3].map(n => ({ payload: msg.payload + n, meta: { ...msg.meta } }));", branches: []int{1, 2, 3}},
	{js: "return null;"},
	{js: "return [undefined];"},
	{js: "throw new Error('fault');", fails: true, flags: true},
	{js: "return 'text';", fails: true, flags: true},
	{js: "return [msg, 5];", fails: true, flags: true},
	{js: "msg.payload = 0 / 0; return msg;", fails: true},
	{js: "delete msg.meta.tag_name; return msg;", branches: []int{0}, untag: true},
}

// A stage does acts[pick[payload % 5]].
type stage struct {
	pick [5]int
	// condition: where the payload is divisible by 3 the stage's if throws, where it
	// is odd the stage is left out.
	condition bool
}

func (s stage) body() string {
	var b strings.Builder
	b.WriteString(setTag + "\nswitch (msg.payload % 5) {\n")
	for i, n := range s.pick {
		fmt.Fprintf(&b, "case %d: { %s }\n", i, acts[n].js)
	}
	b.WriteString("}")
	return b.String()
}

const stageIf = "if (msg.payload % 3 === 0) msg.nope.nope; msg.payload % 2 === 0"

// A result is what has to come of a message or of one of its branches.
type result struct {
	good         []string
	failed, flag bool
}

// expect takes a message through the stages from k on, as the scripts do.
func expect(stages []stage, k, payload int, untagged bool, onError string) (r result) {
	fail := func(flags bool) result {
		return result{failed: true, flag: onError == "forward" || onError == "" && flags}
	}
	for ; k < len(stages); k++ {
		if stages[k].condition {
			if payload%3 == 0 {
				return fail(false)
			}
			if payload%2 != 0 {
				continue
			}
		}
		// Every body names the tag anew before it acts.
		a := acts[stages[k].pick[payload%5]]
		if a.fails {
			return fail(a.flags && !stages[k].condition)
		}
		for _, more := range a.branches {
			b := expect(stages, k+1, payload+more, a.untag, onError)
			r.good = append(r.good, b.good...)
			r.failed, r.flag = r.failed || b.failed, r.flag || b.flag
		}
		return r
	}
	if untagged {
		return fail(false)
	}
	return result{good: []string{fmt.Sprint(payload)}}
}

var _ = Describe("the counters", func() {
	for _, onError := range onErrors {
		It("count every received message once and lose none, whatever scripts do, with on_error '"+onError+"'", func() {
			random := rand.New(rand.NewPCG(uint64(GinkgoRandomSeed()), uint64(len(onError))))
			for range race.Fewer(40) {
				checkCounters(random, onError)
			}
		})
	}

	It("add up while batches are processed side by side", func() {
		s := pipelineOf(Options{Threads: 4, Processors: []string{
			tagProcessor(Config{"defaults": fanOut}, advanced("if (msg.payload === 3) throw 1; return msg.payload === 4 ? null : msg;")),
		}})
		const senders, batches = 8, 25
		errs := make(chan error)
		for range senders {
			go func() {
				var err error
				for range batches {
					if e := s.Send(Messages("[1,2]", "[3,1]", "[4]", "[]")); e != nil {
						err = e
					}
				}
				errs <- err
			}()
		}
		for range senders {
			Expect(<-errs).To(Succeed())
		}
		const each = int64(senders * batches)
		Expect(s.Count("messages_received")).To(Equal(4 * each))
		Expect(s.Count("messages_processed")).To(Equal(each))
		Expect(s.Count("messages_errored")).To(Equal(each))
		Expect(s.Count("messages_dropped")).To(Equal(2 * each))
		Expect(s.CountBy("message_failures", "stage", "reason", "outcome")).To(Equal(map[string]int64{
			"advancedProcessing/throw/flagged": each,
		}))
		Expect(s.Count("processor_error")).To(Equal(each))
		Expect(s.Collected("")).To(HaveLen(int(4 * each)))
		Expect(s.Count("vm_pool_hits") + s.Count("vm_pool_misses")).To(BeNumerically(">=", senders*batches))
	})
})

// checkCounters sends random batches through random stages.
func checkCounters(random *rand.Rand, onError string) {
	GinkgoHelper()
	newStage := func(condition bool) stage {
		s := stage{condition: condition}
		for i := range s.pick {
			// Rather on than off, or few messages would see the last stage.
			s.pick[i] = min(random.IntN(len(acts)), random.IntN(len(acts)))
		}
		return s
	}
	stages := []stage{newStage(false)}
	var conditions []any
	for range random.IntN(3) {
		s := newStage(true)
		stages = append(stages, s)
		conditions = append(conditions, map[string]any{"if": stageIf, "then": s.body()})
	}
	stages = append(stages, newStage(false))
	config := Config{
		"defaults": stages[0].body(), "conditions": conditions,
		"advancedProcessing": stages[len(stages)-1].body(),
		"reuse_vms":          random.IntN(2) == 0,
	}
	if conditions == nil {
		delete(config, "conditions")
	}
	if onError != "" {
		config["on_error"] = onError
	}
	yaml := ProcessorYAML("tag_processor", config)
	s, err := Start(yaml)
	Expect(err).NotTo(HaveOccurred())

	known := s.Series("message_failures")
	want := map[string]int64{}
	for range 1 + random.IntN(4) {
		var batch service.MessageBatch
		wantOut := []string{}
		for range random.IntN(8) {
			payload := random.IntN(1000)
			batch = append(batch, Message(fmt.Sprint(payload), nil))
			r := expect(stages, 0, payload, false, onError)
			want["received"]++
			switch {
			case r.failed:
				want["errored"]++
			case len(r.good) > 0:
				want["processed"]++
			default:
				want["dropped"]++
			}
			if r.flag {
				wantOut = append(wantOut, "flagged")
				want["flagged"]++
			}
			wantOut = append(wantOut, r.good...)
		}
		Expect(valuesOf(process(s, batch))).To(Equal(wantOut), yaml)
		expectCounted(s, want, yaml)
	}
	Expect(s.Stop()).To(Succeed())
	Expect(s.Series("message_failures")).To(Equal(known), "every kind of failure had its series from the start: %s", yaml)
}

// expectCounted looks at the counters while no batch is on its way.
func expectCounted(s *Stream, want map[string]int64, yaml string) {
	GinkgoHelper()
	got := map[string]int64{
		"received": s.Count("messages_received"), "processed": s.Count("messages_processed"),
		"errored": s.Count("messages_errored"), "dropped": s.Count("messages_dropped"),
		"flagged": s.Count("message_failures", "outcome=flagged"),
	}
	Expect(got["received"]).To(Equal(got["processed"] + got["errored"] + got["dropped"]))
	Expect(got["errored"]).To(Equal(s.Count("message_failures")), yaml)
	Expect(got["flagged"]).To(Equal(s.Count("processor_error")), yaml)
	maps.DeleteFunc(got, func(_ string, n int64) bool { return n == 0 })
	Expect(got).To(Equal(want), yaml)
}
