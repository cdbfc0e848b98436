// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"strings"

	paho "github.com/eclipse/paho.mqtt.golang"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

// startBroker starts a Mosquitto that has kept a message for whoever subscribes.
func startBroker(topic, kept string) (url string) {
	GinkgoHelper()
	broker := peertest.PrepareMosquitto(GinkgoT(), "allow_anonymous true")
	session, err := gexec.Start(broker.Command(), GinkgoWriter, GinkgoWriter)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() { session.Kill().Wait(patience) })

	url = "tcp://" + broker.Address()
	c := paho.NewClient(paho.NewClientOptions().AddBroker(url).SetConnectRetry(true).SetConnectRetryInterval(pause))
	for _, step := range []func() paho.Token{c.Connect, func() paho.Token { return c.Publish(topic, 1, true, kept) }} {
		token := step()
		Expect(token.WaitTimeout(patience)).To(BeTrue())
		Expect(token.Error()).NotTo(HaveOccurred())
	}
	c.Disconnect(0)
	return url
}

var _ = Describe("capturing", func() {
	It("takes messages from the config's broker", func() {
		url := startBroker("press/oil", `{"tag": "oil_level", "value": 0.7, "at": 0}`)
		p := open(file("line.yaml", strings.Replace(press, "stdin: {}", "mqtt: { urls: [ '"+url+"' ], client_id: press, topics: [ 'press/#' ] }", 1)))
		p.sees("h2", "0 messages")
		p.press("Capture…")
		p.asked("mqtt input")
		p.picture("asks")
		p.write("Messages, at most", "1")
		p.press("Capture")

		p.sees("h2", "1 message")
		p.sees(happened, "umh.v1.acme.graz.stamping._raw.oil_level")
		p.sees("[aria-label='Text of message 1']", `"mqtt_topic": "press/oil"`)
	})

	It("says why it takes none from an input that would take them away", func() {
		p := open(file("line.yaml", strings.Replace(press, "stdin: {}", "http_server: { path: /post }", 1)))
		p.press("Capture…")
		p.asked("Not from this one:")
	})
})

var _ = Describe("a message that is kept as a test", func() {
	It("is one that benthos-umh test reads", func() {
		config := file("line.yaml", press)
		p := open(config, file("readings.jsonl", readings))
		p.sees(happened, "oil_temperature")
		p.press("Keep as test…")
		p.asked("What does the test show?")
		p.types("Fahrenheit becomes Celsius – für Öl")
		p.press("Keep")
		p.asked("line_benthos_test.yaml")
		Expect(contents(strings.TrimSuffix(config, ".yaml") + "_benthos_test.yaml")).To(And(
			ContainSubstring("Fahrenheit becomes Celsius – für Öl"),
			ContainSubstring("umh.v1.acme.graz.stamping._raw.oil_temperature"),
		))
	})
})
