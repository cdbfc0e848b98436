// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture_test

import (
	"fmt"
	"sync"

	paho "github.com/eclipse/paho.mqtt.golang"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

// A broker is a Mosquitto with what it logs.
type broker struct {
	address string
	log     *gbytes.Buffer
}

func startBroker(lines string) broker {
	GinkgoHelper()
	m := peertest.PrepareMosquitto(GinkgoT(), "log_dest stderr", "log_type all", lines)
	session, err := gexec.Start(m.Command(), GinkgoWriter, GinkgoWriter)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() { session.Kill().Wait(patience) })
	b := broker{"tcp://" + m.Address(), session.Err}
	Eventually(m.Reachable).Should(Succeed())
	return b
}

// A client is one of the plant's. It collects what it gets.
type client struct {
	paho.Client
	mu   sync.Mutex
	got  []string
	lost bool
}

func (b broker) connect(id string, clean bool) *client {
	GinkgoHelper()
	c := &client{}
	o := paho.NewClientOptions().AddBroker(b.address).SetClientID(id).SetCleanSession(clean).SetAutoReconnect(false)
	o.SetDefaultPublishHandler(func(_ paho.Client, m paho.Message) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.got = append(c.got, string(m.Payload()))
	})
	o.SetConnectionLostHandler(func(paho.Client, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.lost = true
	})
	c.Client = paho.NewClient(o)
	wait(c.Connect())
	DeferCleanup(func() { c.Disconnect(0) })
	return c
}

func wait(token paho.Token) {
	GinkgoHelper()
	Expect(token.WaitTimeout(patience)).To(BeTrue())
	Expect(token.Error()).NotTo(HaveOccurred())
}

func (c *client) messages() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{}, c.got...)
}

func (c *client) isLost() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lost
}

var _ = Describe("an mqtt input", func() {
	config := func(b broker, topic string) string {
		return fmt.Sprintf(`
input:
  mqtt:
    urls: [ %s ]
    client_id: press
    clean_session: false
    topics: [ '%s' ]
    will: { enabled: true, topic: plant/will, payload: gone }
`, b.address, topic)
	}

	It("leaves the running client its session and the messages that wait in it", func() {
		b := startBroker("allow_anonymous true")
		plant := b.connect("plant", true)
		press := b.connect("press", false)
		wait(press.Subscribe("plant/#", 1, nil))
		press.Disconnect(0)
		wait(plant.Publish("plant/a", 1, true, "kept"))
		for i := range 3 {
			wait(plant.Publish("plant/b", 1, false, fmt.Sprint("waits ", i)))
		}

		messages, err := take(config(b, "plant/#"), "input", 1)
		Expect(err).NotTo(HaveOccurred())
		Expect(texts(messages)).To(Equal([]string{"kept"}))
		topic, _ := messages[0].MetaGetMut("mqtt_topic")
		Expect(topic).To(Equal("plant/a"))
		retained, _ := messages[0].MetaGetMut("mqtt_retained")
		Expect(retained).To(BeTrue())

		again := b.connect("press", false)
		Eventually(again.messages).Should(Equal([]string{"kept", "waits 0", "waits 1", "waits 2"}))
		log := string(b.log.Contents())
		Expect(log).To(MatchRegexp(`as workbench\w+ \(p2, c1,`), "a clean session")
		Expect(log).NotTo(ContainSubstring("Will message specified"))
	})

	It("leaves the running client its connection", func() {
		b := startBroker("allow_anonymous true")
		press := b.connect("press", false)
		wait(press.Subscribe("plant/#", 1, nil))
		wait(press.Publish("plant/a", 1, true, "kept"))
		messages, err := take(config(b, "plant/+"), "input", 1)
		Expect(err).NotTo(HaveOccurred())
		Expect(texts(messages)).To(Equal([]string{"kept"}))
		wait(press.Publish("plant/a", 1, false, "after"))
		Eventually(press.messages).Should(Equal([]string{"kept", "after"}))
		Expect(press.isLost()).To(BeFalse())
	})

	It("takes nothing away from clients that share a subscription", func() {
		b := startBroker("allow_anonymous true")
		line := b.connect("line", true)
		wait(line.Subscribe("$share/group/plant/+", 1, func(c paho.Client, m paho.Message) {
			line.mu.Lock()
			defer line.mu.Unlock()
			line.got = append(line.got, string(m.Payload()))
		}))
		done := make(chan []*service.Message, 1)
		go func() {
			defer GinkgoRecover()
			messages, err := take(config(b, "$share/group/plant/+"), "input", 10)
			Expect(err).NotTo(HaveOccurred())
			done <- messages
		}()
		Eventually(b.log).Should(gbytes.Say(`Sending SUBACK to workbench`))
		var want []string
		for i := range 10 {
			want = append(want, fmt.Sprint(i))
			wait(line.Publish("plant/a", 1, false, fmt.Sprint(i)))
		}
		var messages []*service.Message
		Eventually(done).Should(Receive(&messages))
		Expect(texts(messages)).To(Equal(want))
		Eventually(line.messages).Should(ConsistOf(want))
	})

	It("says at once that the broker is not there", func() {
		port := peertest.FreePort(GinkgoT())
		_, err := take(config(broker{address: fmt.Sprintf("tcp://127.0.0.1:%d", port)}, "a"), "input", 1)
		Expect(err).To(MatchError(And(ContainSubstring("Failed to connect to mqtt"), ContainSubstring("connection refused"))))
	})

	It("says at once that the broker wants a user", func() {
		b := startBroker("allow_anonymous false")
		_, err := take(config(b, "a"), "input", 1)
		Expect(err).To(MatchError(ContainSubstring("Failed to connect to mqtt")))
		Expect(err).To(MatchError(ContainSubstring("password")))
	})
})
