// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os/exec"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
	"github.com/redis/go-redis/v9"
)

var _ = Describe("processes that count in one Redis", func() {
	// A message takes several calls of the server.
	n := func() int { return *messages / 10 }

	It("count each delivery once while one is stopped and one joins", func() {
		b, counters := startBroker(), startRedis()
		start := func(name string) process {
			return startProcess(name, "count.yaml", "KAFKA="+b.address(), "REDIS="+counters.address)
		}
		stopped, staying := start("stopped"), start("staying")
		b.waitForGroup(2)
		b.send(n())

		Eventually(b.tagged, patience, "2ms").Should(BeNumerically(">", n()/4))
		stopped.stop()
		Expect(b.done()).To(BeNumerically("<", n()), "there is work left")
		joined := start("joined")
		Eventually(b.done).Should(Equal(n()))
		staying.stop()
		joined.stop()

		Expect(counters.deliveries()).To(Equal(n()))
		Expect(counters.machines()).To(Equal(strokes(n())))
		tags := b.tags()
		Expect(tags).To(HaveLen(n()))
		Expect(checkComplete(tags, n())).To(Succeed())
		reportStandstill(tags, "stopped")
	})

	It("count each reading once, by its offset, while one is killed, one is stopped and one joins", func() {
		b, counters := startBroker(), startRedis()
		killStopJoin(b, n(), func(name string) process {
			return startProcess(name, "count.yaml", "KAFKA="+b.address(), "REDIS="+counters.address)
		})

		Expect(counters.machines()).To(Equal(strokes(n())))
		deliveries := counters.deliveries()
		Expect(deliveries).To(BeNumerically(">=", b.tagged()))
		AddReportEntry("counted", fmt.Sprintf("%d readings, %d deliveries", n(), deliveries))
	})
})

// strokes is how many readings each machine has of n.
func strokes(n int) map[string]int {
	counts := map[string]int{}
	for i := range machines {
		counts[fmt.Sprintf("press%d", i)] = (n + machines - 1 - i) / machines
	}
	return counts
}

// A counterServer is the Redis that the processes share.
type counterServer struct {
	address string
	client  *redis.Client
}

func startRedis() counterServer {
	GinkgoHelper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		Skip("there is no redis-server: install the Debian package redis-server")
	}
	address := freeAddress()
	host, port, err := net.SplitHostPort(address)
	Expect(err).NotTo(HaveOccurred())
	session, err := gexec.Start(exec.Command(program, "--bind", host, "--port", port, "--save", ""), GinkgoWriter, GinkgoWriter)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() { session.Kill().Wait(patience) })
	s := counterServer{address, redis.NewClient(&redis.Options{Addr: address})}
	DeferCleanup(s.client.Close)
	Eventually(func() error { return s.client.Ping(context.Background()).Err() }).Should(Succeed())
	return s
}

func (s counterServer) deliveries() int {
	GinkgoHelper()
	n, err := s.client.Get(context.Background(), "deliveries").Int()
	Expect(err).NotTo(HaveOccurred())
	return n
}

// machines are the counts of the machines.
func (s counterServer) machines() map[string]int {
	GinkgoHelper()
	counts := map[string]int{}
	for machine := range strokes(0) {
		text, err := s.client.Get(context.Background(), "machines%2F"+machine).Bytes()
		Expect(err).NotTo(HaveOccurred())
		var value struct{ Count int }
		Expect(json.Unmarshal(text, &value)).To(Succeed())
		counts[machine] = value.Count
	}
	return counts
}

// freeAddress returns an address that nothing listens on at the moment.
func freeAddress() string {
	GinkgoHelper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	Expect(err).NotTo(HaveOccurred())
	defer listener.Close()
	return listener.Addr().String()
}
