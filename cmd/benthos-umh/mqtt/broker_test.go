// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/websocket"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

var _ = Describe("over a broker", func() {
	It("brings a message with what MQTT knows of it", func() {
		broker := startMosquitto()
		in := connectedInput(broker.url() + "topics: [ plant/# ]")
		out := connectedOutput(broker.url() + "topic: plant/${! @machine }")
		out.write("42.5", "machine", "press")

		m := in.read()
		Expect(m.text()).To(Equal("42.5"))
		meta := map[string]any{}
		Expect(m.MetaWalkMut(func(key string, value any) error { meta[key] = value; return nil })).To(Succeed())
		Expect(meta).To(HaveKeyWithValue("mqtt_message_id", BeNumerically(">", 0)))
		Expect(meta["mqtt_message_id"]).To(BeAssignableToTypeOf(0))
		delete(meta, "mqtt_message_id")
		Expect(meta).To(Equal(map[string]any{
			"mqtt_duplicate": false, "mqtt_qos": 1, "mqtt_retained": false, "mqtt_topic": "plant/press",
		}))
		m.accept()
		Expect(in.logs.String()).To(ContainSubstring("Connected to tcp://" + broker.Address()))
	})

	for qos := range 3 {
		It(fmt.Sprintf("brings everything in order with quality of service %d", qos), func() {
			broker := startMosquitto()
			setting := fmt.Sprintf("qos: %d\n", qos)
			in := connectedInput(broker.url() + setting + "topics: [ count ]")
			out := connectedOutput(broker.url() + setting + "topic: count")
			const messages = 300
			written := make(chan struct{})
			go func() {
				defer close(written)
				defer GinkgoRecover()
				for i := range messages {
					out.write(strconv.Itoa(i))
				}
			}()
			for i := range messages {
				m := in.read()
				Expect(m.text()).To(Equal(strconv.Itoa(i)))
				Expect(m.meta("mqtt_qos")).To(Equal(qos))
				m.accept()
			}
			Eventually(written, patience).Should(BeClosed())
		})
	}

	It("encrypts, and tells who it is", func() {
		signer := peertest.NewAuthority(GinkgoT())
		files := signer.Certify()
		broker := startMosquitto(slices.Concat(withTLS(signer), withPassword("press", "se:cr@et"), []string{"require_certificate true"})...)
		secured := broker.tlsURL() + `
user: press
password: "se:cr@et"
tls:
  enabled: true
  root_cas_file: ` + signer.File + `
  client_certs: [ { cert_file: ` + files.Cert + `, key_file: ` + files.Key + ` } ]
`
		in := connectedInput(secured + "topics: [ a ]")
		connectedOutput(secured + "topic: a").write("hello")
		Expect(in.read().text()).To(Equal("hello"))
	})

	It("takes user and password from the URL too", func() {
		broker := startMosquitto(withPassword("press", "secret")...)
		in := connectedInput("urls: [ 'tcp://press:secret@" + broker.Address() + "' ]\ntopics: [ a ]")
		Expect(in.logs.String()).NotTo(ContainSubstring("secret"))
	})

	It("speaks over WebSockets", func() {
		url := "urls: [ " + overWebSockets(startMosquitto()) + " ]\n"
		in := connectedInput(url + "topics: [ a ]")
		large := strings.Repeat("x", 300_000)
		connectedOutput(url + "topic: a").write(large)
		Expect(in.read().text()).To(Equal(large))
	})

	It("takes the first broker of the list that answers", func() {
		broker := startMosquitto()
		in := connectedInput("urls: [ 'tcp://127.0.0.1:" + freePort() + ",tcp://" + broker.Address() + "' ]\ntopics: [ a ]")
		Expect(in.logs.count("Connected")).To(Equal(1))
	})

	It("subscribes with wildcards, and gets what was kept", func() {
		broker := startMosquitto()
		out := connectedOutput(broker.url() + "topic: ${! @to }\nretained_interpolated: ${! @keep }")
		out.write("1", "to", "plant/press/force", "keep", "true")
		out.write("2", "to", "plant/press/speed", "keep", "false")
		out.write("3", "to", "plant/oven/heat/zone1", "keep", "true")
		out.write("4", "to", "elsewhere/force", "keep", "true")

		in := connectedInput(broker.url() + "topics: [ plant/+/force, plant/oven/# ]")
		kept := map[string]bool{}
		for range 2 {
			m := in.read()
			kept[m.text()] = m.meta("mqtt_retained") == true
		}
		Expect(kept).To(Equal(map[string]bool{"1": true, "3": true}))
		out.write("5", "to", "plant/oven/heat", "keep", "false")
		m := in.read()
		Expect(m.text()).To(Equal("5"))
		Expect(m.meta("mqtt_retained")).To(BeFalse())
	})

	It("brings 20 MB", func() {
		broker := startMosquitto()
		in := connectedInput(broker.url() + "topics: [ a ]")
		out := connectedOutput(broker.url() + "topic: a\nwrite_timeout: 30s")
		large := strings.Repeat("0123456789", 2_000_000)
		out.write(large)
		m := in.read()
		same := m.text() == large
		Expect(same).To(BeTrue(), "too long to be shown")
		m.accept()
		Expect(in.logs.String() + out.logs.String()).NotTo(ContainSubstring("lost"))
	})

	It("fails a message alone on which the broker hangs up", func() {
		out := connectedOutput(startMosquitto("max_packet_size 1000000").url() + "topic: a\nwrite_timeout: 30s")
		large := message(strings.Repeat("x", 20_000_000))
		var err error
		Eventually(func() error { // as Benthos does it
			if err = out.Write(soon(), large); errors.Is(err, service.ErrNotConnected) {
				Expect(out.Connect(soon())).To(Succeed())
			}
			return err
		}, patience).Should(MatchError(ContainSubstring("its 20000000 bytes may be more than the broker takes")))
		Expect(out.Write(soon(), message("next"))).To(Equal(service.ErrNotConnected))
		Expect(out.Connect(soon())).To(Succeed())
		out.write("next")
		Expect(out.logs.count("is lost")).To(Equal(3))
		Expect(out.logs.String()).To(ContainSubstring("does not take what was sent"))
	})

	It("publishes the will if the process ends without a word, and not after Close", func() {
		broker := startMosquitto()
		in := connectedInput(broker.url() + "topics: [ will ]")
		last := "topic: a\nwill: { enabled: true, topic: will, payload: gone, qos: 1 }"
		Expect(connectedOutput(broker.url() + last).Close(context.Background())).To(Succeed())
		cut(connectedOutput(broker.url() + last).current())
		m := in.read()
		Expect(m.text()).To(Equal("gone"))
		m.accept()
		connectedOutput(broker.url() + "topic: will").write("no second will")
		Expect(in.read().text()).To(Equal("no second will"))
	})
})

var _ = Describe("what is not acknowledged", func() {
	const kept = "client_id: keeper\nclean_session: false\ntopics: [ a ]\n"

	It("comes again after the client was killed", func() {
		broker := startMosquitto()
		in := connectedInput(broker.url() + kept)
		out := connectedOutput(broker.url() + "topic: a")
		for _, text := range []string{"one", "two", "three"} {
			out.write(text)
		}
		in.read().accept()
		Eventually(broker.session.Err, patience).Should(gbytes.Say("Received PUBACK from keeper"))
		in.read()
		cut(in.session.client)
		out.write("four")

		again := connectedInput(broker.url() + kept)
		for _, text := range []string{"two", "three", "four"} {
			m := again.read()
			Expect(m.text()).To(Equal(text))
			m.accept()
		}
	})

	It("is not acknowledged on the next connection", func() {
		broker := startMosquitto()
		in := connectedInput(broker.url() + kept)
		connectedOutput(broker.url() + "topic: a").write("one")
		old := in.read()
		cut(in.session.client)
		_, _, err := in.Read(soon())
		Expect(err).To(Equal(service.ErrNotConnected))
		Expect(in.Connect(soon())).To(Succeed())
		again := in.read()
		Expect(again.text()).To(Equal("one"))
		Expect(again.meta("mqtt_duplicate")).To(BeTrue())
		old.accept()

		cut(in.session.client)
		third := connectedInput(broker.url() + kept)
		Expect(third.read().text()).To(Equal("one"))
	})

	It("comes again if the output rejects it and auto_replay_nacks is false", func() {
		broker := startMosquitto()
		in := connectedInput(broker.url() + kept + "auto_replay_nacks: false")
		connectedOutput(broker.url() + "topic: a").write("one")
		Expect(in.read().ack(context.Background(), context.DeadlineExceeded)).To(Succeed())
		_, _, err := in.Read(soon())
		Expect(err).To(Equal(service.ErrNotConnected))
		Expect(in.Connect(soon())).To(Succeed())
		Expect(in.read().text()).To(Equal("one"))
		Expect(in.logs.String()).To(ContainSubstring("the broker is to send it again"))
	})

	It("is complete after the broker was restarted in between", func() {
		broker := startMosquitto()
		in := connectedInput(broker.url() + kept)
		out := connectedOutput(broker.url() + "client_id: writer\ntopic: a")
		const messages = 400
		written := make(chan struct{})
		go func() {
			defer close(written)
			defer GinkgoRecover()
			for i := range messages {
				Eventually(func() error { // as Benthos does it
					err := out.Write(soon(), message(strconv.Itoa(i)))
					if err != nil {
						_ = out.Connect(soon())
					}
					return err
				}, patience).Should(Succeed())
			}
		}()
		seen := map[int]bool{}
		for len(seen) < messages {
			if len(seen) == messages/4 && in.logs.count("lost") == 0 {
				broker.stop()
				broker.start()
			}
			m, ack, err := in.Read(soon())
			if err != nil {
				Expect(err).To(Equal(service.ErrNotConnected))
				_ = in.Connect(soon())
				continue
			}
			number, err := strconv.Atoi(received{m, ack}.text())
			Expect(err).NotTo(HaveOccurred())
			seen[number] = true
			Expect(ack(context.Background(), nil)).To(Succeed())
		}
		Eventually(written, patience).Should(BeClosed())
		Expect(slices.Max(slices.Collect(maps.Keys(seen)))).To(Equal(messages - 1))
		Expect(in.logs.count("is lost")).To(Equal(1))
	})
})

// cut ends a connection as a kill of the process does.
func cut(c *client) {
	_ = c.link.conn.Close()
	Eventually(c.link.ctx.Done(), patience).Should(BeClosed())
}

// overWebSockets is the URL of a server that passes on to the broker what comes in
// the messages of a WebSocket, and back.
func overWebSockets(broker *mosquitto) string {
	GinkgoHelper()
	upgrader := websocket.Upgrader{Subprotocols: []string{"mqtt"}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		front, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer front.Close()
		back, err := net.Dial("tcp", broker.Address())
		if err != nil {
			return
		}
		defer back.Close()
		go func() {
			defer front.Close()
			buffer := make([]byte, 1<<12)
			for {
				n, err := back.Read(buffer)
				if err != nil || front.WriteMessage(websocket.BinaryMessage, buffer[:n]) != nil {
					return
				}
			}
		}()
		for {
			_, message, err := front.ReadMessage()
			if err != nil {
				return
			}
			if _, err := back.Write(message); err != nil {
				return
			}
		}
	}))
	DeferCleanup(server.Close)
	return "ws" + strings.TrimPrefix(server.URL, "http")
}
