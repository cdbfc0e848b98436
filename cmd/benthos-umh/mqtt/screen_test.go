// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"bufio"
	"bytes"
	"testing"

	"github.com/eclipse/paho.mqtt.golang/packets"
)

// What the screen lets through, paho can read: with an error, but without a panic
// and without memory for a packet that is never sent.
func FuzzScreen(f *testing.F) {
	f.Add([]byte("\x20\x02\x00\x00\x90\x03\x00\x01\x01\x32\x06\x00\x01a\x00\x01x\xd0\x00"), 1)
	f.Add([]byte("\x20\x02\x00\x00\x30\x03\x00\x09a"), 0)
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n"), 1)
	f.Fuzz(func(t *testing.T, sent []byte, topics int) {
		topics = topics&3 + 1
		s := &screen{in: bufio.NewReader(bytes.NewReader(sent)), topics: topics}
		for {
			packet, err := packets.ReadPacket(s)
			if err != nil {
				return
			}
			if suback, ok := packet.(*packets.SubackPacket); ok && len(suback.ReturnCodes) != topics {
				t.Errorf("%d return codes for %d topics", len(suback.ReturnCodes), topics)
			}
		}
	})
}
