// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import "testing"

func TestCulpritIsTheLargestOfThreeConnections(t *testing.T) {
	large, small := make([]byte, 2*harmless), make([]byte, harmless+1)
	var c culprit
	for connection := range maxHangUps {
		l := &link{}
		c.begin(small)
		c.begin(large)
		// Several messages tell of the end of a connection: it counts once.
		for range 5 {
			if err := c.judge(l, small); err != nil {
				t.Errorf("connection %d: the small one: %v", connection, err)
			}
		}
		err := c.judge(l, large)
		if last := connection == maxHangUps-1; (err != nil) != last {
			t.Errorf("connection %d: the large one: %v", connection, err)
		}
		c.end(small, false)
		c.end(large, false)
	}
	if len(c.flying) > 0 || c.suspect != nil {
		t.Error("it holds a message that is done with")
	}
}

func TestCulpritIsNoneThatArrives(t *testing.T) {
	payload := make([]byte, 2*harmless)
	var c culprit
	for connection := range 3 * maxHangUps {
		c.begin(payload)
		if err := c.judge(&link{}, payload); err != nil {
			t.Fatalf("connection %d: %v", connection, err)
		}
		c.end(payload, connection%2 == 1)
	}
}

func TestCulpritIsNoneThatIsSmall(t *testing.T) {
	var c culprit
	for _, payload := range [][]byte{nil, make([]byte, harmless)} {
		for range 2 * maxHangUps {
			c.begin(payload)
			if err := c.judge(&link{}, payload); err != nil {
				t.Error(err)
			}
			c.end(payload, false)
		}
	}
}
