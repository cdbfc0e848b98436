// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/eclipse/paho.mqtt.golang/packets"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"
)

var _ = Describe("on the wire", func() {
	It("messages are acknowledged in the order in which they came", func() {
		broker := startFake()
		acknowledged := make(chan uint16, 10)
		broker.serve(func(p peer) {
			p.greet()
			p.subscribe(1)
			go p.listen()
			for id := range uint16(5) {
				_ = p.publish(id+1, 1, []byte("x"))
			}
			for packet := range p.packets {
				if ack, ok := packet.(*packets.PubackPacket); ok {
					acknowledged <- ack.MessageID
				}
			}
		})
		in := connectedInput(broker.url() + "topics: [ a ]")
		var messages []received
		for range 5 {
			messages = append(messages, in.read())
		}
		messages[2].accept()
		messages[1].accept()
		messages[4].accept()
		Consistently(acknowledged, "200ms").ShouldNot(Receive())
		messages[0].accept()
		for _, id := range []uint16{1, 2, 3} {
			Eventually(acknowledged, patience).Should(Receive(Equal(id)))
		}
		Consistently(acknowledged, "200ms").ShouldNot(Receive())
		messages[3].accept()
		Eventually(acknowledged, patience).Should(Receive(Equal(uint16(4))))
		Eventually(acknowledged, patience).Should(Receive(Equal(uint16(5))))
	})

	It("a session that goes on may bring messages before it consents to the subscription", func() {
		broker := startFake()
		broker.serve(func(p peer) {
			p.greet()
			request, _ := packets.ReadPacket(p)
			for id := range uint16(50) {
				_ = p.publish(id+1, 1, []byte(strconv.Itoa(int(id))))
			}
			p.grant(request, 1)
			_ = p.publish(51, 1, []byte("50"))
			p.listen()
		})
		in := connectedInput(broker.url() + "topics: [ a ]")
		for i := range 51 {
			Expect(in.read().text()).To(Equal(strconv.Itoa(i)))
		}
	})

	It("a refusal behind such messages ends the connection", func() {
		broker := startFake()
		connected := make(chan struct{})
		broker.serve(func(p peer) {
			p.greet()
			request, _ := packets.ReadPacket(p)
			_ = p.publish(1, 1, []byte("x"))
			<-connected
			p.grant(request, 0x80)
			p.listen()
		})
		in := connectedInput(broker.url() + "topics: [ a ]")
		close(connected)
		in.read()
		_, _, err := in.Read(soon())
		Expect(err).To(Equal(service.ErrNotConnected))
		Eventually(in.logs.String, patience).Should(ContainSubstring("refuses the subscription to a"))
	})

	It("a slow pipeline keeps the broker waiting, and the connection alive", func() {
		broker := startFake()
		const messages = 64
		pings := make(chan struct{}, 1000)
		sent := make(chan int, messages)
		broker.serve(func(p peer) {
			p.greet()
			p.subscribe(0)
			go p.listen()
			go func() {
				for range messages {
					if p.publish(0, 0, make([]byte, 1<<20)) != nil {
						return
					}
					sent <- 1
				}
			}()
			for packet := range p.packets {
				if _, ok := packet.(*packets.PingreqPacket); ok {
					pings <- struct{}{}
				}
			}
		})
		in := connectedInput(broker.url() + "topics: [ a ]\nqos: 0\nkeepalive: 1")
		in.read()
		Eventually(pings, patience).Should(HaveLen(3), "nobody reads for longer than a silent broker is waited for")
		Expect(len(sent)).To(BeNumerically("<", messages/2), "what is not read waits at the broker")
		for range messages - 1 {
			in.read()
		}
		Expect(in.logs.String()).NotTo(ContainSubstring("lost"))
	})

	It("a broker that falls silent is given up", func() {
		broker := startFake()
		broker.serve(func(p peer) {
			p.greet()
			p.subscribe(1)
		})
		in := connectedInput(broker.url() + "topics: [ a ]\nkeepalive: 1")
		_, _, err := in.Read(soon())
		Expect(err).To(Equal(service.ErrNotConnected))
		Eventually(in.logs.String, patience).Should(ContainSubstring("does not answer any more: check the network"))
	})

	It("about a thousand messages are on their way at most", func() {
		broker := startFake()
		broker.serve(func(p peer) {
			p.greet()
			p.subscribe(1)
			go p.listen()
			for id := range uint16(1200) {
				_ = p.publish(id+1, 1, []byte("x"))
			}
		})
		in := connectedInput(broker.url() + "topics: [ a ]")
		var messages []received
		for range 1000 {
			messages = append(messages, in.read())
		}
		for {
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			m, ack, err := in.Read(ctx)
			cancel()
			if err != nil {
				break
			}
			messages = append(messages, received{m, ack})
		}
		Expect(len(messages)).To(BeNumerically("<=", 1024))
		messages[0].accept()
		Expect(in.read().text()).To(Equal("x"))
	})

	It("a message that the broker does not acknowledge in time fails", func() {
		broker := startFake()
		broker.serve(func(p peer) { p.greet(); p.listen() })
		out := connectedOutput(broker.url() + "topic: a\nwrite_timeout: 100ms")
		Expect(out.Write(soon(), message("x"))).To(MatchError("the broker has not acknowledged the message within write_timeout of 100ms"))
	})

	It("a message that waits for the one before it to be sent fails in time too", func() {
		broker := startFake()
		broker.serve(func(p peer) { p.greet() }) // and reads no more
		out := connectedOutput(broker.url() + "topic: a\nwrite_timeout: 100ms")
		for _, payload := range []string{strings.Repeat("x", 20<<20), "held by paho", "y"} {
			Expect(out.Write(soon(), message(payload))).To(MatchError(ContainSubstring("within write_timeout of 100ms")))
		}
		Expect(out.logs.String()).NotTo(ContainSubstring("lost"))
	})

	It("a message in flight is sent again if the connection ends", func() {
		broker := startFake()
		broker.serve(func(p peer) {
			p.greet()
			_, _ = packets.ReadPacket(p)
			_ = p.Close()
		})
		out := connectedOutput(broker.url() + "topic: a\nwrite_timeout: 30s")
		Expect(out.Write(soon(), message("x"))).To(Equal(service.ErrNotConnected))
	})
})

var _ = Describe("something else than a broker", func() {
	for name, answer := range map[string]string{
		"a web server":                        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
		"a mail server":                       "220 mail.example.com ESMTP\r\n",
		"zeros":                               "\x00\x00\x00\x00\x00\x00\x00\x00",
		"a return code that is none":          "\x20\x02\x00\x86",
		"a CONNACK that is too long":          "\x20\x03\x00\x00\x00",
		"a message before CONNACK":            "\x30\x04\x00\x01ax",
		"a packet of 256 MB in place of one":  "\x20\xff\xff\xff\x7f",
		"a length of five bytes":              "\x20\xff\xff\xff\xff\x01",
		"a second CONNACK":                    "\x20\x02\x00\x00\x20\x02\x00\x00",
		"a SUBACK for more than was asked":    "\x20\x02\x00\x00\x90\x05\x00\x01\x00\x00\x00",
		"a packet that only clients send":     "\x20\x02\x00\x00\xc0\x00",
		"a message of quality of service 3":   "\x20\x02\x00\x00\x36\x06\x00\x01a\x00\x01x",
		"a message that ends within its name": "\x20\x02\x00\x00\x30\x03\x00\x09a",
	} {
		It("is found out: "+name, func() {
			server := startFake()
			server.serve(func(p peer) {
				_, _ = p.Write([]byte(answer))
				p.listen()
			})
			in := openInput(server.url() + "topics: [ a ]\nconnect_timeout: 5s")
			err := inVain(in.Connect)
			Expect(err).NotTo(ContainSubstring("connect_timeout"))
			Expect(err).To(ContainSubstring(server.Addr().String()))
			Expect(err).To(ContainSubstring("check host and port in urls"))
		})
	}

	It("is found out: a broker that refuses the topic", func() {
		server := startFake()
		server.serve(func(p peer) { p.greet(); p.subscribe(0x80); p.listen() })
		in := openInput(server.url() + "topics: [ secret/# ]")
		Expect(inVain(in.Connect)).To(And(ContainSubstring("refuses the subscription to secret/#"), ContainSubstring("access rules")))
	})

	It("is found out: a server that says nothing", func() {
		server := startFake()
		server.serve(func(p peer) { p.listen() })
		in := openInput(server.url() + "topics: [ a ]\nconnect_timeout: 100ms")
		Expect(inVain(in.Connect)).To(ContainSubstring("no answer within connect_timeout"))
	})
})

var _ = Describe("a message that no broker takes", func() {
	DescribeTable("fails alone",
		func(topic, keep, reason string) {
			out := connectedOutput(startMosquitto().url() + "topic: ${! @to }\nretained_interpolated: ${! @keep }")
			Expect(out.Write(soon(), message("x", "to", topic, "keep", keep))).To(MatchError(ContainSubstring(reason)))
			out.write("x", "to", "a", "keep", "true")
			Expect(out.logs.String()).NotTo(ContainSubstring("lost"))
		},
		Entry("no topic", "", "true", "the topic is empty"),
		Entry("a wildcard", "a/+", "true", "wildcard"),
		Entry("a NUL", "a\x00", "true", "NUL"),
		Entry("a topic that is too long", string(make([]byte, math.MaxUint16+1)), "true", "65536 bytes"),
		Entry("retained that is neither", "a", "perhaps", "retained_interpolated"),
	)
})
