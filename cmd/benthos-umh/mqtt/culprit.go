// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"fmt"
	"sync"
)

const (
	// maxHangUps is how many connections in a row a message may cost.
	maxHangUps = 3
	// Every broker takes a payload of this size.
	harmless = 64 << 10
)

// A culprit finds the message on which the broker hangs up, since it is larger than the
// broker takes: MQTT 3.1.1 has no other way to say so. Without that it would be sent
// for ever, and nothing else.
type culprit struct {
	lock    sync.Mutex
	flying  map[*byte]int // sizes of the payloads that are on their way
	last    *link         // the connection that was looked at last
	suspect *byte         // the largest that was on its way when a connection ended
	hangUps int           // how many connections in a row ended with it
}

func (c *culprit) begin(payload []byte) {
	if len(payload) <= harmless {
		return
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.flying == nil {
		c.flying = map[*byte]int{}
	}
	c.flying[&payload[0]] = len(payload)
}

// end is called once a message has its result; arrived is whether the broker has it.
func (c *culprit) end(payload []byte, arrived bool) {
	if len(payload) <= harmless {
		return
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	delete(c.flying, &payload[0])
	if arrived && c.suspect == &payload[0] {
		c.suspect, c.hangUps = nil, 0
	}
}

// judge is called for each message that was on its way when the broker hung up. It
// returns why a message is not to be sent again, nil if it is.
func (c *culprit) judge(l *link, payload []byte) error {
	if len(payload) <= harmless {
		return nil
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.last != l { // the first of them
		c.last = l
		c.accuse()
	}
	if c.suspect != &payload[0] || c.hangUps < maxHangUps {
		return nil
	}
	c.suspect, c.hangUps = nil, 0
	return fmt.Errorf("the broker closed the connection %d times in a row when it got this message: its %d bytes may be more than the broker takes (Mosquitto's max_packet_size)", maxHangUps, len(payload))
}

func (c *culprit) accuse() {
	var largest *byte
	for payload, size := range c.flying {
		if size > c.flying[largest] {
			largest = payload
		}
	}
	if largest != c.suspect {
		c.suspect, c.hangUps = largest, 0
	}
	c.hangUps++
}
