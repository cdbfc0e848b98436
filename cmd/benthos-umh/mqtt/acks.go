// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"context"
	"sync"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"golang.org/x/sync/semaphore"
)

const (
	// room is for the bytes of what came from the broker and is not acknowledged. A
	// message that is larger waits until it is alone.
	room = 128 << 20
	// messageCost is what a message takes of the room beside its payload, so that
	// there are never more than a thousand.
	messageCost = 128 << 10
)

// acks sends the acknowledgements of one connection in the order in which its
// messages came, as MQTT wants it, whatever the order in which they are done with.
type acks struct {
	room *semaphore.Weighted

	lock  sync.Mutex
	queue []*receipt
}

// A receipt stands for a message of quality of service 1 or 2.
type receipt struct {
	ack  func()
	cost int64
	done bool
}

func newAcks() *acks { return &acks{room: semaphore.NewWeighted(room)} }

// expect waits for room. It fails when ctx ends before.
func (a *acks) expect(ctx context.Context, m mqtt.Message) (*receipt, error) {
	r := &receipt{ack: m.Ack, cost: min(int64(len(m.Payload()))+messageCost, room)}
	if err := a.room.Acquire(ctx, r.cost); err != nil {
		return nil, err
	}
	a.lock.Lock()
	defer a.lock.Unlock()
	a.queue = append(a.queue, r)
	return r, nil
}

// done acknowledges a message and those behind it that are done with, once all
// before it are. After the end of the connection nothing is sent.
func (a *acks) done(r *receipt) {
	a.lock.Lock()
	defer a.lock.Unlock()
	r.done = true
	for len(a.queue) > 0 && a.queue[0].done {
		first := a.queue[0]
		a.queue[0] = nil
		a.queue = a.queue[1:]
		first.ack()
		a.room.Release(first.cost)
	}
}
