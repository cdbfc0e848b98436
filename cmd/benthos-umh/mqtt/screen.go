// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
)

// Kinds of packets, the upper half of a packet's first byte.
const (
	kindConnack  = 2
	kindPublish  = 3
	kindPuback   = 4
	kindPubrec   = 5
	kindPubrel   = 6
	kindPubcomp  = 7
	kindSuback   = 9
	kindPingresp = 13
)

// errNotMQTT is about what a server sent that a broker would not send.
var errNotMQTT = errors.New("the answer is not MQTT 3.1.1")

// A screen lets through what a broker may send. What it stops would end paho's
// goroutines with a panic, or make paho reserve memory for packets that nobody sends.
type screen struct {
	in     *bufio.Reader
	topics int // of the one subscription that is made on a connection

	greeted bool
	header  []byte // of the packet that begins, not yet read
	rest    int    // what is left of the packet after that
}

// Read returns bytes of one packet, not of the next.
func (s *screen) Read(p []byte) (int, error) {
	if len(s.header) == 0 && s.rest == 0 {
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	if len(s.header) > 0 {
		n := copy(p, s.header)
		s.header = s.header[n:]
		return n, nil
	}
	n, err := s.in.Read(p[:min(len(p), s.rest)])
	s.rest -= n
	return n, err
}

// next reads a packet's header, and of a short packet the whole of it ahead.
func (s *screen) next() error {
	first, err := s.in.ReadByte()
	if err != nil {
		return err
	}
	s.header = append(s.header[:0], first)
	length := 0
	for shift := 0; ; shift += 7 {
		b, err := s.in.ReadByte()
		if err != nil {
			return err
		}
		s.header = append(s.header, b)
		length |= int(b&0x7f) << shift
		if b < 0x80 {
			break
		}
		if shift == 21 {
			return fmt.Errorf("%w: a packet's length has more than four bytes", errNotMQTT)
		}
	}
	s.rest = length
	return s.check(first, length)
}

func (s *screen) check(first byte, length int) error {
	kind := first >> 4
	if greeting := kind == kindConnack; greeting == s.greeted {
		return fmt.Errorf("%w: it begins with another packet than CONNACK, or has two", errNotMQTT)
	}
	s.greeted = true
	want := 2
	switch kind {
	case kindPublish:
		return s.checkPublish(int(first>>1&3), length)
	case kindConnack, kindPuback, kindPubrec, kindPubrel, kindPubcomp:
	case kindSuback:
		want += s.topics
	case kindPingresp:
		want = 0
	default:
		return fmt.Errorf("%w: a packet of kind %d", errNotMQTT, kind)
	}
	if length != want {
		return fmt.Errorf("%w: a packet of kind %d has %d bytes, not %d", errNotMQTT, kind, length, want)
	}
	if kind == kindConnack {
		body, err := s.in.Peek(length)
		if err != nil {
			return err
		}
		if body[1] > 5 {
			return fmt.Errorf("%w: a CONNACK with the return code %d", errNotMQTT, body[1])
		}
	}
	return nil
}

func (s *screen) checkPublish(qos, length int) error {
	if qos == 3 || length < 2 {
		return fmt.Errorf("%w: a PUBLISH of quality of service 3, or without a topic", errNotMQTT)
	}
	head, err := s.in.Peek(2)
	if err != nil {
		return err
	}
	least := 2 + int(binary.BigEndian.Uint16(head))
	if qos > 0 {
		least += 2
	}
	if length < least {
		return fmt.Errorf("%w: a PUBLISH that ends within its topic", errNotMQTT)
	}
	return nil
}
