// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("a group of which one process is killed, one is stopped, and one joins", func() {
	It("makes every tag, in the order of its readings, and repeats only what the killed one had not committed", func() {
		b := startBroker()
		committed := killStopJoin(b, *messages, func(name string) process {
			return startProcess(name, "order.yaml", "KAFKA="+b.address())
		})

		tags := b.tags()
		first, again := split(tags)
		Expect(checkComplete(first, *messages)).To(Succeed())
		Expect(checkOrder(again)).To(Succeed())
		Expect(checkUncommitted(first, again, committed)).To(Succeed())
		Expect(by("joined", tags)).NotTo(BeEmpty())
		reportStandstill(tags, "killed", "stopped")
		AddReportEntry("tags", fmt.Sprintf("%d, of them %d again", len(tags), len(again)))
	})
})

// killStopJoin has three processes share n readings. One is killed after a quarter of
// them; one is stopped after half of them, and another one started. It returns what
// was committed of each partition when the first one was killed.
func killStopJoin(b broker, n int, start func(name string) process) (committed map[int32]int64) {
	GinkgoHelper()
	killed, stopped, staying := start("killed"), start("stopped"), start("staying")
	b.waitForGroup(3)
	b.send(n)

	Eventually(b.tagged, patience, "2ms").Should(BeNumerically(">", n/4))
	killed.kill()
	committed = b.committed()
	Eventually(b.tagged, patience, "2ms").Should(BeNumerically(">", n/2))
	stopped.stop()
	Expect(b.done()).To(BeNumerically("<", n), "there is work left")
	joined := start("joined")

	Eventually(b.done).Should(Equal(n))
	staying.stop()
	joined.stop()
	return committed
}

// A place is that of a reading.
type place struct {
	partition int32
	offset    int64
}

// split takes out the tags that were made again of the same reading.
func split(tags []tag) (first, again []tag) {
	seen := map[place]bool{}
	for _, t := range tags {
		if seen[t.from] {
			again = append(again, t)
		} else {
			seen[t.from] = true
			first = append(first, t)
		}
	}
	return first, again
}

// checkUncommitted finds a tag that was made again although its reading was not the
// killed process's, or was committed.
func checkUncommitted(first, again []tag, committed map[int32]int64) error {
	makers := map[place]string{}
	for _, t := range first {
		makers[t.from] = t.process
	}
	for _, t := range again {
		if maker := makers[t.from]; maker != "killed" || t.from.offset < committed[t.from.partition] {
			return fmt.Errorf("made by %s, and again: %+v; committed were %v", maker, t, committed)
		}
	}
	return nil
}

// checkComplete finds what is missing or out of place in the sequence of each machine.
func checkComplete(tags []tag, n int) error {
	next := map[string]int{}
	for _, t := range tags {
		if t.stroke != next[t.topic] {
			return fmt.Errorf("stroke %d comes where %d was expected: %+v", t.stroke, next[t.topic], t)
		}
		next[t.topic]++
	}
	for i := range machines {
		topic := fmt.Sprintf("umh.v1.acme.linz.presses._raw.press%d.stroke", i)
		if want := (n + machines - 1 - i) / machines; next[topic] != want {
			return fmt.Errorf("%s has %d strokes of %d", topic, next[topic], want)
		}
	}
	return nil
}

// checkOrder finds a machine whose strokes do not ascend.
func checkOrder(tags []tag) error {
	last := map[string]tag{}
	for _, t := range tags {
		if before, ok := last[t.topic]; ok && before.stroke >= t.stroke {
			return fmt.Errorf("%+v comes before %+v", before, t)
		}
		last[t.topic] = t
	}
	return nil
}

func by(process string, tags []tag) (made []tag) {
	for _, t := range tags {
		if t.process == process {
			made = append(made, t)
		}
	}
	return made
}
