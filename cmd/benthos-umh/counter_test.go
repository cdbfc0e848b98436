// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A redisServer can be stopped and started again; it keeps what it had.
type redisServer struct {
	program, address, dir string
	session               *gexec.Session
}

func prepareRedis() *redisServer {
	GinkgoHelper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		Skip("redis-server is not installed (Debian package redis-server)")
	}
	return &redisServer{program: program, address: freeAddress(), dir: GinkgoT().TempDir()}
}

func (r *redisServer) start() {
	GinkgoHelper()
	_, port, err := net.SplitHostPort(r.address)
	Expect(err).NotTo(HaveOccurred())
	r.session = start(exec.Command(r.program, "--port", port, "--bind", "127.0.0.1", "--dir", r.dir, "--save", "", "--appendonly", "yes", "--appendfsync", "always"))
	Eventually(func() error {
		conn, err := net.Dial("tcp", r.address)
		if err == nil {
			_ = conn.Close()
		}
		return err
	}, patience).Should(Succeed())
}

func (r *redisServer) stop() {
	GinkgoHelper()
	Eventually(r.session.Terminate(), patience).Should(gexec.Exit())
}

// readRecords are the next records of a client, so many at least, as key and value.
func readRecords(client *kgo.Client, count int) (records []string) {
	GinkgoHelper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	for len(records) < count {
		fetches := client.PollFetches(ctx)
		Expect(ctx.Err()).NotTo(HaveOccurred())
		for _, r := range fetches.Records() {
			records = append(records, fmt.Sprintf("%s %s", r.Key, r.Value))
		}
	}
	return records
}

// runCounter kills the process between two readings.
func runCounter() {
	broker, kafka := prepareMosquitto(), prepareKafka("umh.messages")
	broker.start()
	kafka.start()
	state, address := filepath.Join(GinkgoT().TempDir(), "totals.db"), freeAddress()
	run := func() *gexec.Session {
		cmd := command("-c", "config/counter.yaml", "--set", "http.enabled=true", "--set", "http.address="+address)
		cmd.Env = append(cmd.Env, "MQTT="+broker.url(), "KAFKA="+kafka.address(), "STATE_FILE="+state)
		session := start(cmd)
		Eventually(isReady(address), patience).Should(Equal(http.StatusOK))
		return session
	}
	client := kafka.client("umh.messages")
	value := regexp.MustCompile(`^umh\.v1\.acme\.linz\.presses\._raw\.press1\.strokes_total \{"timestamp_ms":\d+,"value":(\d+)\}$`)
	last := ""
	total := func(want string) {
		GinkgoHelper()
		for last != want {
			for _, record := range readRecords(client, 1) {
				Expect(record).To(MatchRegexp(value.String()))
				// The one before may come again after the kill, and then it adds nothing.
				got := value.FindStringSubmatch(record)[1]
				Expect(got).To(BeElementOf(want, last))
				last = got
			}
		}
	}
	session := run()
	broker.publish("plant/press1/strokes", "410\n")
	total("410")
	Eventually(session.Signal(syscall.SIGKILL), patience).Should(gexec.Exit())
	broker.publish("plant/press1/strokes", "412\n") // which the broker keeps
	session = run()
	total("412")
	broker.publish("plant/press1/strokes", "3\n")
	total("415")
	Eventually(session.Terminate(), patience).Should(gexec.Exit(0))
}

// runCounterShared counts in two processes, while Redis is away in between.
func runCounterShared() {
	redis, kafka := prepareRedis(), prepareKafka("parts", "tags", "failed-readings")
	kafka.start()
	producer, tags, failed := kafka.client("none"), kafka.client("tags"), kafka.client("failed-readings")
	send := func(values ...string) {
		GinkgoHelper()
		for _, value := range values {
			record := &kgo.Record{Topic: "parts", Key: []byte("press1"), Value: []byte(value)}
			Expect(producer.ProduceSync(context.Background(), record).FirstErr()).To(Succeed())
		}
	}
	address := freeAddress()
	run := func() (session *gexec.Session, logged func(string) func() int) {
		cmd := command("-c", "config/counter-shared.yaml", "--set", "shutdown_timeout=5s", "--set", "http.enabled=true", "--set", "http.address="+address,
			"--set", "pipeline.processors.0.retry.backoff.initial_interval=100ms")
		cmd.Env = append(cmd.Env, "KAFKA="+kafka.address(), "REDIS_URL=redis://:@"+redis.address)
		session = start(cmd)
		Eventually(isReady(address), patience).Should(Equal(http.StatusOK))
		return session, func(text string) func() int {
			return func() int { return strings.Count(string(session.Out.Contents())+string(session.Err.Contents()), text) }
		}
	}
	count := func(want int) string {
		return fmt.Sprintf(`^umh\.v1\.acme\.linz\._raw\.orders\.A-17\.parts \{"timestamp_ms":\d+,"value":%d\}$`, want)
	}

	By("Redis is away at the start: the reading waits")
	session, logged := run()
	send(`{"order": "A-17", "machine": "press1", "parts": 410}`, `{"order": "A-17"}`)
	Eventually(logged("is the server running, and is the port in url its port?"), patience).Should(BeNumerically(">", 0))
	Consistently(logged("No connection to redis"), "2s").Should(Equal(1))
	Expect(isReady(address)()).To(Equal(http.StatusOK), "as docs/cache.md says, it knows nothing of caches")
	redis.start()
	Expect(readRecords(tags, 1)).To(ConsistOf(MatchRegexp(count(410))))
	Expect(readRecords(failed, 1)).To(ConsistOf(`press1 {"order": "A-17"}`))

	By("Redis goes away in between, and the process is stopped")
	redis.stop()
	send(`{"order": "A-17", "machine": "press2", "parts": 90}`)
	Eventually(logged("No connection to redis"), patience).Should(Equal(2))
	Eventually(session.Terminate(), patience).Should(gexec.Exit())

	By("another process goes on")
	redis.start()
	session, _ = run()
	send(`{"order": "A-17", "machine": "press1", "parts": 412}`)
	Expect(readRecords(tags, 2)).To(HaveExactElements(MatchRegexp(count(500)), MatchRegexp(count(502))))
	Eventually(session.Terminate(), patience).Should(gexec.Exit(0))
}
