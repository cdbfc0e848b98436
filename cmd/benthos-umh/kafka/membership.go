// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A membership says whether a reader may be in its group. The client tries to join
// for ever; a reader that the broker keeps out is not connected, whatever the network
// says.
type membership struct {
	r *Reader

	mu sync.Mutex
	// refusal is why the broker keeps the reader out, nil if it does not.
	refusal error
	// told is what was logged since the reader was in its group.
	told string
}

// OnGroupManageError is told why the client has left the group, before it joins again.
func (m *membership) OnGroupManageError(err error) {
	select {
	case <-m.r.closing:
		return
	default:
	}
	var answer *kerr.Error
	switch {
	case !errors.As(err, &answer): // no broker can be reached: the link tells
	case isRefusal(answer):
		m.mu.Lock()
		m.refusal = fmt.Errorf("group %s: %w", m.r.conf.Group, err)
		m.mu.Unlock()
		m.r.link.lose()
	case m.news(answer):
		m.r.log.Warnf("%s had to leave group %s, and joins it again: %v", m.r.conf.Name, m.r.conf.Group, m.r.conf.Connection.explain(err))
	}
}

// isRefusal tells what stays as it is until somebody does something from what the
// client gets over by itself, such as a broker that has forgotten it.
func isRefusal(err *kerr.Error) bool {
	return !err.Retriable && !errors.Is(err, kerr.UnknownMemberID) && !errors.Is(err, kerr.IllegalGeneration)
}

func (m *membership) news(err error) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.told == err.Error() {
		return false
	}
	m.told = err.Error()
	return true
}

// joined runs whenever the group has given this member its partitions, be it none.
func (m *membership) joined(context.Context, *kgo.Client, map[string][]int32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refusal, m.told = nil, ""
}

// check fails while the broker keeps the reader out.
func (m *membership) check() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusal
}
