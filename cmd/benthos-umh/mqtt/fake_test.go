// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"net"

	"github.com/eclipse/paho.mqtt.golang/packets"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// A fake is a server that does what a spec tells it to, such as what no broker does.
type fake struct {
	net.Listener
	conns chan net.Conn // to close in the end
}

func startFake() fake {
	GinkgoHelper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	Expect(err).NotTo(HaveOccurred())
	f := fake{listener, make(chan net.Conn, 10)}
	DeferCleanup(func() {
		_ = f.Close()
		for len(f.conns) > 0 {
			_ = (<-f.conns).Close()
		}
	})
	return f
}

// url is a line of a component's config.
func (f fake) url() string { return "urls: [ tcp://" + f.Addr().String() + " ]\n" }

// A peer is the fake's end of a connection.
type peer struct {
	net.Conn
	packets chan packets.ControlPacket // what the client sends, after CONNECT and SUBSCRIBE
}

// serve runs the play with the next connection, after CONNECT was read.
func (f fake) serve(play func(peer)) {
	go func() {
		defer GinkgoRecover()
		conn, err := f.Accept()
		if err != nil {
			return
		}
		p := peer{conn, make(chan packets.ControlPacket, 1<<12)}
		f.conns <- conn
		Expect(packets.ReadPacket(conn)).To(BeAssignableToTypeOf(&packets.ConnectPacket{}))
		play(p)
	}()
}

// greet accepts the client.
func (p peer) greet() { p.send(packets.NewControlPacket(packets.Connack)) }

// subscribe lets the client subscribe, with the return codes of SUBACK.
func (p peer) subscribe(codes ...byte) {
	request, err := packets.ReadPacket(p)
	Expect(err).NotTo(HaveOccurred())
	p.grant(request, codes...)
}

func (p peer) grant(request packets.ControlPacket, codes ...byte) {
	answer := packets.NewControlPacket(packets.Suback).(*packets.SubackPacket)
	answer.MessageID = request.Details().MessageID
	answer.ReturnCodes = codes
	p.send(answer)
}

// listen collects what the client sends, and answers its pings.
func (p peer) listen() {
	defer close(p.packets)
	for {
		packet, err := packets.ReadPacket(p)
		if err != nil {
			return
		}
		p.packets <- packet
		if _, ping := packet.(*packets.PingreqPacket); ping {
			go func() { _ = packets.NewControlPacket(packets.Pingresp).Write(p) }()
		}
	}
}

func (p peer) send(packet packets.ControlPacket) { _ = packet.Write(p) }

func (p peer) publish(id uint16, qos byte, payload []byte) error {
	packet := packets.NewControlPacket(packets.Publish).(*packets.PublishPacket)
	packet.TopicName, packet.MessageID, packet.Qos, packet.Payload = "a", id, qos, payload
	return packet.Write(p)
}
