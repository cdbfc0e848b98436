// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"context"
	"encoding/json"
	"maps"
	"testing"

	"github.com/redis/go-redis/v9"
)

// TestCountDeliveries: one process is stopped and one joins. Nothing is delivered
// twice, so that a plain counter in Redis is exact.
func TestCountDeliveries(t *testing.T) {
	counters, b := startCounters(t), startBroker(t)
	n := *messages / 10
	start := func(name string) *process {
		return startProcess(t, name, "count.yaml", "KAFKA="+b.address(), "REDIS="+counters.address)
	}
	stopped, staying := start("stopped"), start("staying")
	b.waitForGroup(2)
	b.send(n)

	until(t, "a quarter is done", func() bool { return b.tagged() > n/4 })
	stopped.stop()
	if b.done() >= n {
		t.Fatal("nothing is left for the others")
	}
	joined := start("joined")
	until(t, "all is committed", func() bool { return b.done() == n })
	staying.stop()
	joined.stop()

	if got := counters.deliveries(); got != n {
		t.Errorf("%d deliveries of %d readings are counted", got, n)
	}
	counters.checkMachines(n)
	tags := b.tags()
	must(t, checkComplete(tags, n))
	t.Logf("the partitions of the stopped process stood still for %v", standstill("stopped", tags))
}

// TestCountReadings: one process is killed, one is stopped, and one joins. A counter
// that keeps the offset of the last reading passes over those that come again.
func TestCountReadings(t *testing.T) {
	counters, b := startCounters(t), startBroker(t)
	n := *messages / 10
	killStopJoin(b, n, func(name string) *process {
		return startProcess(t, name, "count.yaml", "KAFKA="+b.address(), "REDIS="+counters.address)
	})

	counters.checkMachines(n)
	deliveries, tags := counters.deliveries(), b.tagged()
	if deliveries < tags {
		t.Errorf("%d tags, and %d deliveries are counted", tags, deliveries)
	}
	t.Logf("%d readings, %d deliveries", n, deliveries)
}

// counters are in a Redis that the processes share.
type counters struct {
	t       testing.TB
	address string
	client  *redis.Client
}

func startCounters(t testing.TB) counters {
	t.Helper()
	address := launchServer(t, "redis-server", func(host, port string) []string {
		return []string{"--bind", host, "--port", port, "--save", ""}
	})
	client := redis.NewClient(&redis.Options{Addr: address})
	t.Cleanup(func() { _ = client.Close() })
	return counters{t, address, client}
}

func (c counters) deliveries() int {
	c.t.Helper()
	n, err := c.client.Get(context.Background(), "deliveries").Int()
	must(c.t, err)
	return n
}

// checkMachines expects the count of each machine to be exact.
func (c counters) checkMachines(n int) {
	c.t.Helper()
	want, got := strokes(n), map[string]int{}
	for machine := range want {
		text, err := c.client.Get(context.Background(), "machines%2F"+machine).Bytes()
		must(c.t, err)
		var value struct{ Count int }
		must(c.t, json.Unmarshal(text, &value))
		got[machine] = value.Count
	}
	if !maps.Equal(got, want) {
		c.t.Errorf("counted are %v, want %v", got, want)
	}
}
