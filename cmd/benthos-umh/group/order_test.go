// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import "testing"

// TestOrder: one process of a group is killed, one is stopped, and one joins. Every
// reading becomes a tag, the sequence of each machine is in order, and tags are
// repeated only of what the killed process had not committed.
func TestOrder(t *testing.T) {
	b := startBroker(t)
	committed := killStopJoin(b, *messages, func(name string) *process {
		return startProcess(t, name, "order.yaml", "KAFKA="+b.address())
	})

	tags := b.tags()
	first, again := split(tags)
	must(t, checkComplete(first, *messages))
	must(t, checkOrder(again))
	must(t, checkUncommitted(first, again, committed))
	joined := 0
	for _, tag := range tags {
		if tag.process == "joined" {
			joined++
		}
	}
	if joined == 0 {
		t.Error("the process that joined has made no tags")
	}
	t.Logf("%d tags, of them %d again", len(tags), len(again))
	for _, process := range []string{"killed", "stopped"} {
		t.Logf("the partitions of the %s process stood still for %v", process, standstill(process, tags))
	}
}

// killStopJoin has three processes share n readings. One is killed after a quarter of
// them; one is stopped after half of them, and another one started. It returns what
// was committed of each partition when the first one was killed.
func killStopJoin(b broker, n int, start func(name string) *process) (committed map[int32]int64) {
	b.t.Helper()
	killed, stopped, staying := start("killed"), start("stopped"), start("staying")
	b.waitForGroup(3)
	b.send(n)

	until(b.t, "a quarter is done", func() bool { return b.tagged() > n/4 })
	killed.kill()
	committed = b.committed()
	until(b.t, "half is done", func() bool { return b.tagged() > n/2 })
	stopped.stop()
	if done := b.done(); done >= n {
		b.t.Fatal("nothing is left for the others")
	}
	joined := start("joined")

	until(b.t, "all is committed", func() bool { return b.done() == n })
	staying.stop()
	joined.stop()
	return committed
}
