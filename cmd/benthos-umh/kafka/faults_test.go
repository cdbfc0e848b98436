// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka_test

import (
	"context"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/kafka"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

const notConnected = "Failed to connect"

// expectToldOnce waits until each log has the hint, and sees that further attempts add
// nothing to any.
func expectToldOnce(hint string, logs ...*logBuffer) {
	GinkgoHelper()
	for _, log := range logs {
		Eventually(log.String).Should(ContainSubstring(hint))
	}
	Consistently(func(g Gomega) {
		for _, log := range logs {
			g.Expect(log.lines(notConnected)).To(Equal(1), "%s", log)
		}
	}, "1s").Should(Succeed())
}

var _ = Describe("a broker", func() {
	It("that is away at the start is told once, and used once it is there", func() {
		port := freePort()
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		in := startInput(address, franzGroup)
		out := startOutput(address, franzOutput)
		written := make(chan error)
		go func() {
			defer GinkgoRecover()
			written <- out.write(message("first", "topic", "readings"))
		}()
		for _, log := range []*logBuffer{in.log, out.log} {
			Eventually(log.String).Should(ContainSubstring("is the port in seed_brokers its port?"))
		}
		Consistently(func() int { return in.log.lines(notConnected) }, "700ms").Should(Equal(1))

		c := cluster(kfake.Ports(port), kfake.SeedTopics(1, "readings"))
		Eventually(written).Should(Receive(BeNil()))
		d := in.read()
		Expect(d.texts()).To(Equal([]string{"first"}))
		d.accept()
		Eventually(committed(c, "plant", "readings", 0)).Should(BeEquivalentTo(1))
		Expect(out.log.lines(notConnected)).To(Equal(1))
	})

	It("that goes away in between is told once, and nothing is lost or written twice", func() {
		port, dir := freePort(), GinkgoT().TempDir()
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		options := []kfake.Opt{kfake.NumBrokers(1), kfake.Ports(port), kfake.DataDir(dir), kfake.SyncWrites(), kfake.SeedTopics(1, "readings")}
		before, err := kfake.NewCluster(options...)
		Expect(err).NotTo(HaveOccurred())
		defer before.Close()
		in, out := startInput(address, redpandaGroup), startOutput(address, franzOutput)
		Expect(out.write(message("0", "topic", "readings"))).To(Succeed())
		d := in.read()

		before.Close()
		d.accept()
		Eventually(func() int { return in.log.lines(notConnected) }).Should(Equal(1))
		written := make(chan error)
		go func() {
			defer GinkgoRecover()
			written <- out.write(message("1", "topic", "readings"), message("2", "topic", "readings"))
		}()
		Eventually(func() int { return out.log.lines(notConnected) }).Should(Equal(1))

		again, err := kfake.NewCluster(options...)
		Expect(err).NotTo(HaveOccurred())
		defer again.Close()
		Eventually(written).Should(Receive(BeNil()))
		var texts []string
		for len(texts) < 3 {
			if d, ok := in.tryRead(2 * time.Second); ok {
				texts = append(texts, d.texts()...)
				d.accept()
				if d.texts()[0] != "0" && len(texts) == 2 {
					texts = append([]string{"0"}, texts...)
				}
			}
		}
		Expect(texts).To(Equal([]string{"0", "1", "2"}))
		for _, log := range []*logBuffer{in.log, out.log} {
			Expect(log.lines("connected again")).To(Equal(1))
		}
		Eventually(committed(again, "plant", "readings", 0)).Should(BeEquivalentTo(3))
		Expect(values(contents(address, "readings", 3))).To(Equal([]string{"0", "1", "2"}))
		// They have to leave the group while the broker is there.
		in.stop()
		out.stop()
	})

	It("that goes away for good does not keep an input and an output from ending", func() {
		c := cluster(kfake.SeedTopics(1, "readings"))
		in, out := startInput(c.ListenAddrs()[0], redpandaGroup), startOutput(c.ListenAddrs()[0], franzOutput)
		Expect(out.write(message("0", "topic", "readings"))).To(Succeed())
		in.read().accept()
		c.Close()
		in.stop()
		out.stop()
	})

	It("that refuses the password is told with what to check, without the password", func() {
		c := cluster(kfake.EnableSASL(), kfake.Superuser("SCRAM-SHA-256", "plant", "right-one"), kfake.SeedTopics(1, "readings"))
		var refuse atomic.Bool
		refuse.Store(true)
		// Kafka answers with this code; the broker of the tests closes the connection.
		c.ControlKey(int16(kmsg.SASLAuthenticate), func(req kmsg.Request) (kmsg.Response, error, bool) {
			c.KeepControl()
			resp := req.ResponseKind().(*kmsg.SASLAuthenticateResponse)
			resp.ErrorCode = kerr.SaslAuthenticationFailed.Code
			return resp, nil, refuse.Load()
		})
		login := func(password string) string {
			return "  sasl: [ { mechanism: SCRAM-SHA-256, username: plant, password: " + password + " } ]\n"
		}
		in, out := startInput(c.ListenAddrs()[0], franzGroup+login("wrong-one")).log, startStream(c.ListenAddrs()[0], franzOutput+login("wrong-one"))
		expectToldOnce("the broker refuses the credentials, check username and password below sasl", in, out)
		Expect(in.String() + out.String()).NotTo(ContainSubstring("wrong-one"))

		refuse.Store(false)
		closed := startInput(c.ListenAddrs()[0], franzGroup)
		Eventually(closed.log.String).Should(ContainSubstring("if it wants to know who connects, check sasl"))
		right := startInput(c.ListenAddrs()[0], franzGroup+login("right-one"))
		Eventually(right.log.String).Should(ContainSubstring("is now active"))
	})

	It("that has no such topic is told, and the topic is read once it is there", func() {
		c := cluster()
		in := startInput(c.ListenAddrs()[0], franzGroup)
		Eventually(in.log.String).Should(ContainSubstring(`topic \"readings\"`))
		Expect(in.log.String()).To(ContainSubstring("does not exist, create it or correct its name"))
		Expect(c.CreateTopic("readings", 1, nil)).To(Succeed())
		fill(c.ListenAddrs()[0], "readings", 1, 0, 1)
		in.read().accept()
	})

	It("that is none is told", func() {
		address := peertest.WebServer(GinkgoT())
		expectToldOnce("something else than a broker listens there: check host and port in seed_brokers",
			startInput(address, franzGroup).log, startStream(address, franzOutput))
	})

	It("that speaks no TLS is told", func() {
		DeferCleanup(kafka.SetHandshakeTimeout(100 * time.Millisecond)) // none is answered
		c := cluster(kfake.SeedTopics(1, "readings"))
		in := startInput(c.ListenAddrs()[0], franzGroup+"  tls: { enabled: true }\n")
		Eventually(in.log.String, time.Minute).Should(ContainSubstring("tls.enabled"))
	})

	It("that refuses a commit gets it again", func() {
		c := cluster(kfake.SeedTopics(1, "readings"))
		fill(c.ListenAddrs()[0], "readings", 1, 0, 1)
		in := startInput(c.ListenAddrs()[0], franzGroup)
		fault := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.OffsetCommit}, Group: "plant", Count: 2})
		defer fault.Remove()
		in.read().accept()
		Eventually(committed(c, "plant", "readings", 0)).Should(BeEquivalentTo(1))
		Expect(fault.Hits()).To(Equal(2))
		Expect(in.log.lines("cannot commit to group plant")).To(Equal(1))
	})
})

var _ = DescribeTable("a config is refused",
	func(config, want string) {
		for _, kind := range []string{"input", "output"} {
			b := service.NewResourceBuilder()
			b.DisableLinting()
			var err error
			if kind == "input" {
				err = b.AddInputYAML("label: x\nkafka_franz: { seed_brokers: [ 127.0.0.1:1 ], topics: [ a ], " + config + " }")
			} else {
				err = b.AddOutputYAML("label: x\nkafka_franz: { seed_brokers: [ 127.0.0.1:1 ], topic: a, " + config + " }")
			}
			if err == nil {
				var closeAll func(context.Context) error
				var res *service.Resources
				if res, closeAll, err = b.Build(); err == nil {
					if kind == "input" {
						err = res.AccessInput(context.Background(), "x", func(*service.ResourceInput) {})
					} else {
						err = res.AccessOutput(context.Background(), "x", func(*service.ResourceOutput) {})
					}
					Expect(closeAll(context.Background())).To(Succeed())
				}
			}
			Expect(err).To(MatchError(ContainSubstring(want)), kind)
		}
	},
	Entry("AWS IAM", "sasl: [ { mechanism: AWS_MSK_IAM } ]", "AWS_MSK_IAM is not supported by benthos-umh"),
	Entry("AWS credentials", "sasl: [ { mechanism: PLAIN, aws: { region: eu } } ]", "sasl.aws is not supported by benthos-umh"),
	Entry("OAuth extensions", "sasl: [ { mechanism: OAUTHBEARER, extensions: { a: b } } ]", "sasl.extensions is not supported by benthos-umh"),
	Entry("no broker", `seed_brokers: [ "," ]`, "no broker is given"),
)

var _ = DescribeTable("lint names what is not supported",
	func(kind, config, want string) {
		b := service.NewResourceBuilder()
		var err error
		if kind == "input" {
			err = b.AddInputYAML(config)
		} else {
			err = b.AddOutputYAML(config)
		}

		Expect(err).To(MatchError(ContainSubstring(want)))
	},
	Entry("the mechanism", "input", "label: a\nkafka_franz: { seed_brokers: [ a:1 ], topics: [ a ], sasl: [ { mechanism: AWS_MSK_IAM } ] }", "AWS_MSK_IAM is not supported"),
	Entry("the credentials", "output", "label: a\nredpanda: { seed_brokers: [ a:1 ], topic: a, sasl: [ { mechanism: PLAIN, aws: { region: eu } } ] }", "sasl.aws is not supported"),
	Entry("the extensions", "output", "label: a\nredpanda: { seed_brokers: [ a:1 ], topic: a, sasl: [ { mechanism: OAUTHBEARER, extensions: { a: b } } ] }", "sasl.extensions is not supported"),
)
