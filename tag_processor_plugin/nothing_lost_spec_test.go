// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"

	_ "github.com/redpanda-data/benthos/v4/public/components/io" // http_server
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
)

// What becomes of a branch of a message, as the scripts below read it from the
// message: "m7 gtd" is message m7 with three branches.
const (
	isGood    = 'g'
	throwing  = 't' // in a later stage
	wrong     = 'v' // in itself: its payload is NaN
	isDropped = 'd'
)

// fates are all messages of up to three branches; of three, one throws if any fails.
var fates = func() []string {
	all, last := []string{""}, []string{""}
	for n := range 3 {
		var next []string
		for _, before := range last {
			for _, one := range string([]rune{isGood, throwing, isDropped, wrong}) {
				next = append(next, before+string(one))
			}
		}
		if n == 2 {
			next = slices.DeleteFunc(next, func(s string) bool { return strings.ContainsRune(s, wrong) })
		}
		all, last = append(all, next...), next
	}
	return all
}()

// A way is how a message becomes several that meet their fates in a tag_processor.
type way struct {
	name       string
	processors func(onError Config) []string
}

const (
	// branchTags makes the branches of a message.
	branchTags = `const [id, list] = msg.payload.split(" ");
return [...list].map((fate, i) => ({ payload: fate === "v" ? NaN : id + fate + i, meta: { fate, location_path: "acme", data_contract: "_raw", tag_name: "t" + id + "-" + i, timestamp_ms: 0 } }));`
	// nameTag makes a tag of a branch that came as a message, "m7 g 0".
	nameTag = `const [id, fate, i] = msg.payload.split(" ");
return { payload: fate === "v" ? NaN : id + fate + i, meta: { fate, location_path: "acme", data_contract: "_raw", tag_name: "t" + id + "-" + i, timestamp_ms: 0 } };`
	meetFate = `if (msg.meta.fate === "t") throw new Error("fault");
return msg.meta.fate === "d" ? null : msg;`
)

var fannedOut = way{"of a fan-out", func(onError Config) []string {
	return []string{tagProcessor(Config{"defaults": branchTags}, advanced(meetFate), onError)}
}}

var madeBefore = []way{
	{"that an earlier nodered_js made of one", func(onError Config) []string {
		return []string{
			nodeRED(`const [id, list] = msg.payload.split(" ");
return [...list].map((fate, i) => ({ payload: [id, fate, i].join(" ") }));`),
			tagProcessor(Config{"defaults": nameTag}, advanced(meetFate), onError),
		}
	}},
	{"that unarchive made of one", func(onError Config) []string {
		return []string{
			`mapping: |
  let part = content().string().split(" ")
  root = if $part.index(1) == "" { deleted() } else {
    $part.index(1).split("").enumerated().map_each(e -> "%s %s %v".format($part.index(0), e.value, e.index))
  }`,
			`unarchive: { format: json_array }`,
			tagProcessor(Config{"defaults": nameTag}, advanced(meetFate), onError),
		}
	}},
}

// flags reports whether what fails in this way goes on flagged. A script's NaN is
// dropped where on_error is not set, what advancedProcessing throws is not.
func flags(onError string, fate rune) bool {
	return onError == "forward" && (fate == throwing || fate == wrong) || onError == "" && fate == throwing
}

func anyFlagged(onError, fates string) bool {
	return strings.ContainsFunc(fates, func(fate rune) bool { return flags(onError, fate) })
}

// A sender sends a batch of three messages and gives which were acknowledged.
type sender struct {
	name, input string
	// alone: each message has an answer of its own.
	alone bool
	send  func(s *Stream, message string) bool
}

const oneBatch = `batching: { count: 3 }`

var senders = []sender{
	{"a queue of batches", `feed: {}`, false, nil},
	{
		"queues, in batches that a broker makes", `broker: { inputs: [ { feed: {} } ], ` + oneBatch + ` }`, true,
		func(s *Stream, message string) bool { return s.Send(Messages(message)) == nil },
	},
	{
		"HTTP clients, in batches that a broker makes", `broker: { inputs: [ { http_server: { path: /post } } ], ` + oneBatch + ` }`, true,
		func(s *Stream, message string) bool {
			status, _ := s.Post("/post", message)
			return status == http.StatusOK
		},
	},
}

func (from sender) acked(s *Stream, batch []string) []bool {
	acked := make([]bool, len(batch))
	if !from.alone {
		return slices.Repeat([]bool{s.Send(Messages(batch...)) == nil}, len(batch))
	}
	var all sync.WaitGroup
	for i, m := range batch {
		all.Go(func() { acked[i] = from.send(s, m) })
	}
	all.Wait()
	return acked
}

// A receiver is an output; what it keeps as "good" or "bad" is written.
type receiver struct{ name, output string }

var (
	rejecting  = receiver{"reject_errored", `reject_errored: { collect: good }`}
	deadLetter = receiver{"reject_errored with a dead letter store", `fallback: [ { reject_errored: { collect: good } }, { collect: bad } ]`}
	isDown     = receiver{"an output that is down", `refuse: {}`}
)

// answers are what the senders of a batch have to hear: no less, and no more than
// Benthos can tell, which knows nothing of a message that left no part.
func (to receiver) answers(from sender, onError string, batch []string) []bool {
	rejected, written := false, false
	for _, fates := range batch {
		rejected = rejected || anyFlagged(onError, fates)
		written = written || anyFlagged(onError, fates) || strings.ContainsRune(fates, isGood)
	}
	answers := make([]bool, len(batch))
	for i, fates := range batch {
		switch to {
		case deadLetter:
			answers[i] = true
		case isDown:
			answers[i] = !written
		case rejecting:
			answers[i] = !rejected || from.alone && !anyFlagged(onError, fates) && strings.ContainsRune(fates, isGood)
		}
	}
	return answers
}

// expectWritten expects all that became of an acknowledged message, and was not
// dropped by rule, to be written.
func expectWritten(s *Stream, id, onError, fates string) {
	GinkgoHelper()
	var good, bad []string
	for _, o := range s.Collected("good") {
		good = append(good, o.Meta["tag_name"])
	}
	for _, o := range s.Collected("bad") {
		bad = append(bad, strings.Trim(o.Payload, `"`))
	}
	for i, fate := range fates {
		switch {
		case fate == isGood:
			Expect(good).To(ContainElement(fmt.Sprintf("t%s-%d", id, i)), "of %q", fates)
		case flags(onError, fate):
			Expect(bad).To(ContainElement(Or(Equal(id+" "+fates), Equal(fmt.Sprintf("%s %c %d", id, fate, i)))), "of %q", fates)
		}
	}
}

// tryFates sends each of the fates in a batch with two others.
func tryFates(from sender, to receiver, how way, onError string, fates []string) {
	GinkgoHelper()
	more := Config{"on_error": onError}
	if onError == "" {
		more = nil
	}
	s := pipelineOf(Options{Input: from.input, Output: to.output, Processors: how.processors(more)})
	for k, own := range race.Sample(fates) {
		s.Forget()
		batch := []string{fates[(7*k+5)%len(fates)], own, string(isGood)}
		messages := make([]string, len(batch))
		for i := range batch {
			messages[i] = fmt.Sprintf("m%d %s", i, batch[i])
		}
		acked := from.acked(s, messages)
		Expect(acked).To(Equal(to.answers(from, onError, batch)), "of %q", batch)
		for i, taken := range acked {
			if taken {
				expectWritten(s, fmt.Sprintf("m%d", i), onError, batch[i])
			}
		}
	}
}

var _ = Describe("what was acknowledged is written, or was dropped by rule", func() {
	upToTwo := slices.DeleteFunc(slices.Clone(fates), func(s string) bool { return len(s) > 2 })
	for _, from := range senders {
		for _, to := range []receiver{rejecting, deadLetter, isDown} {
			for _, onError := range onErrors {
				It(fmt.Sprintf("for messages %s, from %s to %s, with on_error '%s'", fannedOut.name, from.name, to.name, onError), func() {
					tryFates(from, to, fannedOut, onError, fates)
				})
			}
			for _, how := range madeBefore {
				It(fmt.Sprintf("for messages %s, from %s to %s", how.name, from.name, to.name), func() {
					tryFates(from, to, how, "forward", upToTwo)
				})
			}
		}
	}

	DescribeTable("for a queue that delivers again what failed:",
		func(output, meetFate string) {
			s := pipelineOf(Options{
				Input: `feed: { retry: true }`, Output: output,
				Processors: []string{tagProcessor(Config{"defaults": branchTags}, advanced(meetFate))},
			})
			batch, want := []string{}, map[string]bool{}
			for id, list := range fates {
				batch = append(batch, fmt.Sprintf("m%d %s", id, list))
				for i, fate := range list {
					if fate == isGood || fate == throwing {
						want[fmt.Sprintf("tm%d-%d", id, i)] = true
					}
				}
			}
			Expect(s.Send(Messages(batch...))).To(Succeed())
			written := map[string]bool{}
			for _, o := range s.Collected("good") {
				written[o.Meta["tag_name"]] = true
			}
			Expect(written).To(Equal(want))
		},
		Entry("branches that throw once", rejecting.output, `if (msg.meta.fate === "t" && !cache.get(msg.meta.tag_name)) {
	cache.set(msg.meta.tag_name, true);
	throw new Error("at first");
}
return msg.meta.fate === "d" ? null : msg;`),
		Entry("branches that the output refuses once, each alone", `refuse: { once: true, name: good }`,
			`return msg.meta.fate === "d" ? null : msg;`),
	)
})
