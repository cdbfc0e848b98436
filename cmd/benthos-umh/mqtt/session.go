// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"sync"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// A session is one connection of the input, and what came by it.
type session struct {
	*client
	first    sync.Once
	arrived  chan struct{} // closed with the first message
	messages chan delivery // not buffered: what nobody reads waits at the broker
	acks     *acks
}

// A delivery is a message on its way from the broker.
type delivery struct {
	mqtt.Message
	*receipt // nil for quality of service 0
}

// receive blocks until somebody takes the message. It is called for one message
// after the other.
func (s *session) receive(l *link, m mqtt.Message) {
	s.first.Do(func() { close(s.arrived) })
	d := delivery{Message: m}
	if m.Qos() > 0 {
		var err error
		if d.receipt, err = s.acks.expect(l.ctx, m); err != nil {
			return
		}
	}
	select {
	case s.messages <- d:
	case <-l.ctx.Done():
	}
}

func (d delivery) message() *service.Message {
	m := service.NewMessage(d.Payload())
	m.MetaSetMut("mqtt_duplicate", d.Duplicate())
	m.MetaSetMut("mqtt_qos", int(d.Qos()))
	m.MetaSetMut("mqtt_retained", d.Retained())
	m.MetaSetMut("mqtt_topic", d.Topic())
	m.MetaSetMut("mqtt_message_id", int(d.MessageID()))
	return m
}
